import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { expectAccounted, LogReader } from '../rig/log-reader.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const logsPath = /^\/containers\/[^/]+\/logs$/;
const count = 60_000;

describeOnEngine('main', 'faults of container logs', () => {
  let engine: LabEngine;

  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  });
  afterAll(async () => engine.stop());

  const docker = (...args: string[]) => engine.dockerOk(args);
  const sh = (name: string, script: string, ...options: string[]) =>
    docker('run', '-d', '--name', name, ...options, 'lab/busybox:1', 'sh', '-c', script);

  fault(
    '32',
    'a follow that is cut again and again goes on without losing or repeating a line',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const slipway = await rig.openFresh(proxy.host);
      await docker('run', '-d', '--name', 'cut-me', 'lab/fountain:1', String(count));
      const reader = new LogReader(slipway.slipway.client, { ids: ['cut-me'], follow: true });
      for (let cut = 1; cut <= 6; cut += 1) {
        const seen = reader.lines.length;
        await reader.until('more lines', ({ lines }) => lines.length > seen || lines.length === count);
        await proxy.setMode({ type: 'cutMidFrame' }, logsPath);
        const asked = proxy.stats.count(/\/logs$/);
        await eventually('another attempt', () => {
          if (proxy.stats.count(/\/logs$/) > asked || reader.lines.length >= count) return;
          throw new Error('none yet');
        });
        await proxy.setMode('pass');
      }
      await reader.until('every line', ({ lines }) => lines.length >= count, 60_000);
      reader.close();
      expect(reader.gaps).toEqual([]);
      expectAccounted(reader, count);
      expect(reader.marks.some((mark) => mark.kind === 'lost')).toBe(true);
    },
  );

  fault(
    '32b',
    'both channels survive cuts and a killed engine',
    () => engine,
    async (rig) => {
      const slipway = await rig.openFresh(engine.host);
      // Ends by itself before the engine is killed: without live-restore that would end it.
      await sh('two', 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "line $i"; echo "line $i" >&2; done');
      const reader = new LogReader(slipway.slipway.client, { ids: ['two'], follow: true });
      await reader.until('all of both', ({ lines }) => lines.length >= 6000);
      await engine.kill('SIGKILL');
      await reader.until('the loss to be told', ({ marks }) => marks.some(({ kind }) => kind === 'lost'));
      await engine.restart();
      await docker('start', 'two');
      await reader.until('the lines of its second life', ({ lines }) => lines.length >= 12_000, 30_000);
      reader.close();
      for (const channel of ['stdout', 'stderr'] as const) {
        const texts = reader.lines.filter((line) => line.channel === channel).map((line) => line.text);
        const once = Array.from({ length: 3000 }, (_, i) => `line ${i + 1}`);
        expect(texts, channel).toEqual([...once, ...once]);
      }
      expect(reader.gaps).toEqual([]);
    },
  );

  fault(
    '31',
    'a line of 10 MB is shown truncated with its byte count',
    () => engine,
    async (rig) => {
      const slipway = await rig.openFresh(engine.host);
      const bytes = 10 * 1024 * 1024;
      const script = `echo before; head -c ${bytes} /dev/zero | tr '\\0' x; echo; echo after`;
      await sh('long', script);
      await docker('run', '-d', '-t', '--name', 'long-tty', 'lab/busybox:1', 'sh', '-c', script);
      for (const name of ['long', 'long-tty']) {
        const reader = new LogReader(slipway.slipway.client, { ids: [name], follow: true });
        await reader.until('the line after', ({ texts }) => texts.includes('after'), 30_000);
        reader.close();
        expect(reader.texts.map((text) => text.slice(0, 8))).toEqual(['before', 'xxxxxxxx', 'after']);
        const long = reader.lines[1];
        expect(long?.text.length).toBe(64 * 1024);
        // A terminal adds a carriage return.
        expect(long?.truncatedBytes).toBe(name === 'long' ? bytes : bytes + 1);
      }
    },
  );

  fault(
    '33',
    'a log that was cut off while the connection was down is a declared gap',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const slipway = await rig.openFresh(proxy.host);
      await sh('rotated', 'i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.05; done');
      const id = await docker('inspect', '-f', '{{.Id}}', 'rotated');
      const reader = new LogReader(slipway.slipway.client, { ids: ['rotated'], follow: true });
      await reader.until('some lines', ({ lines }) => lines.length > 5);
      await proxy.setMode({ type: 'status', status: 503 }, logsPath);
      proxy.cutAll();
      await reader.until('the loss to be told', ({ marks }) => marks.some(({ kind }) => kind === 'lost'));
      const path = await docker('inspect', '-f', '{{.LogPath}}', 'rotated');
      expect(path).toContain(id);
      const cut = await engine.exec(['truncate', '-s', '0', path]);
      expect(cut.code, cut.stderr).toBe(0);
      await proxy.setMode('pass');
      const seen = reader.lines.length;
      await reader.until('lines after the gap', ({ lines }) => lines.length > seen + 5);
      reader.close();
      expect(reader.gaps).toEqual([{ container: 'rotated', count: null, reason: 'rotated' }]);
      expectAccounted(reader, Number(reader.texts.at(-1)?.replace('line ', '')));
    },
  );

  fault(
    '33b',
    'a log that is cut off under the reader goes on',
    () => engine,
    async (rig) => {
      const slipway = await rig.openFresh(engine.host);
      await sh('truncated', 'i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.05; done');
      const reader = new LogReader(slipway.slipway.client, { ids: ['truncated'], follow: true });
      await reader.until('some lines', ({ lines }) => lines.length > 5);
      const path = await docker('inspect', '-f', '{{.LogPath}}', 'truncated');
      expect((await engine.exec(['truncate', '-s', '0', path])).code).toBe(0);
      const seen = reader.lines.length;
      await reader.until('lines afterwards', ({ lines }) => lines.length > seen + 20, 40_000);
      reader.close();
      expectAccounted(reader, Number(reader.texts.at(-1)?.replace('line ', '')));
    },
  );

  fault(
    '34',
    'a container that restarts under the reader is read on',
    () => engine,
    async (rig) => {
      const slipway = await rig.openFresh(engine.host);
      await sh('again', 'echo "life $(cat /proc/uptime)"; while :; do sleep 1; done');
      const reader = new LogReader(slipway.slipway.client, { ids: ['again'], follow: true });
      for (let lives = 1; lives <= 4; lives += 1) {
        await reader.until(`life ${lives}`, ({ lines }) => lines.length === lives);
        if (lives < 4) await docker('restart', '-t', '0', 'again');
      }
      expect(new Set(reader.texts).size).toBe(4);
      expect(reader.marks.map(({ kind }) => kind)).toEqual(
        Array.from({ length: 3 }, () => ['stopped', 'started']).flat(),
      );
      await docker('rm', '-f', 'again');
      await reader.until('the end', ({ ended }) => ended !== undefined);
      expect(reader.ended).toBe('ended');
      expect(reader.marks.at(-1)?.kind).toBe('removed');
    },
  );

  fault(
    '35',
    'a reader that does not keep up loses lines only with their number',
    () => engine,
    async (rig) => {
      const slipway = await rig.openFresh(engine.host);
      await docker('create', '--name', 'flood', 'lab/fountain:1', '300000');
      const reader = new LogReader(slipway.slipway.client, { ids: ['flood'], follow: true }, 2);
      reader.hold();
      await docker('start', 'flood');
      await eventually(
        'the fountain to end',
        async () => {
          expect(await docker('inspect', '-f', '{{.State.Status}}', 'flood')).toBe('exited');
        },
        60_000,
      );
      reader.release();
      await reader.until('the last line', ({ texts }) => texts.at(-1) === 'line 300000', 60_000);
      reader.close();
      expect(reader.gaps.length).toBeGreaterThan(0);
      expect(reader.gaps.every((gap) => gap.reason === 'slow' && (gap.count ?? 0) > 0)).toBe(true);
      expectAccounted(reader, 300_000);
    },
  );

  fault(
    '30',
    'a terminal with invalid UTF-8 and escape bombs is read as text',
    () => engine,
    async (rig) => {
      const slipway = await rig.openFresh(engine.host);
      const bomb = `head -c 300000 /dev/zero | tr '\\0' ';'`;
      for (const driver of ['json-file', 'local']) {
        const name = `tty-${driver}`;
        await docker(
          'run',
          '-d',
          '-t',
          '--log-driver',
          driver,
          '--name',
          name,
          'lab/busybox:1',
          'sh',
          '-c',
          `printf 'bad \\377\\376 end\\n'; printf '\\033]0;'; ${bomb}; printf '\\007done\\n'; echo last`,
        );
        const reader = new LogReader(slipway.slipway.client, { ids: [name], follow: true });
        await reader.until('the last line', ({ texts }) => texts.includes('last'), 30_000);
        reader.close();
        expect(reader.texts[0]).toBe('bad \ufffd\ufffd end');
        expect(reader.texts).toHaveLength(3);
        expect(reader.lines[1]?.truncatedBytes).toBeGreaterThan(300_000);
        expect(reader.lines.every((line) => line.channel === 'stdout')).toBe(true);
      }
    },
  );
});
