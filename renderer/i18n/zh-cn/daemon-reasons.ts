import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

/** The reasons about the settings of the engine, in Chinese. */
export const daemonReasons = {
  'daemon-podman': () =>
    text(
      'Podman 没有 daemon.json：它的设置位于 containers.conf、storage.conf 和 registries.conf。',
      '请编辑 /etc/containers/containers.conf；无 root 时编辑 ~/.config/containers/containers.conf。每个命令都会重新读取。',
    ),
  'daemon-out-of-reach': (p: ReasonParams) =>
    text(
      `无法触及 ${p.address} 处引擎的设置：在本机找不到它的进程。`,
      '请在引擎所在的机器上按所示步骤操作。',
    ),
  'daemon-file-unreadable': (p: ReasonParams) =>
    text(`无法读取 ${p.path}（${p.detail}）。`, '请在引擎所在的机器上检查该文件及其权限。'),
  'daemon-file-closed': (p: ReasonParams) =>
    text(`Slipway 无权写入 ${p.path}。`, '请以管理员身份按所示步骤操作。'),
  'daemon-file-changed': (p: ReasonParams) =>
    text(`${p.path} 在读取之后被他人更改。`, '没有写入任何内容。请重新读取后再次修改。'),
  'daemon-invalid': (p: ReasonParams) =>
    text(`引擎不会接受这些设置：${p.detail}`, '没有写入任何内容。请修正所指出的问题。'),
  'daemon-no-change': () => text('这些设置与文件中的相同。', '没有需要应用的内容。'),
  'daemon-broken-text': (p: ReasonParams) =>
    text(`${p.path} 不是有效的对象，因此无法更改其中的单个键。`, '请先修正其文本，或恢复一个备份。'),
  'daemon-restart-by-hand': (p: ReasonParams) =>
    text(
      `${p.keys} 仅在引擎重启后生效，而 Slipway 不知道由谁管理此引擎。`,
      '请按所示步骤手动写入文件并重启引擎。可即时生效的设置可在此应用。',
    ),
  'daemon-start-by-hand': () =>
    text('引擎没有运行，而 Slipway 不知道由谁管理它。', '请按所示步骤手动写入文件并启动引擎。'),
  'daemon-busy': (p: ReasonParams) =>
    text(`另一个 Slipway 正在向 ${p.path} 应用设置。`, '请等待其完成后重新读取。'),
  'daemon-not-written': (p: ReasonParams) =>
    text(`无法写入 ${p.path}（${p.detail}）。它保持原样。`, '请检查该处的可用空间和权限。'),
  'daemon-not-backed-up': (p: ReasonParams) =>
    text(`无法将设置备份到 ${p.path}（${p.detail}）。没有更改任何内容。`, '请检查该文件夹的可用空间和权限。'),
  'daemon-refused': (p: ReasonParams) => text(`引擎拒绝了这些设置：${p.said}`, '之前的设置已恢复。'),
  'daemon-late': (p: ReasonParams) =>
    text(`引擎在 ${p.seconds} 秒内没有恢复。它最后的输出：${p.said}`, '之前的设置已恢复。'),
  'daemon-put-back-failed': (p: ReasonParams) =>
    text(
      `引擎无法使用新设置运行，且无法恢复旧设置：${p.detail}`,
      '文件原来的内容已保存为备份。请查看引擎的日志。',
    ),
  'daemon-more-run': (p: ReasonParams) =>
    text(
      `这些容器现在正在运行，也会停止：${p.names}。`,
      '没有更改任何内容。请重新制定计划以查看所有会停止的容器。',
    ),
  'daemon-no-backup': (p: ReasonParams) =>
    text(`没有这些设置的备份 ${p.id}。`, 'daemon.get 会列出现有的备份。'),
};
