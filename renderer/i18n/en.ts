import { reasonsInEnglish } from '../../shared/model/reasons.ts';
import { certificates, registries } from './en/certificates.ts';
import { checkpoints } from './en/checkpoints.ts';
import { common } from './en/common.ts';
import { container } from './en/container.ts';
import { containers } from './en/containers.ts';
import { contexts } from './en/contexts.ts';
import { crashes, health } from './en/crashes.ts';
import { disk } from './en/disk.ts';
import { doctor } from './en/doctor.ts';
import { engine } from './en/engine.ts';
import { engineSettings } from './en/engine-settings.ts';
import { events } from './en/events.ts';
import { exports } from './en/exports.ts';
import { files } from './en/files.ts';
import { images } from './en/images.ts';
import { inspect, processes } from './en/inspect.ts';
import { logs } from './en/logs.ts';
import { machine } from './en/machine.ts';
import { managed } from './en/managed.ts';
import { overview, plan, settings } from './en/pages.ts';
import { projects } from './en/projects.ts';
import { operations, prune, schedule } from './en/prune.ts';
import { browse, logins } from './en/registry-login.ts';
import { replace } from './en/replace.ts';
import { reset } from './en/reset.ts';
import { run } from './en/run.ts';
import { stats } from './en/stats.ts';
import { terminal } from './en/terminal.ts';

export const en = {
  ...common,
  certificates,
  registries,
  browse,
  logins,
  checkpoints,
  container,
  containers,
  contexts,
  crashes,
  health,
  doctor,
  disk,
  engine,
  engineSettings,
  logs,
  machine,
  managed,
  overview,
  plan,
  settings,
  reasons: reasonsInEnglish,
  events,
  exports,
  files,
  images,
  inspect,
  processes,
  projects,
  prune,
  schedule,
  operations,
  reset,
  run,
  replace,
  stats,
  terminal,
};

/** Every word on screen. Another language has the same shape, so a missing translation is a type error. */
export type Words = typeof en;
