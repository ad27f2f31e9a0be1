import type { EngineEvent } from '../contract/engine.ts';

/** One run of a container, from its start to its end, as its events tell it. */
interface Life {
  startedNano: bigint | null;
  /** When it was signalled, and with what; null where the engine does not say (Podman). */
  kills: { nano: bigint; signal: number | null }[];
  stopped: boolean;
  removed: boolean;
  /** Podman tells less: see `askedFor`. */
  podman: boolean;
  /** Podman's own, after its end. */
  cleanups: number;
  /** Memory ran out in it, which need not have ended it. */
  oom: boolean;
  /** Somebody was attached before it started, and gave it the size of a terminal. */
  attached: boolean;
  resized: boolean;
  /** It does not run: what attaches now waits for the next start. */
  idle: boolean;
  died: boolean;
  attachedForNext: boolean;
}

/** A container that ended with an error, which nobody was seen to ask for. What follows may still tell that somebody did. */
export interface Death {
  id: string;
  name: string;
  image: string;
  labels: Readonly<Record<string, string>>;
  exitCode: number;
  at: string;
  atNano: string;
  /** How long it ran; null where its start was not seen. */
  ranMs: number | null;
  life: Readonly<Life>;
}

/** What an inspect adds; null where there was none to be had. */
export interface DeathFacts {
  /** It was to be removed when it ends (`--rm`). */
  autoRemove: boolean | null;
  /** It has a terminal and its input is open. */
  interactive: boolean | null;
}

const unknownFacts: DeathFacts = { autoRemove: null, interactive: null };

/** SIGINT, SIGQUIT, SIGTERM: who sends one waits for the end, and may wait long. */
const asksToEnd: ReadonlySet<number> = new Set([2, 3, 15]);
const patience = 600_000_000_000n;
/** Whatever the signal was: who sends one and sees the container end right away knows why. */
const atOnce = 10_000_000_000n;
const killSignal = 9;
const killedCodes: ReadonlySet<number> = new Set([137, 143]);
const keptKills = 8;

const newLife = (startedNano: bigint | null): Life => ({
  startedNano,
  kills: [],
  stopped: false,
  removed: false,
  podman: false,
  cleanups: 0,
  oom: false,
  attached: false,
  resized: false,
  idle: false,
  died: false,
  attachedForNext: false,
});

/**
 * Tells ends that were asked for from crashes, by the events around them. dockerd tells `kill` with its signal before `die`,
 * and `stop` before it (from 23) or after it (20.10). Podman tells `stop` where there was a time to wait, else that it cleaned
 * up twice, and of `rm -f` nothing but `die` and `remove`.
 */
export class DeathWatch {
  readonly #lives = new Map<string, Life>();

  /** Takes the next event. Answers a death when the container ended with an error and nobody had asked for it. */
  take(event: EngineEvent): Death | null {
    if (event.type !== 'container' || event.id === '') return null;
    const life = this.#lives.get(event.id) ?? newLife(null);
    this.#lives.set(event.id, life);
    const nano = BigInt(event.atNano);
    switch (event.action) {
      case 'create':
        life.idle = true;
        return null;
      case 'start':
        this.#lives.set(event.id, { ...newLife(nano), attached: life.attachedForNext });
        return null;
      case 'attach':
        if (life.idle) life.attachedForNext = true;
        return null;
      case 'resize':
        life.resized = true;
        return null;
      case 'kill':
        life.kills.push({ nano, signal: signalOf(event.attributes.signal) });
        if (life.kills.length > keptKills) life.kills.shift();
        return null;
      case 'stop':
        life.stopped = true;
        return null;
      case 'restart':
        // Podman's, before the end that somebody asked for; after an end it is its policy's. dockerd's comes after the start.
        if (ofPodman(event) && !life.died) life.stopped = true;
        return null;
      case 'cleanup':
        life.cleanups += 1;
        return null;
      case 'oom':
        life.oom = true;
        return null;
      case 'destroy':
      case 'remove':
        life.removed = true;
        this.#lives.delete(event.id);
        return null;
      case 'die':
      case 'died':
        return this.#died(event, life, nano);
      default:
        return null;
    }
  }

  #died(event: EngineEvent, life: Life, nano: bigint): Death | null {
    const { attributes } = event;
    life.idle = true;
    life.died = true;
    life.podman = ofPodman(event);
    const exitCode = Number(attributes.exitCode ?? attributes.containerExitCode ?? '0');
    if (!Number.isInteger(exitCode) || exitCode === 0) return null;
    const {
      exitCode: _e,
      containerExitCode: _c,
      execDuration: _d,
      image = '',
      name: _n,
      ...labels
    } = attributes;
    const death: Death = {
      id: event.id,
      name: event.name ?? event.id.slice(0, 12),
      image,
      labels,
      exitCode,
      at: event.at,
      atNano: event.atNano,
      ranMs: life.startedNano === null ? null : Number((nano - life.startedNano) / 1_000_000n),
      life,
    };
    return askedFor(death) ? null : death;
  }

  /** Whether its end was seen, and no start since. */
  ended(id: string): boolean {
    return this.#lives.get(id)?.died === true;
  }

  /** Another engine: nothing known holds. */
  clear(): void {
    this.#lives.clear();
  }
}

const ofPodman = ({ attributes }: EngineEvent): boolean => attributes.containerExitCode !== undefined;

function signalOf(written: string | undefined): number | null {
  const number = Number(written ?? '');
  return Number.isInteger(number) && number > 0 ? number : null;
}

/** Whether somebody asked for this end, by all that is known by now: asked again a moment after it, more is. */
export function askedFor(death: Death, facts: DeathFacts = unknownFacts): boolean {
  const { life, exitCode } = death;
  if (life.stopped) return true;
  const nano = BigInt(death.atNano);
  for (const kill of life.kills) {
    const age = nano - kill.nano;
    if (kill.signal === killSignal || age <= atOnce) return true;
    if (kill.signal !== null && asksToEnd.has(kill.signal) && age <= patience) return true;
  }
  // Who leaves a shell ends it with the code of the last command.
  if (life.attached && (life.resized || facts.interactive === true)) return true;
  if (!life.podman) return false;
  const killed = killedCodes.has(exitCode);
  // Of an end by itself it cleans up once.
  if (killed && life.cleanups > 1) return true;
  return life.removed && (killed || facts.autoRemove === false);
}

/** Whether one more crash of a container that keeps crashing is worth a message: the first, the third, the tenth, ... */
export function worthTelling(count: number): boolean {
  for (let power = 1; power <= count; power *= 10) if (count === power || count === 3 * power) return true;
  return false;
}
