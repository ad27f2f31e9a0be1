import type { Words } from '../en.ts';

export const container: Words['container'] = {
  tabs: '关于此容器',
  tab: {
    overview: '概览',
    logs: '日志',
    terminal: '终端',
    files: '文件',
    inspect: '详查',
    processes: '进程',
    stats: '资源统计',
    checkpoints: '检查点',
  },
  back: '所有容器',
  openPage: '打开页面',
  removed: '已移除',
  removedText: '此容器已被移除。这里显示的是最后所知的内容。',
  unknownTitle: '此容器不在这里',
  unknownText: (id) => `此引擎上没有容器 ${id}，可能已被移除。`,
};
