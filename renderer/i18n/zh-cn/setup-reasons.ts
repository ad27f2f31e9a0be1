import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

/** The reasons about installing an engine and what it lacks, in Chinese. */
export const setupReasons = {
  'setup-no-apt': (p: ReasonParams) =>
    text(
      `Slipway 只能在 Debian 和 Ubuntu 上安装引擎；此系统是 ${p.system}。`,
      '请按照“本机”页面上针对此系统的步骤操作。',
    ),
  'setup-installed': (p: ReasonParams) =>
    text(
      `已安装引擎：${p.engine}。再装一个可能会把它挤掉，连同其上运行的一切。`,
      '请在“本机”页面的“引擎”标签中启动它。',
    ),
  'setup-no-package': (p: ReasonParams) =>
    text(`软件包来源中没有 ${p.package}。`, '请选择包含完整发行版的镜像站，或修正 /etc/apt/sources.list。'),
  'setup-failed': (p: ReasonParams) =>
    text(`命令执行出错：${p.detail}`, '日志见“操作”。手动运行可看到更多信息。'),
  'setup-by-hand': (_p: ReasonParams) => text('这需要管理员权限，而此处无法请求。', '请在终端中运行该命令。'),
  'setup-late': () => text('没有人及时授予管理员权限，或工作没有结束。', '重试之前请重新检查本机。'),
  'setup-not-proposed': (p: ReasonParams) =>
    text(`已不再建议 ${p.fix}。`, '请重新检查本机：它可能已经完成。'),
};
