import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

/** The reasons about prunes, schedules, operations and reports, in Chinese. */
export const pruneReasons = {
  'label-malformed': (p: ReasonParams) =>
    text(`“${p.value}”不是可以查找的标签。`, '请使用 key 或 key=value，例如 stage=test。'),
  'size-malformed': (p: ReasonParams) =>
    text(`“${p.value}”不是大小。`, '请使用字节数，或带单位的数字，例如 500MB 或 10GB。'),
  'keep-without-cache': () =>
    text(
      '保留大小仅用于构建缓存，而构建缓存不在清理之列。',
      '请在种类中加入 build-cache，或去掉 keepStorage。',
    ),
  'plan-file-unreadable': (p: ReasonParams) =>
    text(`无法读取计划文件 ${p.path}：${p.detail}。`, '请检查其名称和权限。'),
  'schedule-unknown': (p: ReasonParams) => text(`没有日程 ${p.id}。`, '它可能已被删除。请重新查看列表。'),
  'schedules-unreadable': (p: ReasonParams) =>
    text(
      `无法从 ${p.path} 读取日程：${p.detail}。不会自动运行任何内容。`,
      '请修复该文件，或将其移走并重新建立日程。',
    ),
  'operation-unknown': (p: ReasonParams) =>
    text(
      `没有操作 ${p.id}。`,
      '它已被移出列表，或 Slipway 之后重新启动过。其报告仍保留：请见 operations.reports。',
    ),
  'report-unknown': (p: ReasonParams) =>
    text(`没有报告 ${p.id}。`, '只保留最新的一百份：请见 operations.reports。'),
  'report-unwritable': (p: ReasonParams) =>
    text(
      `无法将报告保存在 ${p.path}：${p.detail}。`,
      '报告只有此处显示的内容：请复制它。然后检查该文件夹的剩余空间和权限。',
    ),
};
