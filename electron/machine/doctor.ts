import { readFile, stat } from 'node:fs/promises';
import type { MachineCheck, MachineReport } from '../../shared/contract/machine.ts';
import type { Engine } from '../engine/engine.ts';
import { checkAccess } from './checks/access.ts';
import { checkClock } from './checks/clock.ts';
import { checkCriu } from './checks/criu.ts';
import { checkDisk } from './checks/disk.ts';
import { checkEngineFacts } from './checks/engine-facts.ts';
import { checkEngines } from './checks/engines.ts';
import { checkForward } from './checks/forward.ts';
import { checkInstalled } from './checks/installed.ts';
import { checkKernel } from './checks/kernel.ts';
import { checkMirrors } from './checks/mirrors.ts';
import { checkPlugins } from './checks/plugins.ts';
import { checkProxy } from './checks/proxy.ts';
import { type Finding, toCheck } from './finding.ts';
import { reach as askMirror, type Reach } from './reach.ts';
import { writeReport } from './report/report.ts';
import { askForPackages } from './setup/apt.ts';
import { type System, systemOf } from './setup/os-release.ts';
import { asNull, openSite, runHere, type Site } from './site.ts';

/** What the checks need beside the site: all of it can be stood in for. */
export interface DoctorTools {
  system: System;
  reach: Reach;
  /** Of this machine, wherever the engine is. */
  exists(path: string): Promise<boolean>;
  /** What `apt-cache policy` says of packages. */
  policy(names: readonly string[]): Promise<string>;
}

/** Every check, in the order they are shown. One that fails itself is a fault of ours and fails the whole. */
export async function examine(site: Site, tools: DoctorTools, signal: AbortSignal): Promise<Finding[]> {
  const parts = await Promise.all([
    checkEngines(site),
    checkInstalled(site),
    checkAccess(site),
    checkEngineFacts(site),
    checkCriu(site, tools.system),
    checkPlugins(site, tools),
    checkKernel(site),
    checkDisk(site),
    checkForward(site),
    checkClock(site),
    checkProxy(site),
    checkMirrors(site, tools.reach, signal),
  ]);
  return parts.flat();
}

export async function ownSystem(): Promise<System> {
  const file = await readFile('/etc/os-release', 'utf8').catch(asNull);
  return systemOf(process.platform, file);
}

export const existsHere = async (path: string): Promise<boolean> => (await stat(path).catch(asNull)) !== null;

/** What `apt-cache policy` says of packages here; nothing where there is no apt. */
export async function policyHere(env: NodeJS.ProcessEnv, names: readonly string[]): Promise<string> {
  const [program, ...args] = askForPackages(null, names);
  return (await runHere(program, args, env)).stdout;
}

/** Looks at this machine and the engine in use. */
export class Doctor {
  readonly #engine: Engine;
  readonly #env: NodeJS.ProcessEnv;

  constructor(engine: Engine, env: NodeJS.ProcessEnv) {
    this.#engine = engine;
    this.#env = env;
  }

  async findings(signal: AbortSignal): Promise<{ site: Site; system: System; findings: Finding[] }> {
    const [site, system] = await Promise.all([openSite(this.#engine, this.#env, signal), ownSystem()]);
    const policy = (names: readonly string[]) => policyHere(this.#env, names);
    const tools = { system, reach: askMirror, exists: existsHere, policy };
    return { site, system, findings: await examine(site, tools, signal) };
  }

  async checks(signal: AbortSignal): Promise<MachineCheck[]> {
    return (await this.findings(signal)).findings.map(toCheck);
  }

  async report(signal: AbortSignal): Promise<MachineReport> {
    const { site, system, findings } = await this.findings(signal);
    return writeReport(site, system, findings, new Date());
  }
}
