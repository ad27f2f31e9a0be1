import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';
import type { Benchmark } from './benchmark.ts';
import { percentile } from './statistics.ts';

const charts = 20;
const points = 300;
const page = fileURLToPath(new URL('charts-page/page.tsx', import.meta.url));

/** New points for many charts at once: from the data to the paint. */
export const liveCharts: Benchmark = {
  name: 'live-charts',
  async run({ quick, say }) {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-charts-'));
    const executablePath = chromiumPath();
    if (executablePath === undefined)
      throw new Error('There is no Chromium here: name one in SLIPWAY_TEST_CHROMIUM.');
    const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
    try {
      say('building the page');
      await build({
        configFile: false,
        logLevel: 'error',
        plugins: [react()],
        define: { 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: folder,
          lib: { entry: page, formats: ['iife'], name: 'charts', fileName: 'charts', cssFileName: 'charts' },
        },
      });
      const files = await readdir(folder);
      const tab = await browser.newPage({ viewport: { width: 1600, height: 1400 } });
      await tab.setContent('<!doctype html><body></body>');
      for (const file of files.filter((name) => name.endsWith('.css')))
        await tab.addStyleTag({ path: join(folder, file) });
      for (const file of files.filter((name) => name.endsWith('.js')))
        await tab.addScriptTag({ path: join(folder, file) });
      const turns = quick ? 15 : 40;
      const figures: Record<'ours' | 'svg', number[]> = { ours: [], svg: [] };
      for (let round = 0; round < (quick ? 2 : 4); round += 1)
        for (const kind of ['svg', 'ours'] as const) {
          say(`${kind}, round ${round + 1}`);
          const samples: number[] = await tab.evaluate(
            `measureCharts('${kind}', ${charts}, ${points}, ${turns})`,
          );
          // The first turns run code that is not compiled yet.
          figures[kind].push(percentile(samples.slice(5), 0.5));
        }
      return [
        {
          what: `${charts} live charts of ${points} points: new points to their paint, median`,
          unit: 'ms',
          ours: Math.min(...figures.ours),
          peer: { what: 'as SVG elements by React', value: Math.min(...figures.svg) },
          target: { of: 'ours', atMost: 40 },
        },
      ];
    } finally {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
