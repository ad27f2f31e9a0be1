import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

const dangers: Readonly<Record<string, string>> = {
  absolute: '它的名称是绝对路径',
  leaves: '它的名称用 .. 离开了该文件夹',
  'link-leaves': '它是一个指向文件夹之外的链接',
  'through-link': '它会通过同一归档中的链接写入',
  device: '它既不是文件、文件夹、链接，也不是管道',
  name: '它的名称无效',
};

/** The reasons about files, in Chinese. */
export const fileReasons = {
  'path-malformed': (p: ReasonParams) =>
    text(
      `"${p.path}" 不是容器内的路径。`,
      '请以 / 开头，名称之间用斜杠分隔：其中不能有 . 或 ..，总长不超过 4096 字节。',
    ),
  'file-unknown': (p: ReasonParams) =>
    text(`${p.path} 处什么也没有。`, '它可能已被移除，或是一个无处可去的链接。请查看上一级文件夹。'),
  'link-broken': (p: ReasonParams) =>
    text(`${p.path} 是一个无处可去的链接。`, '请查看它所指的名称：该容器中没有这个路径。'),
  'not-a-folder': (p: ReasonParams) => text(`${p.path} 不是文件夹。`, '请打开它所在的文件夹，或将其下载。'),
  'not-downloadable': (p: ReasonParams) =>
    text(`${p.path} 既不是文件也不是文件夹。`, '设备、管道或套接字没有可保存的内容。'),
  'name-bytes': (p: ReasonParams) =>
    text(`此引擎无法交出 ${p.path}：其名称中有不是 UTF-8 的字节。`, '请下载它所在的文件夹，或更新引擎。'),
  'files-read-only': (p: ReasonParams) =>
    text(
      `${p.path} 是只读的：没有写入任何内容。`,
      '该容器以只读文件系统或只读挂载创建。请选择可写挂载中的文件夹，或不带 --read-only 或 :ro 重新创建容器。',
    ),
  'files-in-tmpfs': (p: ReasonParams) =>
    text(
      `${p.path} 位于内存中（tmpfs），引擎无法从外部写入：没有写入任何内容。`,
      '请选择其他文件夹，或在容器的终端中复制过去。',
    ),
  'files-exist': (p: ReasonParams) =>
    text(`已经存在：${p.names}。没有写入任何内容。`, '请同意替换它们，或使用其他名称。'),
  'upload-name': (p: ReasonParams) =>
    text(`"${p.name}" 不能作为文件名。`, '名称中不能有 / 和 NUL，不能是 . 或 ..，且最多 255 字节。'),
  'upload-twice': (p: ReasonParams) =>
    text(`${p.name} 出现了两次。`, '请逐个发送：两个同名文件只会留下一个。'),
  'upload-too-many': (p: ReasonParams) =>
    text(
      `该归档有 ${p.count} 个文件；一次最多检查并解包 ${p.limit} 个。没有写入任何内容。`,
      '请分批解包，或使用 docker cp。',
    ),
  'upload-out-of-turn': (_p: ReasonParams) =>
    text('上传没有按顺序进行。没有写入任何内容。', '请重新加载页面后再试。'),
  'upload-not-tar': (p: ReasonParams) =>
    text(
      `这不是可以解包的归档：${p.detail}。没有写入任何内容。`,
      '请使用 tar，或用 gzip 压缩的 tar。其他格式可以作为文件上传。',
    ),
  'tar-unsafe': (p: ReasonParams) =>
    text(
      `条目 ${p.entry} 被拒绝：${dangers[p.why ?? ''] ?? p.why}。没有写入任何内容。`,
      '请用相对名称和不离开归档的链接重新打包。',
    ),
  'spool-failed': (p: ReasonParams) =>
    text(
      `上传内容无法保存到 ${p.path}：${p.detail}。没有写入任何内容。`,
      '请在该处释放一些空间，或将 TMPDIR 设为有空间的文件夹。',
    ),
};
