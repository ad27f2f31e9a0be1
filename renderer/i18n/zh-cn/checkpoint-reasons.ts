import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about checkpoints, in Chinese. */
export const checkpointReasons = {
  'checkpoint-refused': (p: ReasonParams) =>
    text(`无法为 ${p.name} 创建检查点：${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'restore-refused': (p: ReasonParams) =>
    text(`无法从检查点恢复 ${p.name}：${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'checkpoint-exists': (p: ReasonParams) =>
    text(`${p.container} 已有名为“${p.name}”的检查点。`, '请换一个名称，或先删除该检查点。'),
  'checkpoint-unknown': (p: ReasonParams) =>
    text(`${p.container} 没有名为“${p.name}”的检查点。`, 'checkpoints.list 会列出已有的检查点。'),
  'checkpoint-failed': (p: ReasonParams) =>
    text(`无法冻结 ${p.container}：${p.detail}`, '它照常继续运行。checkpoints.preflight 会说明障碍所在。'),
  'checkpoint-no-room': (p: ReasonParams) =>
    text(
      `${p.container} 占用 ${p.needed} 内存，而 ${p.directory} 只剩 ${p.free}。`,
      '引擎要等进程结束后才写入，放不下的内容会丢失。请腾出空间，或指定其他文件夹。',
    ),
  'checkpoint-lost': (p: ReasonParams) =>
    text(
      `${p.container} 已停止，但无法写入其检查点：${p.detail}`,
      '其文件和设置保持不变；内存中的内容已丢失。启动后它会从头开始。',
    ),
  'checkpoint-busy': (p: ReasonParams) => text(`${p.container} 正在被冻结或恢复。`, '请等待其完成。'),
  'checkpoint-policy': (p: ReasonParams) =>
    text(
      `引擎会在冻结后立即从头启动 ${p.container}（${p.policy}），并且不允许关闭。`,
      '冻结时请让它继续运行，或自行取消其重启策略。',
    ),
  'checkpoint-auto-remove': (p: ReasonParams) =>
    text(`${p.container} 停止时会自行移除（--rm），之后无处可恢复。`, '冻结时请让它继续运行。'),
  'checkpoint-still-running': (p: ReasonParams) =>
    text(`引擎称已冻结 ${p.container}，但它仍在运行。`, '停止它之前，请查看其检查点和引擎的日志。'),
  'checkpoint-not-copied': (p: ReasonParams) =>
    text(`检查点“${p.name}”无法复制到 ${p.container}：${p.detail}`, '没有留下任何残余。'),
  'checkpoint-criu-missing': () =>
    text(
      '引擎所在的机器上没有安装 CRIU（用于冻结和恢复进程）。',
      '请在那里安装软件包 criu（Debian：apt install criu）后重试。',
    ),
  'checkpoint-experimental': () =>
    text(
      '引擎未启用实验性功能，而检查点属于实验性功能。',
      '请在 daemon.json 中加入 "experimental": true 并重启引擎。',
    ),
  'checkpoint-directory': (p: ReasonParams) =>
    text(`引擎无法写入文件夹 ${p.directory}：${p.detail}`, '请指定引擎所在机器上可写的文件夹。'),
  'checkpoint-running': (p: ReasonParams) =>
    text(
      `${p.container} 的状态为 ${p.state}：引擎只能恢复到已停止的容器。`,
      '请先停止它（内存中的内容会丢失），或将检查点克隆到另一个容器。',
    ),
  'checkpoint-restore-failed': (p: ReasonParams) =>
    text(
      `无法从“${p.name}”恢复 ${p.container}：${p.detail}`,
      '容器已停止，检查点仍然存在。不使用检查点启动则从头开始。',
    ),
  'checkpoint-elsewhere': (p: ReasonParams) =>
    text(
      `${p.directory} 中的检查点须先复制到容器自己的文件夹，而 Slipway 无法写入此引擎的文件夹。`,
      '引擎不接受从其他文件夹恢复。请在引擎所在的机器上以 root 运行 Slipway。',
    ),
  'checkpoint-no-host': () =>
    text(
      '只有复制引擎文件夹中的文件才能把检查点交给另一个容器，而 Slipway 无法写入这些文件夹。',
      '引擎没有相应的接口。请在引擎所在的机器上以 root 运行 Slipway。',
    ),
  'checkpoint-other-image': (p: ReasonParams) =>
    text(
      `${p.into} 与 ${p.container} 的镜像或命令不同。`,
      '检查点需要创建它时的文件和程序。请克隆到新容器。',
    ),
};
