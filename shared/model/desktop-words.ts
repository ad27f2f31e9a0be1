import type { ContainerState } from '../contract/containers.ts';

export type Language = 'en' | 'zh-CN';

/** Every word of the menus, the tray and the messages that the desktop itself shows. */
export interface DesktopWords {
  // tray
  readonly openSlipway: string;
  readonly quit: string;
  readonly pauseNotifications: string;
  readonly noEngine: string;
  readonly connected: (name: string, version: string) => string;
  readonly connecting: (name: string) => string;
  readonly reconnecting: (name: string) => string;
  readonly unreachable: (name: string) => string;
  readonly refused: (name: string) => string;
  readonly unsupported: (name: string) => string;
  readonly context: (name: string) => string;
  readonly endpoint: (name: string) => string;
  readonly running: (running: number, total: number) => string;
  readonly lastKnownRunning: (running: number, total: number) => string;
  readonly readingContainers: string;
  readonly switchEngine: string;
  readonly contextNotUsed: (name: string) => string;
  readonly unhealthyHeading: string;
  readonly lastUsedHeading: string;
  readonly runningHeading: string;
  readonly start: string;
  readonly stop: string;
  readonly restart: string;
  readonly logs: string;
  readonly openPort: (port: string) => string;
  readonly states: Readonly<Record<ContainerState, string>>;
  readonly unhealthy: string;
  readonly startFailed: (name: string) => string;
  readonly stopFailed: (name: string) => string;
  readonly restartFailed: (name: string) => string;
  // application menu
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly go: string;
  readonly window: string;
  readonly help: string;
  readonly about: string;
  readonly services: string;
  readonly hide: string;
  readonly hideOthers: string;
  readonly showAll: string;
  readonly closeWindow: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly reload: string;
  readonly actualSize: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fullScreen: string;
  readonly developerTools: string;
  readonly minimize: string;
  readonly zoom: string;
  readonly bringAllToFront: string;
  readonly overview: string;
  readonly containers: string;
  readonly documentation: string;
  // messages
  readonly windowCrashed: string;
  readonly windowCrashedDetail: (reason: string) => string;
  readonly cannotStart: string;
  readonly settingsBroken: string;
  readonly settingsBrokenDetail: (keptAs: string) => string;
}

const english: DesktopWords = {
  openSlipway: 'Open Slipway',
  quit: 'Quit Slipway',
  pauseNotifications: 'Pause notifications',
  noEngine: 'No engine found',
  connected: (name, version) => `Connected to ${name} (engine ${version})`,
  connecting: (name) => `Connecting to ${name}`,
  reconnecting: (name) => `Reconnecting to ${name}`,
  unreachable: (name) => `${name} cannot be reached`,
  refused: (name) => `${name} does not let Slipway in`,
  unsupported: (name) => `${name} cannot be used by Slipway`,
  context: (name) => `Context: ${name}`,
  endpoint: (name) => `Engine: ${name}`,
  running: (running, total) => `${running} of ${total} running`,
  lastKnownRunning: (running, total) => `${running} of ${total} running when last seen`,
  readingContainers: 'Reading containers',
  switchEngine: 'Docker contexts',
  contextNotUsed: (name) => `${name} is not used`,
  unhealthyHeading: 'Needs attention',
  lastUsedHeading: 'Last used',
  runningHeading: 'Running',
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  logs: 'Logs',
  openPort: (port) => `Open port ${port}`,
  states: {
    created: 'created',
    running: 'running',
    paused: 'paused',
    restarting: 'restarting',
    removing: 'being removed',
    exited: 'exited',
    dead: 'dead',
  },
  unhealthy: 'unhealthy',
  startFailed: (name) => `${name} was not started`,
  stopFailed: (name) => `${name} was not stopped`,
  restartFailed: (name) => `${name} was not restarted`,
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  window: 'Window',
  help: 'Help',
  about: 'About Slipway',
  services: 'Services',
  hide: 'Hide Slipway',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  closeWindow: 'Close Window',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  reload: 'Reload',
  actualSize: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  developerTools: 'Developer Tools',
  minimize: 'Minimize',
  zoom: 'Zoom',
  bringAllToFront: 'Bring All to Front',
  overview: 'Overview',
  containers: 'Containers',
  documentation: 'Docker Documentation',
  windowCrashed: 'The window of Slipway stopped working',
  windowCrashedDetail: (reason) =>
    `It was opened again several times and stopped each time (${reason}). Your containers are not affected. Reload it, or quit Slipway.`,
  cannotStart: 'Slipway cannot start',
  settingsBroken: 'The settings could not be read',
  settingsBrokenDetail: (keptAs) => `Slipway started with its defaults. The old file is kept as ${keptAs}.`,
};

