import { reasonsInEnglish } from '../../shared/model/reasons.ts';
import { common } from './en/common.ts';
import { container } from './en/container.ts';
import { containers } from './en/containers.ts';
import { engine } from './en/engine.ts';
import { overview, plan, settings } from './en/pages.ts';
import { terminal } from './en/terminal.ts';

export const en = {
  ...common,
  container,
  containers,
  engine,
  overview,
  plan,
  settings,
  terminal,
  reasons: reasonsInEnglish,
};

/** Every word on screen. Another language has the same shape, so a missing translation is a type error. */
export type Words = typeof en;
