import type { Words } from '../en.ts';

export const disk: Words['disk'] = {
  tabs: '此页的各部分',
  tab: { usage: '占用', prune: '清理', protected: '受保护', trash: '回收站', schedule: '定时' },
};
