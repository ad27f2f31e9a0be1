import { realpath } from 'node:fs/promises';
import type { ManagedId } from '../../shared/contract/managed.ts';
import { parseAddress } from '../engine/address.ts';
import type { Engine } from '../engine/engine.ts';
import { findEngineHost } from '../engine/engine-host.ts';
import type { OwnEngine } from './own/own-engine.ts';
import { allProcesses, isBelow, processFacts } from './processes.ts';
import type { Supervisor } from './supervisor.ts';
import { SystemdUnit } from './systemd.ts';
import { Unsupervised } from './unsupervised.ts';

/** Who looks after the engines of this machine. */
export class Supervision {
  readonly own: OwnEngine;
  readonly system: SystemdUnit;
  readonly user: SystemdUnit;
  readonly #engine: Engine;
  readonly #env: NodeJS.ProcessEnv;
  readonly #hostOf: typeof findEngineHost;

  constructor(
    engine: Engine,
    own: OwnEngine,
    env: NodeJS.ProcessEnv,
    startMs: () => number,
    hostOf: typeof findEngineHost = findEngineHost,
  ) {
    this.#hostOf = hostOf;
    this.#engine = engine;
    this.#env = env;
    this.own = own;
    this.system = new SystemdUnit('system', env, startMs);
    this.user = new SystemdUnit('user', env, startMs);
  }

  /** Who looks after the engine in use; null where it is not on this machine, or is another product's. */
  async inUse(signal: AbortSignal): Promise<Supervisor | null> {
    return this.ofAddress(this.#engine.connection.endpoint?.info.address ?? null, signal);
  }

  /** Every engine of this machine that somebody looks after, and the one in use. Slipway's own is always among them on Linux. */
  async all(signal: AbortSignal, inUse: Supervisor | null): Promise<Supervisor[]> {
    const [system, user] = await Promise.all([this.system.facts(signal), this.user.facts(signal)]);
    return [
      ...(system === null ? [] : [this.system]),
      ...(user === null ? [] : [this.user]),
      ...(process.platform === 'linux' ? [this.own] : []),
      ...(inUse?.id === 'process' ? [inUse] : []),
    ];
  }

  async byId(id: ManagedId, signal: AbortSignal): Promise<Supervisor | null> {
    return (await this.all(signal, await this.inUse(signal))).find((one) => one.id === id) ?? null;
  }

  /** Who looks after the engine at an address, whether it runs or not. */
  async ofAddress(address: string | null, signal: AbortSignal): Promise<Supervisor | null> {
    if (address === null || !address.startsWith('unix://') || process.platform !== 'linux') return null;
    const parsed = parseAddress(address);
    if (parsed.kind !== 'unix') return null;
    if (parsed.path === this.own.socket) return this.own;
    const host = await this.#hostOf(parsed);
    for (const unit of [this.system, this.user]) {
      const facts = await unit.facts(signal);
      if (facts === null) continue;
      const main = Number(facts.MainPID);
      if (host === null) {
        // It does not run, or is root's, whose process an ordinary user may not look into: its address tells.
        const { address: own } = await unit.describeWith(facts);
        if (own !== null && (await isSame(address, own))) return unit;
      } else if (main > 0 && isBelow(await allProcesses(), host.pid, main)) return unit;
    }
    const daemon = host === null ? null : await processFacts(host.pid);
    if (host === null || daemon === null) return null;
    return new Unsupervised(this.#env, daemon, host, address);
  }
}

/** /var/run is a link to /run. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = [one, other].map((address) => address.slice('unix://'.length)) as [string, string];
  if (a === b || a.replace(/^\/var\/run\//, '/run/') === b.replace(/^\/var\/run\//, '/run/')) return true;
  const [x, y] = await Promise.all([a, b].map((path) => realpath(path).catch(() => null)));
  return x !== null && x === y;
}
