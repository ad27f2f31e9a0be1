import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

/** The reasons about resets, in Chinese. */
export const resetReasons = {
  'confirm-needed': (p: ReasonParams) =>
    text(`只有输入“${p.word}”才会执行此计划。`, '请按显示的内容输入。在命令行中使用 --confirm。'),
  'plan-file-unwritable': (p: ReasonParams) =>
    text(`计划无法写入 ${p.path}：${p.detail}。`, '计划已制定；不指定文件即可直接输出。'),
  'proof-unreadable': (p: ReasonParams) =>
    text(
      `未移除任何内容：无法预先读取应当保留的设置（${p.detail}）。`,
      '否则事后无法证明它们未被改动。可以读取后即可执行此计划。',
    ),
  'settings-late': (p: ReasonParams) =>
    text(`未能在 ${p.seconds} 秒内读取设置文件。`, '它们可能位于没有响应的磁盘上。'),
  'reset-nothing': () => text('没有可移除的内容。', '所选种类的内容都已不存在，或被保留。'),
  'reset-keep-unknown': (p: ReasonParams) =>
    text(`没有要保留的 ${p.kind} ${p.id}。`, '它可能已被移除。请重新查看清单。'),
  'tasks-linger': (p: ReasonParams) =>
    text(`已移除的服务仍有任务在运行：${p.names}。`, '集群会在可能时停止它们。请稍后重新制定重置计划。'),
  'demote-failed': () =>
    text(
      '此节点未能及时降级为工作节点，因此没有离开集群。',
      '请在另一个管理节点上将其降级（docker node demote），然后重新制定重置计划。',
    ),
  'will-not-die': (p: ReasonParams) =>
    text(
      `${p.name} 无法终止：引擎在 ${p.seconds} 秒内未能结束它。`,
      '它的某个进程卡在内核中，例如等待失效的网络磁盘。请排除原因或重启机器，然后重新制定重置计划。',
    ),
};
