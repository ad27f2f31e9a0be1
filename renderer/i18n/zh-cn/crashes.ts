import { crashWords } from '../../../shared/model/crash-words.ts';
import type { Words } from '../en.ts';

export const crashes: Words['crashes'] = {
  words: crashWords['zh-CN'],
  lately: '最近的崩溃',
  count: (count) => `${count} 次`,
  dismissAll: '全部忽略',
  notDismissed: '未能忽略此次崩溃',
  card: (name) => `${name} 的崩溃`,
  ran: (time) => `运行了 ${time}`,
  restartsItself: '引擎会自动重新启动它',
  missed: '发生时 Slipway 未连接',
  removed: '容器已不存在',
  facts: { exit: '退出代码', memory: '内存', restarts: '重启次数', engine: '引擎说明', image: '镜像' },
  outOfMemory: '已耗尽',
  lastLines: (count) => `最后 ${count} 行`,
  noLines: '没有任何输出。',
  health: '结束时的健康检查',
  logs: '日志',
  inspect: '详查',
  dismiss: '忽略',
  startAgain: '重新启动',
  named: (action, name) => `${action} ${name}`,
  more: (name) => `关于 ${name} 崩溃的已知信息`,
};

export const health: Words['health'] = {
  title: '健康检查',
  states: { starting: '启动中', healthy: '健康', unhealthy: '不健康' },
  failing: (count) => `连续失败 ${count} 次`,
  probes: '最近的检查',
  noProbes: '尚未运行过检查。',
  columns: { at: '时间', took: '耗时', exit: '退出代码', output: '输出' },
  notRead: '无法读取健康检查',
  milliseconds: (ms) => (ms < 1000 ? `${ms} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`),
};
