import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findMirror } from '../engine-lab/apt-sources.ts';
import { withLock } from '../engine-lab/lock.ts';
import { cacheDir } from '../engine-lab/paths.ts';
import { runOk } from '../engine-lab/run-command.ts';

const suite = 'trixie';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * What a developer's fresh Debian has for this: Node, npm and git, and no engine. The rest is what the lab needs to enter
 * it. `rsync` and the like are not wanted: what Slipway lacks it has to bring itself.
 */
const packages = ['nodejs', 'npm', 'git', 'ca-certificates', 'busybox-static', 'iproute2', 'mount', 'procps'];

/** What was downloaded is kept between runs: they then wait for packing out, not for the network. */
const stores = ['npm', 'apt'] as const;

const freshDir = (): string => join(cacheDir(), 'fresh');

/** Path of the root of a fresh Debian. */
function rootPath(): string {
  const key = createHash('sha256')
    .update(`1 ${packages.join(' ')}`)
    .digest('hex')
    .slice(0, 12);
  return join(freshDir(), `${suite}-${key}`);
}

/** A run would wait for packing out alone: the root is made, and its downloads are kept. */
export function isDownloaded(): boolean {
  return existsSync(rootPath()) && stores.every((store) => existsSync(join(freshDir(), store)));
}

/** Makes the root, once: about a minute and a half. */
export async function freshRoot(): Promise<string> {
  const target = rootPath();
  await withLock(`${target}.lock`, async () => {
    if (existsSync(target)) return;
    const mirror = findMirror();
    if (mirror === undefined) throw new Error("No Debian mirror in the machine's apt sources.");
    const partial = `${target}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(freshDir(), { recursive: true });
    await runOk(
      'mmdebstrap',
      [
        ...['--quiet', '--mode=root', '--variant=apt', '--components=main', `--keyring=${keyring}`],
        // Mirrors behind a dated snapshot carry expired Release files; signatures are still checked.
        ...['--aptopt=Acquire::Check-Valid-Until "false"', '--dpkgopt=force-unsafe-io'],
        ...['usr/share/man', 'usr/share/doc'].map((path) => `--dpkgopt=path-exclude=/${path}/*`),
        ...[
          '--aptopt=Apt::Install-Recommends "false"',
          `--include=${packages.join(',')}`,
          suite,
          partial,
          mirror,
        ],
      ],
      { env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }, timeout: 900_000 },
    );
    renameSync(partial, target);
  });
  return target;
}

/** Brings the kept downloads to where a run finds them. */
export function lendDownloads(to: Readonly<Record<(typeof stores)[number], string>>): void {
  for (const store of stores) {
    const from = join(freshDir(), store);
    mkdirSync(to[store], { recursive: true });
    if (existsSync(from)) cpSync(from, to[store], { recursive: true });
  }
}

/** Keeps what a run downloaded, for the next. */
export function keepDownloads(from: Readonly<Record<(typeof stores)[number], string>>): void {
  for (const store of stores) {
    if (!existsSync(from[store]) || readdirSync(from[store]).length === 0) continue;
    const target = join(freshDir(), store);
    const partial = `${target}.${process.pid}`;
    cpSync(from[store], partial, { recursive: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(partial, target);
  }
}
