import type {
  switchActions as Actions,
  switchKinds as Kinds,
  switchOperations as Operations,
  switchOutcomes as Outcomes,
  switchReasons as Reasons,
  switchWarnings as Warnings,
} from '../en/engine-plan.ts';

type Texts<T> = { [K in keyof T]: string };

export const switchReasons: Texts<typeof Reasons> = {
  'engine-asked-for': '由您要求',
  'engine-stops-it': '它正在运行，将随引擎停止',
  'engine-starts-it-again': '它将随引擎停止，并由其重启策略再次启动',
  'engine-leaves-it': '没有引擎它也会继续运行（live-restore）',
};

export const switchActions: Texts<typeof Actions> = { stop: '停止', restart: '重启', 'go-on': '无' };

export const switchOutcomes: Texts<typeof Outcomes> = {
  stopped: '已停止',
  restarted: '已再次运行',
  'goes-on': '一直在运行',
  'stays-stopped': '已随引擎停止，并保持停止',
};

export const switchWarnings: typeof Warnings = {
  'engine-silent': () => '引擎没有说明其上运行着什么。正在运行的都可能停止。',
};

export const switchOperations: typeof Operations = {
  'managed.stop': () => '停止引擎',
  'managed.restart': () => '重启引擎',
};

export const switchKinds: Texts<typeof Kinds> = { engine: '引擎' };
