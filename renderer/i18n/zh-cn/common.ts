import type { DurationUnit } from '../../../shared/model/durations.ts';
import type { common as english } from '../en/common.ts';

const durations: Record<DurationUnit, string> = {
  second: '秒',
  minute: '分钟',
  hour: '小时',
  day: '天',
  week: '周',
  month: '个月',
  year: '年',
};

const duration = (count: number, unit: DurationUnit): string => `${count} ${durations[unit]}`;

export const common: typeof english = {
  language: 'zh-CN',
  skipToContent: '跳到正文',
  mainNavigation: '主导航',
  pages: {
    overview: '概览',
    checkpoints: '检查点',
    reset: '重置数据',
    containers: '容器',
    projects: '项目',
    registries: '镜像仓库',
    disk: '磁盘',
    events: '事件',
    images: '镜像',
    inspect: '检查',
    logs: '日志',
    run: '新建容器',
    stats: '资源统计',
    settings: '设置',
  },
  duration,
  agoText: (age) => `${age}前`,
  none: '无',
  unknown: '未知',
  cancel: '取消',
  close: '关闭',
  dismiss: '关闭提示',
  details: '详情',
  tryAgain: '重试',
  copy: '复制',
  copyThis: (what) => `复制${what}`,
  copied: '已复制',
  copyDetails: '复制详情',
  copyFailed: '无法写入剪贴板。',
  loading: '正在载入',
  notifications: '通知',
  commandToRun: '要运行的命令',
  engineSaid: '引擎的原话',
  show: '查看',
  crashed: '此页面出错了',
  crashedHint: 'Slipway 的其他部分仍可使用。请复制详情以便报告，然后重试。',
  notBuilt: '没有这个页面。',
  toOverview: '前往概览',
};
