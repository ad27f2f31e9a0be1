import { reasonsInEnglish } from '../../shared/model/reasons.ts';
import { common } from './en/common.ts';
import { containers } from './en/containers.ts';
import { engine } from './en/engine.ts';
import { events } from './en/events.ts';
import { containerPage, inspect, processes } from './en/inspect.ts';
import { overview, plan, settings } from './en/pages.ts';
import { projects } from './en/projects.ts';

export const en = {
  ...common,
  containers,
  engine,
  overview,
  plan,
  settings,
  reasons: reasonsInEnglish,
  containerPage,
  events,
  inspect,
  processes,
  projects,
};

/** Every word on screen. Another language has the same shape, so a missing translation is a type error. */
export type Words = typeof en;
