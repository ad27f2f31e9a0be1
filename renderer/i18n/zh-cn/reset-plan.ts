import type {
  resetActions as Actions,
  resetGroups as Groups,
  resetKinds as Kinds,
  resetOutcomes as Outcomes,
  resetReasons as Reasons,
  resetWarnings as Warnings,
} from '../en/reset-plan.ts';

export const resetReasons: typeof Reasons = {
  reset: '该种类全部移除',
  'reset-running': '该种类全部移除；它正在运行，将被终止',
  'reset-task': '其服务将被移除',
  'reset-network-of-swarm': '它属于即将结束的集群',
  'reset-leave-last': '没有其他管理节点：集群随之结束',
  'reset-leave-manager': '先降级再离开；集群在没有它的情况下继续运行',
  'reset-leave-worker': '集群在没有它的情况下继续运行',
  'reset-leave-unreadable': '强制离开：无法读取集群，集群可能随之结束',
};

export const resetActions: typeof Actions = { leave: '离开' };

export const resetOutcomes: typeof Outcomes = {
  left: '已离开',
  'gone-with': '已随其所属对象移除',
  'will-not-die': '未移除：它无法终止',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join('、') : `${names.slice(0, 6).join('、')} 等 ${names.length} 个`;

export const resetWarnings: typeof Warnings = {
  'reset-needed': (names) => `保留，因为留下的对象需要：${list(names)}`,
  'reset-tasks-stay': (names) => `保留，因为服务仍在，集群会重新启动这些任务：${list(names)}`,
  'reset-last-manager': ([nodes = '']) =>
    nodes === '1' || nodes === ''
      ? '这是最后一个管理节点：集群的所有服务、机密和配置都会丢失。'
      : `这是 ${nodes} 个节点中最后一个管理节点：集群的所有服务、机密和配置都会丢失，其他节点将没有管理节点。`,
  'reset-manager-leaves': ([nodes = '', managers = '']) =>
    `这是 ${nodes} 个节点中 ${managers} 个管理节点之一。它会先降级再离开，以便其他管理节点保持多数；之后还剩 ${Number(managers) - 1} 个管理节点。请随后在那里移除它的条目（docker node rm）。`,
  'reset-worker-leaves': () =>
    '这是一个工作节点：其任务会转移到其他节点。请随后在管理节点上移除它的条目（docker node rm）。',
  'reset-swarm-locked': ([state = '']) =>
    `无法读取集群（${state === 'no-leader' ? '没有领导者：可连接的管理节点太少' : state}）：其中的内容未列出，如果这是最后一个管理节点，这些内容会丢失。`,
  'reset-plugin-volumes': (names) => `保留插件，因为它们的卷或网络仍在：${list(names)}`,
  'reset-checkpoints': (names) => `检查点会随其容器一同移除：${list(names)}`,
  'reset-trash': (names) => `位于回收站中，将被永久移除：${list(names)}`,
  'reset-not-offered': (names) => `此引擎不提供：${list(names)}`,
};

export const resetKinds: typeof Kinds = {
  plugin: '插件',
  service: '服务',
  secret: '机密',
  config: '配置',
  swarm: '集群',
};

export const resetGroups: typeof Groups = {
  plugin: '插件',
  service: '服务',
  secret: '机密',
  config: '配置',
  swarm: '集群成员身份',
};
