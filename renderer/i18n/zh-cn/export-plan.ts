/** 导出与导入在计划对话框和活动列表中的用语。 */
export const exportPlanReasons = {
  'pause-network': '它只等待，并拥有另一个容器的地址、端口和名称',
  'in-export': '在导出中',
  'in-export-running': '在导出中，且当时正在运行',
};

export const exportActions = { create: '创建', 'create-and-start': '创建并启动' };

export const exportOutcomes = {
  exported: '已写入',
  made: '已创建',
  'made-started': '已创建并启动',
  'made-not-started': '已创建，但未能启动',
  'now-taken': '未处理：名称已被占用',
  lacks: '未创建：缺少所需的对象',
  'made-unsure': '已存在，但可能不完整：请检查',
  'not-made': '未创建',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join('、') : `${names.slice(0, 6).join('、')} 等 ${names.length} 个`;

export const exportWarnings = {
  'import-taken': (names: readonly string[]): string => `已排除，此处已有同名对象，保持不变：${list(names)}`,
  'import-image-missing': (names: readonly string[]): string =>
    `已排除，此处没有它们的镜像。请拉取或载入后再次导入：${list(names)}`,
  'import-image-other': (names: readonly string[]): string =>
    `将使用此处同名但内容不同的镜像创建：${list(names)}`,
  'import-no-data': (names: readonly string[]): string => `导出中没有其数据，将创建为空卷：${list(names)}`,
  'import-needs': (names: readonly string[]): string =>
    `已排除，所需的对象既不在此处也不在导出中：${list(names)}`,
  'import-swarm': (names: readonly string[]): string =>
    `导出中的 Swarm 对象仅供查阅，不会重新创建：${list(names)}`,
  'import-lacking': (names: readonly string[]): string =>
    `这些卷缺少扩展属性，或在导出时有变化：${list(names)}`,
  'import-unfinished': (names: readonly string[]): string =>
    `已排除，另一次导入仍在填充它们，或其遗留的未完成内容无法删除：${list(names)}`,
  'import-swarm-networks': (names: readonly string[]): string =>
    `已排除，它们是 Swarm 网络，而此引擎不管理任何 Swarm：${list(names)}`,
  'import-powers': (names: readonly string[]): string =>
    `这些容器可以触及引擎所在的机器。请只从可信的导出中导入：${list(names)}`,
};

export const exportOperations = {
  'reset.export': (_count: number, subject: string): string => `导出到 ${subject}`,
  'reset.import': (count: number, subject: string): string =>
    subject === '' ? `导入 ${count} 个对象` : `导入 ${subject}`,
};
