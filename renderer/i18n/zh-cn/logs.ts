import type { LogGapReason, LogMark } from '../../../shared/contract/logs.ts';
import type { Words } from '../en.ts';

const number = (count: number): string => count.toLocaleString('zh-CN');
const lines = (count: number): string => `${number(count)} 行`;

const gapReasons: Record<LogGapReason, string> = {
  rotated: '引擎已不再保留',
  slow: '写入速度超过了显示速度',
};

const marks: Record<LogMark['kind'], (name: string) => string> = {
  started: (name) => `${name} 已启动`,
  stopped: (name) => `${name} 已停止；正在等待其启动`,
  removed: (name) => `${name} 已被移除`,
  lost: () => '与引擎的连接已断开',
  resumed: () => '已重新连接；从中断处继续读取',
  failed: (name) => `无法读取 ${name} 的日志`,
};

export const logs: Words['logs'] = {
  title: '日志',
  of: (names) => `${names} 的日志`,
  action: '日志',
  lines,
  tooMany: (most) => `最多同时阅读 ${most} 个日志`,
  noneChosen: '未选择容器',
  noneChosenText: '请在列表中选择容器并点击“日志”，即可将多个日志合并阅读。',
  empty: '尚无输出',
  emptyText: '容器写入的内容会显示在这里。',
  emptyEnded: '此时间范围内没有输出。',
  someHidden: '较早的行已隐藏',
  ended: '已到末尾',
  noMatch: '没有匹配的行',
  failed: '无法读取日志',
  waiting: '正在等待 Slipway；之后会自动继续读取',
  gap: (count, reason) =>
    count === null
      ? `此处可能缺少内容：${gapReasons[reason]}`
      : `此处缺少 ${lines(count)}：${gapReasons[reason]}`,
  mark: (mark, name) => marks[mark](name),
  truncated: (size) => `… 共 ${size}`,
  stderr: 'err',
  stderrWord: '写入 stderr',

  search: '在日志中搜索',
  searchPlaceholder: '搜索（正则表达式）',
  clearSearch: '清除搜索',
  badPattern: '不是正则表达式',
  matches: (at, count) =>
    count === 0
      ? '无匹配'
      : at === null
        ? `找到 ${number(count)} 处`
        : `第 ${number(at)} / ${number(count)} 处`,
  next: '下一处匹配',
  previous: '上一处匹配',
  onlyMatches: '仅显示匹配的行',
  allLines: '显示所有行',

  follow: '跟随',
  following: '正在跟随',
  paused: '已暂停',
  tail: '载入行数',
  tails: { '100': '最后 100 行', '1000': '最后 1,000 行', '10000': '最后 10,000 行', all: '全部' },
  range: '时间范围',
  ranges: {
    any: '不限时间',
    '5m': '最近 5 分钟',
    '1h': '最近 1 小时',
    '24h': '最近 24 小时',
    between: '自定义…',
  },
  from: '从',
  to: '到',
  view: '视图',
  stdout: 'stdout',
  stderrChannel: 'stderr',
  timestamps: '时间',
  wrap: '长行换行',
  hide: '隐藏现有内容',
  unhide: '显示隐藏的行',
  save: '保存到文件',
  copy: '复制',
  copyLines: (count) => `复制 ${lines(count)}`,
  copied: (count) => `已复制 ${lines(count)}`,
  keys: 'Shift 加方向键选择行，Ctrl+A 全选，Ctrl+C 复制。',
};