const chinese: DesktopWords = {
  openSlipway: '打开 Slipway',
  quit: '退出 Slipway',
  pauseNotifications: '暂停通知',
  noEngine: '未找到引擎',
  connected: (name, version) => `已连接到 ${name}（引擎 ${version}）`,
  connecting: (name) => `正在连接 ${name}`,
  reconnecting: (name) => `正在重新连接 ${name}`,
  unreachable: (name) => `无法连接 ${name}`,
  refused: (name) => `${name} 拒绝了 Slipway 的访问`,
  unsupported: (name) => `Slipway 无法使用 ${name}`,
  context: (name) => `上下文：${name}`,
  endpoint: (name) => `引擎：${name}`,
  running: (running, total) => `${total} 个容器中有 ${running} 个正在运行`,
  lastKnownRunning: (running, total) => `上次看到时 ${total} 个容器中有 ${running} 个正在运行`,
  readingContainers: '正在读取容器',
  switchEngine: 'Docker 上下文',
  contextNotUsed: (name) => `未能使用 ${name}`,
  unhealthyHeading: '需要关注',
  lastUsedHeading: '最近使用',
  runningHeading: '正在运行',
  start: '启动',
  stop: '停止',
  restart: '重启',
  logs: '日志',
  openPort: (port) => `打开端口 ${port}`,
  states: {
    created: '已创建',
    running: '运行中',
    paused: '已暂停',
    restarting: '正在重启',
    removing: '正在删除',
    exited: '已退出',
    dead: '已失效',
  },
  unhealthy: '不健康',
  startFailed: (name) => `${name} 未能启动`,
  stopFailed: (name) => `${name} 未能停止`,
  restartFailed: (name) => `${name} 未能重启`,
  file: '文件',
  edit: '编辑',
  view: '视图',
  go: '前往',
  window: '窗口',
  help: '帮助',
  about: '关于 Slipway',
  services: '服务',
  hide: '隐藏 Slipway',
  hideOthers: '隐藏其他',
  showAll: '全部显示',
  closeWindow: '关闭窗口',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  reload: '重新加载',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  minimize: '最小化',
  zoom: '缩放',
  bringAllToFront: '前置全部窗口',
  overview: '概览',
  containers: '容器',
  documentation: 'Docker 文档',
  windowCrashed: 'Slipway 的窗口已停止工作',
  windowCrashedDetail: (reason) =>
    `窗口已多次重新打开，但每次都停止了（${reason}）。您的容器不受影响。请重新加载窗口或退出 Slipway。`,
  cannotStart: 'Slipway 无法启动',
  settingsBroken: '无法读取设置',
  settingsBrokenDetail: (keptAs) => `Slipway 已使用默认设置启动。旧文件保存为 ${keptAs}。`,
};

export const desktopWords: Readonly<Record<Language, DesktopWords>> = { en: english, 'zh-CN': chinese };

/** The language to speak: the chosen one, else the first system language that there are words for, else English. */
export function chooseLanguage(chosen: Language | 'system', systemLanguages: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of systemLanguages) {
    const lower = tag.toLowerCase();
    if (lower === 'en' || lower.startsWith('en-')) return 'en';
    if (lower === 'zh' || lower.startsWith('zh-')) return 'zh-CN';
  }
  return 'en';
}
