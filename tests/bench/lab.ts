import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { createCrowd, type Member, startAll } from './crowd.ts';
import { type RawApi, rawApi } from './raw-api.ts';

export const crowdSize = 500;
export const runningSize = 200;

/** The engine of a run and its crowd of containers. */
export interface Crowd {
  engine: LabEngine;
  api: RawApi;
  /** By name. */
  members: readonly Member[];
}

/** What benchmarks share; everything is made when first needed. */
export interface Lab {
  /** 500 containers, of which 200 run from the first time that is asked for. */
  crowd(options?: { running?: boolean }): Promise<Crowd>;
  /** A fresh folder for settings and state. */
  home(): string;
  /** The engine's version, once there is one. */
  readonly version: string | null;
  close(): Promise<void>;
}

export function createLab(say: (text: string) => void): Lab {
  const homes: string[] = [];
  let crowd: Promise<Crowd> | null = null;
  let running: Promise<void> | null = null;
  let version: string | null = null;

  async function make(): Promise<Crowd> {
    say('starting an engine of the lab');
    const engine = await startEngine('main', { images: true });
    version = engine.version;
    const api = rawApi(engine.socket);
    say(`creating ${crowdSize} containers`);
    return { engine, api, members: await createCrowd(api, crowdSize) };
  }

  return {
    async crowd(options = {}) {
      crowd ??= make();
      const made = await crowd;
      if (options.running) {
        if (running === null) say(`starting ${runningSize} of them`);
        running ??= startAll(made.api, made.members.slice(0, runningSize));
        await running;
      }
      return made;
    },
    home() {
      const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
      homes.push(home);
      return home;
    },
    get version() {
      return version;
    },
    async close() {
      for (const home of homes) rmSync(home, { recursive: true, force: true });
      if (crowd === null) return;
      const [made] = await Promise.allSettled([crowd]);
      if (made.status !== 'fulfilled') return;
      made.value.api.close();
      await made.value.engine.stop();
    },
  };
}
