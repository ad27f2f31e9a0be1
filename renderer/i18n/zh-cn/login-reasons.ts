import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about logging in to registries and looking into them, in Chinese. */
export const loginReasons = {
  'docker-config-damaged': (p: ReasonParams) =>
    text(`无法读取 ${p.path}：${p.detail}。文件保持原样。`, '请手动修复或移走它：docker CLI 同样无法读取。'),
  'docker-config-entry': (p: ReasonParams) =>
    text(`无法读取 ${p.path} 中为 ${p.key} 保存的内容。`, '请重新登录，或退出登录以将其移除。'),
  'docker-config-unreadable': (p: ReasonParams) =>
    text(`您无权读取 ${p.path}（${p.detail}）。`, '请检查其所有者和权限。'),
  'docker-config-unwritable': (p: ReasonParams) =>
    text(`无法写入 ${p.path}（${p.detail}）。文件保持原样。`, '请检查其文件夹的权限和可用空间。'),
  'docker-config-busy': (p: ReasonParams) =>
    text(`另一个程序正在不断写入 ${p.path}。`, '请等待其完成，然后重试。'),
  'helper-missing': (p: ReasonParams) =>
    text(
      `未安装凭据助手 ${p.helper}。`,
      'config.json 指定了它。请安装它并放入 PATH，或将其从 credsStore 和 credHelpers 中移除。',
    ),
  'helper-hangs': (p: ReasonParams) =>
    text(
      `凭据助手 ${p.helper} 未在 ${p.seconds} 秒内结束（${p.action}）。`,
      '它可能在等待密钥环解锁。请解锁后重试。',
    ),
  'helper-failed': (p: ReasonParams) =>
    text(
      `凭据助手 ${p.helper} 失败（${p.action}）：${p.detail}`,
      '请检查其密钥环是否已设置并解锁，或以其他方式保存登录。',
    ),
  'plain-not-read': (p: ReasonParams) =>
    text(`docker CLI 会就 ${p.host} 询问助手 ${p.helper}：明文内容不会被读取。`, '请用该助手保存。'),
};
