import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about export, import and the reset of the app's settings, in Chinese. */
export const exportReasons = {
  'export-folder-relative': (p: ReasonParams) =>
    text(`“${p.folder}”不是绝对路径。`, '请从根目录写起，例如 /home/me/export。'),
  'export-folder-full': (p: ReasonParams) =>
    text(`${p.folder} 里已有内容。`, '没有写入任何内容。请指定一个尚不存在的文件夹，或一个空文件夹。'),
  'export-folder-unusable': (p: ReasonParams) =>
    text(
      `无法写入 ${p.folder}：${p.detail}。`,
      '请指定运行 Slipway 的用户可以写入的文件夹；它的上级文件夹必须存在。',
    ),
  'export-disk-full': (p: ReasonParams) =>
    text(
      `${p.folder} 没有足够的空间存放导出内容。`,
      '已写入的内容已删除。请腾出空间、换一个磁盘，或排除较大的卷。',
    ),
  'export-nothing': () => text('没有可导出的内容。', '引擎上没有所要求的任何种类的对象。'),
  'import-none': (p: ReasonParams) =>
    text(
      `${p.folder} 里没有导出内容：${p.detail}。`,
      '请指定 manifest.json 所在的文件夹。中断的导出没有这个文件。',
    ),
  'import-newer': (p: ReasonParams) =>
    text(`此导出的版本是 ${p.version}，这个 Slipway 无法读取。`, '请更新 Slipway。'),
  'import-missing': (p: ReasonParams) =>
    text(`导出不完整：缺少 ${p.file}。`, '没有导入任何内容。请从导出的位置重新复制该文件夹。'),
  'import-altered': (p: ReasonParams) =>
    text(`${p.file} 与导出时不同：校验和不一致。`, '没有从中导入任何内容。请从导出的位置重新复制该文件夹。'),
  'import-nothing': () => text('此导出中没有可以在这里创建的对象。', '它们都已存在，或者此引擎不支持。'),
  'import-left': (p: ReasonParams) =>
    text(
      `${p.detail} 容器 ${p.name} 已存在但不完整，且无法再删除：${p.second}`,
      '请先手动删除它，再重新导入。',
    ),
  'export-running': (p: ReasonParams) =>
    text(`正在将此引擎导出到 ${p.folder}。`, '没有删除任何内容，计划仍然保留。请等待导出结束，或取消导出。'),
  'volume-tar-odd': (p: ReasonParams) =>
    text(`${p.volume} 的数据不是导出应有的内容：${p.detail}。`, '没有写入任何内容。请只从可信的文件夹导入。'),
  'volume-owners': (p: ReasonParams) =>
    text(
      `Podman 的 API 不保留文件的所有者，而 Slipway 无法读取此引擎的磁盘：未处理 ${p.volume} 的数据。`,
      '请在引擎所在的机器上，以引擎的用户身份运行 Slipway。',
    ),
  'volume-tar-failed': (p: ReasonParams) =>
    text(`tar 无法处理 ${p.volume} 的文件：${p.detail}`, '请检查引擎的磁盘。'),
  'settings-backup-broken': (p: ReasonParams) =>
    text(
      `重置时保留的内容无法完整读取，或完全无法读取：${p.path}。`,
      '没有更改任何内容，文件仍然保留。请手动修正后再撤销。',
    ),
  'no-settings-backup': () => text('没有可撤销的操作。', '设置没有被重置过，或者已经撤销。'),
};
