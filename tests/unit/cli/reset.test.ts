import { expect, it } from 'vitest';
import { parseCliArguments } from '../../../electron/cli/args.ts';
import { readResetWish } from '../../../electron/cli/reset.ts';

const plan = { kind: 'reset-plan', ticks: '', keep: [], file: null };

it.each([
  [['reset', '--plan'], plan],
  [['reset', '--plan', 'out.json'], { ...plan, file: 'out.json' }],
  [
    ['reset', '--plan', '--ticks', 'images,volumes', '--keep', 'volume:db', '--keep', 'image:web:1'],
    { ...plan, ticks: 'images,volumes', keep: ['volume:db', 'image:web:1'] },
  ],
  [
    ['reset', '--execute', 'plan-1', '--confirm', 'box', '--engine', 'unix:///e'],
    { kind: 'reset-execute', id: 'plan-1', confirm: 'box', engine: 'unix:///e' },
  ],
])('%j is understood', (args, command) => {
  expect(parseCliArguments(args)).toEqual({ ok: true, value: command });
});

it.each([
  [['reset'], /needs --plan/],
  [['reset', '--plan', '--execute', 'x'], /give one of them/],
  [['reset', '--execute', 'x'], /needs --confirm/],
  [['reset', '--execute', '', '--confirm', 'w'], /takes the id/],
  [['reset', '--plan', 'a', 'b'], /no use for "b"/],
  [['reset', '--execute', 'x', '--confirm', 'w', '--ticks', 'images'], /belong to --plan/],
  [['reset', '--plan', '--confirm', 'w'], /belongs to --execute/],
  [['prune', '--plan-file', 'f', '--confirm', 'w'], /--confirm belongs to reset/],
  [['call', 'a.b', '--plan'], /--plan belongs to prune and reset/],
])('%j is refused', (args, why) => {
  const parsed = parseCliArguments(args);
  expect(parsed.ok ? '' : parsed.error.message).toMatch(why);
});

it('reads ticks and what to keep, names with colons included', () => {
  expect(readResetWish({ ticks: '', keep: ['image:reg.lab:5000/web:1'] })).toMatchObject({
    ok: true,
    value: {
      ticks: ['swarm', 'containers', 'images', 'volumes', 'networks', 'build-cache', 'plugins'],
      keep: [{ kind: 'image', id: 'reg.lab:5000/web:1' }],
    },
  });
  for (const wrong of [
    { ticks: 'everything', keep: [] },
    { ticks: '', keep: ['db'] },
    { ticks: '', keep: ['disk:db'] },
  ])
    expect(readResetWish(wrong).ok, JSON.stringify(wrong)).toBe(false);
});
