import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

const problems: Readonly<Record<string, string>> = {
  empty: '它是空的',
  capitals: '仓库名不能有大写字母',
  registry: '镜像仓库不是主机名',
  repository: '仓库名由小写字母和数字组成，中间可有单个“.”、“_”、“__”或“-”',
  tag: '标签最多 128 个字母、数字、“_”、“.”和“-”，且不以后两者开头',
  digest: '摘要无效',
  'no-digest': '此处不能用摘要，只能用标签',
  'no-tag': '要拉取仓库的所有标签，名称不能带标签或摘要',
  'too-long': '它超过 255 个字符',
  'like-an-id': '它看起来像镜像 ID',
  trash: '该仓库名属于 Slipway 的回收站',
};

const faults: Readonly<Record<string, (entry: string) => string>> = {
  'no-images': () => '其中没有镜像清单（manifest.json 或 index.json）',
  garbled: (entry) => `无法读取 ${entry}`,
  missing: (entry) => `缺少 ${entry}`,
  changed: (entry) => `${entry} 已损坏`,
};

/** The reasons about images, in Chinese. */
export const imageReasons = {
  'image-name-malformed': (p: ReasonParams) =>
    text(
      `“${p.name}”不是镜像名称：${problems[p.problem ?? ''] ?? p.problem}。`,
      '请写成 registry.example:5000/team/app:1，镜像仓库和标签可省略。',
    ),
  'image-name-taken': (p: ReasonParams) =>
    text(`${p.name} 是另一个镜像（${p.by}）的名称。`, '请换一个标签，或同意将该名称移到此镜像。'),
  'image-no-platform': (p: ReasonParams) =>
    text(
      `${p.image} 没有适用于 ${p.platform || '此引擎平台'} 的版本。`,
      '请选择其他平台，或在镜像仓库页面查看有哪些平台。',
    ),
  'registry-login-needed': (p: ReasonParams) =>
    text(`镜像仓库不允许您访问 ${p.image}。`, '请使用有权限的账户登录后重试。'),
  'push-failed': (p: ReasonParams) =>
    text(`${p.image} 未能推送：${p.detail}`, '请检查名称，以及引擎能否访问该镜像仓库。'),
  'images-built-on': (p: ReasonParams) =>
    text(`其他镜像基于 ${p.names} 构建。`, '请先移除那些镜像，或一并移除。'),
  'images-gone': () => text('这些镜像都已不存在。', '请重新查看列表。'),
  'load-not-images': (p: ReasonParams) =>
    text(
      `此 tar 中没有可加载的镜像：${faults[p.why ?? '']?.(p.entry ?? '') ?? p.why}。未加载任何内容。`,
      '请重新保存镜像，或重新复制文件。根文件系统应使用导入而不是加载。',
    ),
  'load-refused': (p: ReasonParams) =>
    text(`引擎未能加载此 tar：${p.detail}`, '请在列表中查看此前已加载的内容。'),
  'import-refused': (p: ReasonParams) =>
    text(`引擎未能导入此 tar：${p.detail}`, '请检查更改：每行是一条指令，例如 CMD ["sh"] 或 ENV A=1。'),
  'import-of-images': () =>
    text('此 tar 中是镜像，不是根文件系统。未导入任何内容。', '请改用加载：它是 docker save 的输出。'),
};
