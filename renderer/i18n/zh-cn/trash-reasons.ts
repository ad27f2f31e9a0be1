import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint: string): ReasonText => ({ message, hint });

/** The reasons about the trash, in Chinese. */
export const trashReasons = {
  'trash-unknown': (p: ReasonParams) => text(`回收站中没有 ${p.id}。`, '它已被放回或清除。请重新查看列表。'),
  'trash-gone': (p: ReasonParams) =>
    text(`引擎上已没有 ${p.name}。`, '有人用其他工具删除了它，无法放回。清除它即可从列表中移除。'),
  'trash-busy': (p: ReasonParams) => text(`另一个 Slipway 正在放回 ${p.name}。`, '请等待其完成。'),
  'trash-moved': (p: ReasonParams) =>
    text(`${p.name} 在放入回收站时被其他工具改动。`, '它的标签已被更改。请查看镜像列表后重试。'),
  'trash-kind': (p: ReasonParams) =>
    text(
      `回收站只保存容器和镜像，不保存 ${p.kind}。`,
      '如果卷中的数据可能还有用，请先备份。网络和构建缓存在需要时会重新创建。',
    ),
  'trash-empty': () => text('没有可清除的内容。', '请重新查看列表：可能已被清除。'),
  'trash-in-use': (p: ReasonParams) =>
    text(
      `${p.name} 已过期，但正被使用，因此保留。`,
      '请停止或移除使用它的对象，或将其放回。无人使用后它会被清除。',
    ),
  'trash-volumes': () =>
    text('卷不会放入回收站；被保留容器的卷与它一起保留。', '请二选一：保留容器，或连同其卷一起移除。'),
  'images-in-use': (p: ReasonParams) =>
    text(`容器正在使用 ${p.names}。`, '请先移除这些容器：使用中的镜像会保留。'),
  'only-not-keepable': (p: ReasonParams) =>
    text(`${p.names} 以 --rm 运行，停止后即被删除。`, '请直接移除，或不带 --rm 重新创建。'),
};
