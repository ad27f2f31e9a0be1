import type { Words } from '../en.ts';

export const projects: Words['projects'] = {
  columns: {
    name: '名称',
    state: '状态',
    containers: '容器',
    files: 'Compose 文件',
    actions: '操作',
  },
  states: { running: '运行中', partial: '部分运行', stopped: '已停止' },
  stack: '堆栈',
  runningOf: (running, total) => `${running} / ${total} 个运行中`,
  unhealthy: (count) => `${count} 个不健康`,
  fileUnknown: '未知',
  count: (count) => `${count} 个项目`,
  select: (name) => `选择 ${name}`,
  selectAll: '全选',
  selection: '对所选项目的操作',
  selected: (count) => `已选 ${count} 个`,
  clearSelection: '取消选择',
  menu: (name) => `${name} 的更多操作`,
  moreActions: '更多操作',
  showContainers: '显示其容器',
  copyPath: '复制 Compose 文件的路径',
  cannot: {
    running: '其所有容器均已在运行',
    stopped: '其容器均未运行',
    stack: '堆栈的容器由 Swarm 启动和停止',
  },
  failed: {
    start: (name) => `${name} 未能启动`,
    stop: (name) => `${name} 未能停止`,
    restart: (name) => `${name} 未能重启`,
  },
  emptyTitle: '还没有项目',
  emptyText: '由 Compose 文件或堆栈一起创建的容器会在这里显示为一个项目。启动方法：',
  emptyCommand: 'docker compose up -d',
};
