import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../shared/contract/engine.ts';
import {
  askedFor,
  type Death,
  type DeathFacts,
  DeathWatch,
  worthTelling,
} from '../../../shared/model/deaths.ts';

const second = 1_000_000_000n;
let clock = 1_800_000_000n * second;

/** `die 137`, `kill 15`, `+30` (seconds pass), `start` ... as the engine would tell them of one container. */
function told(story: string, extra: Record<string, string> = {}, facts?: DeathFacts): 'crash' | 'asked for' {
  const watch = new DeathWatch();
  let death: Death | null = null;
  for (const word of story.split(', ')) {
    if (word.startsWith('+')) {
      clock += BigInt(word.slice(1)) * second;
      continue;
    }
    clock += second / 10n;
    const [action = '', number = ''] = word.split(' ');
    const attributes: Record<string, string> = {
      name: 'web',
      image: 'lab/web:1',
      ...extra,
      ...(action === 'die' ? { exitCode: number } : {}),
      ...(action === 'kill' && number !== '' ? { signal: number } : {}),
    };
    const event: EngineEvent = {
      at: new Date(Number(clock / 1_000_000n)).toISOString(),
      atNano: String(clock),
      type: 'container',
      action,
      id: 'abc',
      name: 'web',
      attributes,
    };
    death = watch.take(event) ?? death;
  }
  return death !== null && !askedFor(death, facts) ? 'crash' : 'asked for';
}

describe('what dockerd tells', () => {
  it.each([
    ['exit with an error', 'create, start, die 1'],
    ['killed from inside', 'start, die 137'],
    ['out of memory', 'start, oom, die 137'],
    ['with --rm', 'create, attach, start, die 5, destroy'],
    ['with --rm, killed from inside', 'create, attach, start, die 137, destroy'],
    ['after a restart', 'start, kill 9, stop, die 137, start, restart, die 1'],
    ['again after a stop that was asked for', 'start, kill 15, stop, die 0, start, die 3'],
    ['long after a signal that asks for nothing', 'start, kill 1, +60, die 1'],
    ['hours after a SIGTERM it did not heed', 'start, kill 15, +7200, die 1'],
    ['a server that somebody attached to meanwhile', 'start, attach, resize, die 1'],
  ])('a crash: %s', (_what, story) => expect(told(story)).toBe('crash'));

  it.each([
    ['a good end', 'start, die 0'],
    ['stop (26)', 'start, kill 15, stop, die 143'],
    ['stop that had to kill (26)', 'start, kill 15, +10, kill 9, stop, die 137'],
    ['stop (20.10)', 'start, kill 15, die 143, stop'],
    ['stop with a signal of its own and patience', 'start, kill 10, +300, die 1, stop'],
    ['kill', 'start, kill 9, die 137'],
    ['kill with a signal that it ends for', 'start, kill 1, die 7'],
    ['SIGTERM and a long farewell', 'start, kill 15, +120, die 1'],
    ['restart', 'start, kill 15, kill 9, stop, die 137, start, restart'],
    ['rm -f', 'start, kill 9, die 137, destroy'],
    ['a shell that somebody left', 'create, attach, start, resize, die 127, destroy'],
    ['shutdown of the engine (20.10)', 'start, kill 9, die 137'],
  ])('asked for: %s', (_what, story) => expect(told(story)).toBe('asked for'));
});

describe('what Podman tells', () => {
  const podman = { containerExitCode: '0' };
  const facts = (autoRemove: boolean): DeathFacts => ({ autoRemove, interactive: false });

  it.each([
    ['exit with an error', 'create, init, start, die 1, cleanup', facts(false)],
    ['restarted by its policy', 'start, die 3, restart, init, start', facts(false)],
    ['after a restart', 'start, restart, die 137, init, start, die 1', facts(false)],
    ['with --rm', 'create, init, attach, start, die 5, remove', facts(true)],
    ['killed from inside', 'start, die 137, cleanup', facts(false)],
    ['twice', 'start, die 137, cleanup, start, die 137, cleanup', facts(false)],
  ])('a crash: %s', (_what, story, known) => expect(told(story, podman, known)).toBe('crash'));

  it.each([
    ['stop', 'start, stop, die 137, cleanup', facts(false)],
    ['restart', 'start, restart, stop, die 137, init, start', facts(false)],
    ['restart without a time to wait', 'start, restart, die 137, init, start', facts(false)],
    ['kill without its signal', 'start, kill, die 7, cleanup', facts(false)],
    ['stop without a time to wait', 'start, die 137, cleanup, cleanup', facts(false)],
    ['rm -f', 'start, die 137, remove', facts(false)],
    ['rm -f of one with a trap', 'start, die 7, remove', facts(false)],
    ['rm -f of one with --rm', 'start, die 137, remove', facts(true)],
    [
      'a shell that somebody left',
      'create, init, attach, start, die 1',
      { autoRemove: null, interactive: true },
    ],
  ])('asked for: %s', (_what, story, known) => expect(told(story, podman, known)).toBe('asked for'));
});

it('tells what is known of the end', () => {
  const watch = new DeathWatch();
  const event = (action: string, atNano: string, attributes: Record<string, string>): EngineEvent => ({
    at: '2026-11-21T06:30:00.000Z',
    atNano,
    type: 'container',
    action,
    id: 'abc',
    name: 'web',
    attributes,
  });
  expect(watch.take(event('start', '1000000000', {}))).toBeNull();
  const attributes = { name: 'web', image: 'lab/web:1', exitCode: '139', execDuration: '2', team: 'blue' };
  expect(watch.ended('abc')).toBe(false);
  expect(watch.take(event('die', '3500000000', attributes))).toMatchObject({
    ...{ id: 'abc', name: 'web', image: 'lab/web:1', exitCode: 139, ranMs: 2500, labels: { team: 'blue' } },
  });
  expect(watch.ended('abc')).toBe(true);
  watch.take(event('start', '4000000000', {}));
  expect(watch.ended('abc')).toBe(false);
});

it('whatever comes in whatever order, an end with 0 is none and nothing throws', () => {
  const words = fc.constantFrom(
    ...[
      'create',
      'start',
      'attach',
      'resize',
      'kill',
      'kill 9',
      'kill 15',
      'stop',
      'oom',
      'die 0',
      'destroy',
    ],
    ...['remove', 'restart', 'pause', '+1', '+700'],
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30, minLength: 1 }), (story) => {
      expect(told(story.join(', '))).toBe('asked for');
    }),
  );
});

it('a loop is told at 1, 3, 10, 30, 100', () => {
  const counts = Array.from({ length: 120 }, (_, at) => at + 1);
  expect(counts.filter(worthTelling)).toEqual([1, 3, 10, 30, 100]);
});
