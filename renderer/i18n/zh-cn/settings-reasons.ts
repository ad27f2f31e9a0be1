import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about what only a desktop can do, in Chinese. */
export const settingsReasons = {
  'login-item-unavailable': (_: ReasonParams) =>
    text(
      '此 Slipway 无法在登录时启动：它不在桌面中运行。',
      '请使用桌面程序，或通过您自己的单元或脚本启动它。',
    ),
  'login-item-failed': (p: ReasonParams) =>
    text(`无法更改登录时启动：${p.detail}。`, '请检查随会话启动的程序所在文件夹的权限。'),
  'reveal-unavailable': (_: ReasonParams) =>
    text('浏览器无法显示文件夹。', '请复制路径，并在文件管理器或终端中打开。'),
};
