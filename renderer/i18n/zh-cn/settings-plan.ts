/** Parts of the words of the plan dialog that settings of the engine add. */
export const settingsPlanReasons = {
  'settings-asked': '由您更改。会先备份文件中的内容',
  'settings-backup': '由您选择的备份。会先备份文件中的内容',
};

export const settingsActions = { apply: '应用' };
export const settingsKinds = { settings: '引擎设置' };

export const settingsOutcomes = {
  'settings-applied': '已应用：引擎已采用',
  'settings-written': '已写入：引擎启动时采用',
  'settings-put-back': '未应用：之前的设置已恢复',
  'settings-put-back-failed': '未应用，且无法恢复之前的设置',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join('、') : `${names.slice(0, 6).join('、')} 等 ${names.length} 项`;

export const settingsWarnings = {
  'settings-sticky': (names: readonly string[]): string =>
    `已从文件中移除，但在引擎重启前仍然有效。要立即重置，请写入空值（[] 或 false）：${list(names)}`,
  'settings-moves': (names: readonly string[]): string =>
    `引擎将从别处开始：现有的镜像、容器和卷之后不再显示，但仍留在磁盘上。原因：${list(names)}`,
  'settings-mirror': (names: readonly string[]): string => `没有应答的镜像站：${list(names)}`,
  'settings-insecure': (names: readonly string[]): string => `没有应答的镜像仓库：${list(names)}`,
  'settings-doubts': (names: readonly string[]): string => names.join(' '),
  'settings-by-rules': (names: readonly string[]): string =>
    `版本 ${list(names)} 无法在启动前检查设置：仅按 Slipway 自己的规则检查。`,
};

export const settingsSteps = {
  'settings-checking': '正在检查设置…',
  'settings-writing': '正在备份并写入文件…',
  'settings-reloading': '正在通知引擎采用…',
  'settings-restarting': '正在重启引擎…',
  'settings-waiting': '正在等待引擎…',
  'settings-back': '正在恢复之前的设置…',
};

export const settingsOperations = {
  'daemon.apply': (_count: number, subject: string): string => `应用 ${subject}`,
};
