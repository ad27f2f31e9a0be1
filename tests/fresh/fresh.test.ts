// "Fresh Debian, no engine, npm start -- --yes, running a container in the page": npm test -- fresh
import { chromium } from '@playwright/test';
import { expect, it } from 'vitest';
import { loadImages } from '../engine-lab/images.ts';
import { labSupport } from '../engine-lab/support.ts';
import { freePort } from '../rig/free-port.ts';
import { eventually } from '../rig/wait-for.ts';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';
import { type FreshMachine, openFreshMachine } from './fresh-machine.ts';
import { isDownloaded } from './fresh-root.ts';

const support = labSupport('main');
const browser = chromiumPath();
const reason = !support.ok
  ? support.reason
  : browser === undefined
    ? 'no Chromium here: install one, or name it in SLIPWAY_TEST_CHROMIUM'
    : // Cold it waits minutes for the network.
      process.env.SLIPWAY_TEST_WHOLE !== undefined && !isDownloaded()
      ? 'nothing of it was downloaded before: `npm test -- fresh` does, in five to ten minutes'
      : undefined;

/** Runs `npm start` inside until it tells where the page is; answers that address. */
function startSlipway(machine: FreshMachine, port: number) {
  const args = ['--yes', '--host', 'web', '--port', String(port), '--no-open'];
  const child = machine.start(['npm', 'start', '--silent', '--', ...args], machine.project);
  let said = '';
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (process.env.SLIPWAY_FRESH_LOUD) process.stderr.write(chunk);
      const address = /Slipway is ready: (\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code}:\n${said}`)));
  });
  return { ready, said: () => said };
}

it('a fresh Debian without an engine runs a container in the page after npm start -- --yes', async (context) => {
  if (reason !== undefined) return context.skip(reason);
  const machine = await openFreshMachine();
  try {
    expect((await machine.run(['sh', '-c', 'command -v dockerd docker podman'])).stdout).toBe('');
    const port = await freePort();
    const slipway = startSlipway(machine, port);
    const address = await slipway.ready;
    await machine.reach(port);

    // It was installed, by its own package, and answers.
    const installed = await machine.run(['dpkg-query', '-W', '-f', '${Status}', 'docker.io']);
    expect(installed.stdout, slipway.said()).toContain('install ok installed');
    const socket = await socketOf(machine);
    await loadImages(machine.outside(socket), machine.outside(''));

    const chrome = await chromium.launch({ executablePath: browser ?? '', args: chromiumFlags() });
    try {
      const page = await chrome.newPage();
      await page.goto(address);
      await page.getByRole('link', { name: 'Containers', exact: true }).click();
      await page.getByRole('button', { name: 'New container' }).first().click();
      await page.getByLabel('Image', { exact: true }).fill('lab/web:1');
      await page.getByLabel('Name', { exact: true }).fill('first');
      await page.getByRole('button', { name: 'Create and start' }).click();
      await page.getByRole('heading', { level: 1, name: 'first' }).waitFor({ timeout: 60_000 });
    } finally {
      await chrome.close();
    }
    const seen = await machine.run([
      'docker',
      '-H',
      `unix://${socket}`,
      'ps',
      '--format',
      '{{.Names}} {{.Image}} {{.State}}',
    ]);
    expect(`${seen.stdout}${seen.stderr}`.trim()).toBe('first lab/web:1 running');
  } finally {
    await machine.close();
  }
});

/** The socket of the engine once it answers, as Slipway's own command line tells it. */
function socketOf(machine: FreshMachine): Promise<string> {
  const script = `cd ${machine.project} && node build/slipway.mjs call engine.endpoints '{}'`;
  // The page is there before the engine that is started for it.
  return eventually('an engine to answer', ask, 120_000);
  async function ask(): Promise<string> {
    const { stdout, stderr } = await machine.run(['sh', '-c', script]);
    const endpoints = JSON.parse(stdout) as { address: string; probe: { status: string } }[];
    const usable = endpoints.find(({ probe }) => probe.status === 'usable');
    expect(usable?.address, `${stdout}${stderr}`).toMatch(/^unix:/);
    return (usable?.address ?? '').slice('unix://'.length);
  }
}
