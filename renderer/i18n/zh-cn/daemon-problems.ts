import type { ProblemWords } from '../../../shared/model/daemon/problems.ts';

/** What is wrong with the text of daemon.json, in Chinese. */
export const daemonProblems: ProblemWords = {
  'syntax-value': (p) => `第 ${p.line} 行：此处缺少值。`,
  'syntax-key': (p) => `第 ${p.line} 行：此处应为双引号中的键。右花括号前不能有逗号。`,
  'syntax-colon': (p) => `第 ${p.line} 行：键后缺少冒号。`,
  'syntax-comma-or-brace': (p) => `第 ${p.line} 行：此前缺少逗号或右花括号。`,
  'syntax-comma-or-bracket': (p) => `第 ${p.line} 行：此前缺少逗号或右方括号。`,
  'syntax-end': (p) => `第 ${p.line} 行：此处不能再有内容。`,
  'syntax-string': (p) => `第 ${p.line} 行：引号中的文本没有结束，或含有错误的转义。`,
  'not-object': () => '设置是一个对象：以 { 开始，以 } 结束。',
  'unknown-key': (p) => `${p.key} 不是 Slipway 所知的设置；引擎遇到未知的设置不会启动。`,
  'unknown-key-case': (p) => `${p.key} 不是设置：应写作 ${p.right}。`,
  twice: (p) => `${p.key} 出现了两次：以最后一个为准。`,
  'type-flag': (p) => `${p.key} 为 true 或 false，不加引号。`,
  'type-text': (p) => `${p.key} 为引号中的文本。`,
  'type-number': (p) => `${p.key} 为整数，不加引号。`,
  'type-texts': (p) => `${p.key} 为文本列表：["one", "two"]。`,
  'type-pairs': (p) => `${p.key} 为对象，其值均为引号中的文本，数字也是。`,
  'type-flags': (p) => `${p.key} 为对象，其值为 true 或 false。`,
  'type-pools': (p) => `${p.key} 为 {"base": "10.10.0.0/16", "size": 24} 的列表。`,
  'type-proxies': (p) => `${p.key} 为含 http-proxy、https-proxy 和 no-proxy 的对象，值均为文本。`,
  'type-object': (p) => `${p.key} 为对象：以 { 开始，以 } 结束。`,
  'not-an-option': (p) => `${p.value} 不在 ${p.key} 的已知值中：${p.options}。`,
  'too-new': (p) => `${p.key} 自版本 ${p.since} 起才有，而此引擎为 ${p.version}。`,
  'no-longer': (p) => `${p.key} 自版本 ${p.until} 起已移除，而此引擎为 ${p.version}。`,
  'mirror-form': (p) => `${p.value} 不是镜像站地址：应为 https://host，不含路径、用户名或密码。`,
  'insecure-form': (p) =>
    `${p.value} 不是镜像仓库：应为 host、host:port 或 10.0.0.0/8 之类的地址段，不含 https://。`,
  'label-form': (p) => `${p.value} 不是标签：应为 name=value。`,
  'command-line': (p) =>
    `${p.key} 也在引擎的命令行中由 ${p.flag} 指定：两者并存时引擎不会启动。请去掉其中之一。`,
  'swarm-live-restore': () => '集群中的引擎使用 live-restore 时不会启动。',
  engine: (p) => `引擎报告：${p.said}`,
};
