export const trashPlanReasons = {
  'in-trash': '在回收站中',
  'trash-expired': '在回收站中，且已过期',
};

export const trashActions = {
  keep: '放入回收站',
  'stop-and-keep': '停止后放入回收站',
};

export const trashOutcomes = {
  kept: '已放入回收站',
  'kept-restarts': '已放入回收站；引擎未能取消其重启策略，可能再次启动它',
  'not-keepable': '未处理：它停止后即被删除（--rm）',
};
