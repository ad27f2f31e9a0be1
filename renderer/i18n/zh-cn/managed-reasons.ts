import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

/** The reasons about starting and stopping engines of this machine, in Chinese. */
export const managedReasons = {
  'engine-none-here': () =>
    text('此机器上没有 Slipway 可以启动的引擎。', '请安装一个：“机器”页面上的诊断会安装，或说明如何安装。'),
  'engine-not-managed': (p: ReasonParams) =>
    text(`Slipway 不知道由谁管理此引擎（进程 ${p.pid}）。`, '请用当初启动它的方式来停止和启动。'),
  'engine-remote': () => text('此引擎不在这台机器上，或属于其他产品。', '请在它运行的地方启动和停止它。'),
  'engine-needs-root': (p: ReasonParams) =>
    text(
      `Slipway 自己的引擎须以 root 身份运行，而 Slipway 以 ${p.user} 身份运行。`,
      '请启动系统的引擎，或您自己的无根引擎（dockerd-rootless-setuptool.sh install）。',
    ),
  'engine-needs-privileges': (p: ReasonParams) =>
    text(`此操作需要管理员权限：${p.detail}`, `请在终端中运行：${p.command}`),
  'engine-command-failed': (p: ReasonParams) =>
    text(`${p.command} 失败：${p.detail}`, '引擎日志中有更多信息。'),
  'engine-start-failed': (p: ReasonParams) =>
    text(`引擎未能启动：${p.detail}`, '其日志中有更多信息。请修复它指出的问题，然后重新启动。'),
  'engine-start-late': (p: ReasonParams) =>
    text(`引擎在 ${p.seconds} 秒内没有应答，已被结束。`, '等待时长可在“机器”页面的“引擎”选项卡中设置。'),
  'engine-stop-late': (p: ReasonParams) =>
    text(`引擎在 ${p.seconds} 秒内没有结束。`, '可能有容器无法结束。请查看引擎日志，然后再次停止。'),
  'engine-socket-taken': (p: ReasonParams) =>
    text(`${p.path} 已被占用：${p.holder}。`, '请结束占用者或将其移开，然后重新启动引擎。'),
  'engine-other-runs': (p: ReasonParams) =>
    text(
      `此机器上已有另一个引擎在运行（进程 ${p.pid}）。`,
      '同一台机器上的两个引擎会互相干扰网络。请使用那一个，或先停止它。',
    ),
  'engine-path-long': (p: ReasonParams) =>
    text(`路径 ${p.path} 太长，不能用作套接字。`, '请为 Slipway 指定路径更短的文件夹（SLIPWAY_HOME）。'),
  'engine-busy': (p: ReasonParams) => text(`引擎正处于 ${p.state} 状态。`, '请等待其完成后再试。'),
  'engine-changed': () => text('引擎已不是制定计划时的那一个。', '请重新制定计划。'),
  'engine-more-runs': (p: ReasonParams) =>
    text(`制定计划之后启动的容器：${p.names}。`, '请重新制定计划：这些容器也会停止。'),
  'engine-owner-silent': (p: ReasonParams) =>
    text(
      `另一个 Slipway（进程 ${p.pid}）管理着此引擎，但没有执行请求。`,
      '请在那里操作，或结束那个 Slipway。',
    ),
  'engine-data-mounted': (p: ReasonParams) =>
    text(
      `未清除任何内容：${p.path} 之下挂载了其他文件系统：${p.mounts}。`,
      '请先卸载它们，以免删除其中的内容。',
    ),
  'engine-data-used': (p: ReasonParams) =>
    text(
      `未清除任何内容：引擎停止后仍有其进程在运行：${p.processes}。`,
      '请先移除其容器。启用 live-restore 时，引擎停止后容器会继续运行。',
    ),
  'engine-data-foreign': (p: ReasonParams) =>
    text(`未清除任何内容：${p.path} 中有不属于引擎的内容：${p.names}。`, '请先将其移走。'),
  'engine-data-link': (p: ReasonParams) =>
    text(`未清除任何内容：${p.path} 是链接，或不是文件夹。`, '请手动清除它指向的内容。'),
  'engine-wipe-failed': (p: ReasonParams) =>
    text(`无法完整删除引擎的数据：${p.detail}`, `引擎已在剩余数据上重新启动。被移开的内容位于 ${p.path}。`),
};
