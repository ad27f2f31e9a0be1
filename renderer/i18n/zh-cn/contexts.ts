import type { Words } from '../en.ts';

const list = (names: readonly string[]): string => names.join('、');

export const contextKinds: Pick<Words['plan']['kinds'], 'context' | 'context-file'> = {
  context: 'Docker 上下文',
  'context-file': 'TLS 文件',
};
export const contextGroups = { context: 'Docker 上下文', 'context-file': 'TLS 文件' };
export const contextWarnings = {
  'context-in-use': (names: readonly string[]): string =>
    `正在使用。删除后 docker CLI 将回到默认上下文：${list(names)}`,
};
export const contextRemoval = (count: number, subject: string): string =>
  count === 1 && subject !== '' ? `删除上下文 ${subject}` : '删除 docker 上下文';

export const contexts: Words['contexts'] = {
  title: '上下文',
  text: 'docker 和 Slipway 在这些地方寻找引擎。它们是 docker CLI 的文件：在这里更改，那里也随之更改。',
  notListed: '无法读取上下文',
  planTitle: (names) =>
    names.length === 1 ? `删除上下文 ${names[0] ?? ''}` : `删除 ${names.length} 个上下文`,

  choice: '使用哪个引擎',
  choiceText: '以下各项中第一个已设置的生效，这里与 docker 相同。位于当前上下文之上的优先于它。',
  sources: {
    argument: '--engine',
    'docker-host': 'DOCKER_HOST',
    'docker-context': 'DOCKER_CONTEXT',
    chosen: '在 Slipway 中选择',
    'current-context': '当前上下文',
    default: '默认',
    found: '首个应答的引擎',
  },
  notSet: '未设置',
  counts: '生效',
  beaten: '已设置，但不生效',
  inUseNow: 'Slipway 正在使用',
  untilRestart: (source) => `本次运行中选择。${source} 已设置，下次启动 Slipway 时将再次生效。`,
  dockerHost: (value) =>
    `启动 Slipway 的环境中 DOCKER_HOST 设为 ${value}。它优先于所有上下文，对同一终端中的 docker 也是如此。要使用上下文，请取消该变量并重新启动 Slipway。`,
  dockerContext: (value) => `启动 Slipway 的环境中 DOCKER_CONTEXT 设为 ${value}。它优先于当前上下文。`,
  argument: (value) => `Slipway 以 --engine ${value} 启动，它优先于所有上下文。`,
  foundNote: '启动时原定的引擎没有应答，因此使用首个应答的引擎。',
  problem: (context, detail) => `未列入 ${context}：${detail}。`,

  columns: {
    name: '名称',
    address: '地址',
    kind: '类型',
    description: '说明',
    state: '状态',
    actions: '操作',
  },
  schemes: { unix: 'Unix 套接字', npipe: 'Windows 管道', tcp: 'TCP', ssh: 'ssh', other: '未知' },
  withTls: (scheme) => `${scheme}，TLS`,
  unchecked: '不检查证书',
  builtIn: 'docker 自带：DOCKER_HOST 或常用套接字',
  current: '当前',
  currentTip: '不带参数的 docker 使用它',
  inUse: '使用中',
  inUseTip: 'Slipway 正在使用它',
  broken: '不可用',
  idle: '未使用',

  create: '新建上下文',
  use: '使用',
  useThis: (name) => `使用 ${name}`,
  test: '测试',
  testThis: (name) => `测试 ${name}`,
  edit: '编辑',
  editThis: (name) => `编辑 ${name}`,
  remove: '删除',
  removeThis: (name) => `删除 ${name}`,
  builtInFixed: '它不存储在任何地方：没有可更改或删除的内容。',
  usedAlready: '它正在使用。',
  using: '正在切换…',
  used: (name) => `docker 和 Slipway 现在使用 ${name}`,
  usedOverridden: (source, value) =>
    `它已是当前上下文，但 ${source}（${value}）优先于它：在那里启动的 docker 以及下次启动的 Slipway 会使用后者。`,
  notUsed: (name) => `未能使用 ${name}`,

  testing: '正在尝试…',
  usable: (kind, version, api) => `${kind} ${version} 有应答，API ${api}`,
  usableText: (engine, ms) => `${engine} 在 ${ms} 毫秒内应答。`,
  unusable: '没有引擎应答',
  testTitle: (name) => `${name} 的测试`,

  createTitle: '新建 docker 上下文',
  editTitle: (name) => `编辑 ${name}`,
  formText: '它将写入 docker CLI 的上下文存储。',
  name: '名称',
  nameNote: '字母、数字、“.”、“_”、“+”和“-”。',
  nameWrong: '至少两个字母、数字、“.”、“_”、“+”或“-”，且以字母或数字开头。',
  nameTaken: '已有同名的上下文。',
  nameReserved: '此名称为 docker CLI 保留。',
  description: '说明',
  kind: '地址类型',
  address: {
    unix: '套接字路径',
    npipe: '管道路径',
    tcp: '主机和端口',
    ssh: '用户、主机和端口',
    other: '地址',
  },
  addressNote: {
    unix: '例如 /var/run/docker.sock',
    npipe: '例如 //./pipe/docker_engine',
    tcp: '例如 build.example.com:2376；省略端口时为 2375，使用 TLS 时为 2376',
    ssh: '例如 me@build.example.com:22。必须无需询问即可登录：密钥在代理中，主机密钥已知',
    other: '包含协议',
  },
  addressMissing: '需要填写地址。',
  plainTcp: '不使用 TLS 时，任何能访问此端口的人都是那台机器的 root。',
  tls: '使用 TLS',
  tlsNote: '文件会复制到上下文存储中，只有您能读取。',
  files: { ca: '颁发机构（CA）', cert: '客户端证书', key: '私钥' },
  fileNotes: {
    ca: 'ca.pem：签署引擎证书的机构。不提供时使用系统信任的机构。',
    cert: 'cert.pem：引擎凭它识别您。',
    key: 'key.pem：其私钥。只会复制，绝不显示。',
  },
  filesStored: (what) => `已存储：${what}`,
  fileKept: '除非选择其他文件，已存储的文件保持不变。',
  fileStored: (subject, until) => `${subject}，有效至 ${until}`,
  keyStored: '一个私钥',
  fileGone: '它将被移除。',
  takeAway: '移除',
  takeAwayThis: (file) => `移除：${file}`,
  keepIt: '保留',
  keepThis: (file) => `保留：${file}`,
  choose: '选择…',
  chooseFor: (file) => `选择文件：${file}`,
  chooseTitle: (file) => `选择文件：${file}`,
  back: '返回',
  skipVerify: '不检查引擎的证书',
  skipVerifyNote: '中间的任何人都可能冒充它。仅用于尝试。',
  save: '保存',
  saving: '正在保存…',
  createIt: '创建',
  created: (name) => `已创建 ${name}`,
  saved: (name) => `已保存 ${name}`,
  notSaved: '上下文未保存',
  notTested: '无法尝试',

  switcher: 'Docker 上下文',
  switcherFound: '在此计算机上找到',
  manage: '管理上下文',
};
