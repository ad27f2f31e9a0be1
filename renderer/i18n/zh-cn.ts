import type { Words } from './en.ts';
import { certificates, registries } from './zh-cn/certificates.ts';
import { checkpoints } from './zh-cn/checkpoints.ts';
import { common } from './zh-cn/common.ts';
import { container } from './zh-cn/container.ts';
import { containers } from './zh-cn/containers.ts';
import { contexts } from './zh-cn/contexts.ts';
import { crashes, health } from './zh-cn/crashes.ts';
import { disk } from './zh-cn/disk.ts';
import { doctor } from './zh-cn/doctor.ts';
import { engine } from './zh-cn/engine.ts';
import { engineSettings } from './zh-cn/engine-settings.ts';
import { events } from './zh-cn/events.ts';
import { exports } from './zh-cn/exports.ts';
import { files } from './zh-cn/files.ts';
import { images } from './zh-cn/images.ts';
import { inspect, processes } from './zh-cn/inspect.ts';
import { logs } from './zh-cn/logs.ts';
import { machine } from './zh-cn/machine.ts';
import { managed } from './zh-cn/managed.ts';
import { overview, plan, settings } from './zh-cn/pages.ts';
import { projects } from './zh-cn/projects.ts';
import { operations, prune, schedule } from './zh-cn/prune.ts';
import { reasons } from './zh-cn/reasons.ts';
import { browse, logins } from './zh-cn/registry-login.ts';
import { replace } from './zh-cn/replace.ts';
import { reset } from './zh-cn/reset.ts';
import { run } from './zh-cn/run.ts';
import { stats } from './zh-cn/stats.ts';
import { terminal } from './zh-cn/terminal.ts';

export const zhCN: Words = {
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
  reasons,
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
