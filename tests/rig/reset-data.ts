import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTar } from '../engine-lab/tar.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { eventually } from './wait-for.ts';

/** How much of each an engine is given. */
export interface Amounts {
  containers: number;
  /** Images with a layer of their own, beside those of the lab. */
  images: number;
  volumes: number;
  networks: number;
}

/** Fills an engine: containers that were never started (one that runs), images, volumes with a file, networks. */
export async function fill(
  engine: LabEngine,
  { containers, images, volumes, networks }: Amounts,
): Promise<void> {
  await inParallel(volumes, (n) => post(engine, '/volumes/create', { Name: `data-${n}` }));
  await inParallel(networks, (n) => engine.dockerOk(['network', 'create', `net-${n}`]));
  if (images > 0) {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-reset-'));
    await inParallel(images, async (n) => {
      const file = join(folder, `${n}.tar`);
      await writeFile(
        file,
        packTar([{ path: `own-${n}`, type: 'file', data: Buffer.from(`image ${n}\n`), mode: 0o644 }]),
      );
      await engine.dockerOk(['import', file, `own/image:${n}`]);
    });
    await rm(folder, { recursive: true });
  }
  if (volumes > 0)
    await engine.dockerOk([
      'run',
      '--rm',
      '-v',
      'data-0:/data',
      'lab/busybox:1',
      'sh',
      '-c',
      'echo kept > /data/file',
    ]);
  await inParallel(containers, (n) =>
    n === 0
      ? engine.dockerOk([
          'run',
          '-d',
          '--name',
          'app-0',
          '-v',
          'data-0:/data',
          'lab/busybox:1',
          'sleep',
          '100000',
        ])
      : post(engine, `/containers/create?name=app-${n}`, { Image: 'lab/busybox:1', Cmd: ['true'] }),
  );
}

/** Hundreds by the docker CLI would take a process each. */
async function post(engine: LabEngine, path: string, body: unknown): Promise<void> {
  const { status, body: answer } = await engine.request('POST', path, body);
  if (status >= 300) throw new Error(JSON.stringify(answer));
}

async function inParallel(count: number, make: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await make(next++);
  };
  await Promise.all(Array.from({ length: Math.min(6, count) }, worker));
}

/** A volume plugin that answers nothing: enough to be installed and removed. It is not enabled. */
export async function installPlugin(engine: LabEngine, name = 'lab/plugin:1'): Promise<void> {
  const config = {
    Description: 'lab',
    Documentation: '',
    Entrypoint: ['/bin/busybox', 'sleep', '100000'],
    Interface: { Types: ['docker.volumedriver/1.0'], Socket: 'plugin.sock' },
    Network: { Type: 'none' },
    Linux: { Capabilities: [], AllowAllDevices: false, Devices: null },
    Mounts: [],
    Env: [],
    Args: { Name: '', Description: '', Settable: null, Value: null },
    WorkDir: '',
    PropagatedMount: '',
    IpcHost: false,
    PidHost: false,
  };
  const folder = await mkdtemp(join(tmpdir(), 'slipway-plugin-'));
  try {
    await mkdir(join(folder, 'rootfs', 'bin'), { recursive: true });
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    await writeFile(join(folder, 'rootfs', 'bin', 'busybox'), 'not run');
    await engine.dockerOk(['plugin', 'create', name, folder]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A swarm of one node with a stack: two services, a secret, a config and an overlay network. */
export async function deployStack(engine: LabEngine): Promise<void> {
  await engine.dockerOk(['swarm', 'init', '--advertise-addr', '127.0.0.1']);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-stack-'));
  try {
    await writeFile(join(folder, 'secret'), 'swordfish');
    await writeFile(
      join(folder, 'stack.yml'),
      `version: "3.8"
services:
  web:
    image: lab/web:1
    networks: [inside]
    secrets: [word]
  idle:
    image: lab/busybox:1
    command: sleep 100000
    configs: [words]
networks:
  inside: {}
secrets:
  word: { file: ./secret }
configs:
  words: { file: ./secret }
`,
    );
    await engine.dockerOk([
      'stack',
      'deploy',
      '-c',
      join(folder, 'stack.yml'),
      '--resolve-image',
      'never',
      'shop',
    ]);
    await eventually(
      'the stack to run',
      async () => {
        const replicas = await engine.dockerOk(['service', 'ls', '--format', '{{.Replicas}}']);
        if (replicas.split('\n').some((line) => line !== '1/1')) throw new Error(replicas);
      },
      60_000,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Networks that cannot go, or belong to the swarm. */
const fixed = /^(local|swarm) (bridge|host|none|podman)$|^swarm /;

/** What the docker CLI counts. */
export async function dockerCounts(engine: LabEngine): Promise<Record<string, number>> {
  const lines = async (...args: string[]) => {
    const rows = (await engine.dockerOk(args)).split('\n').filter((line) => line !== '' && !fixed.test(line));
    return new Set(rows).size;
  };
  const [containers, images, volumes, networks, plugins] = await Promise.all([
    lines('ps', '-aq', '--no-trunc'),
    lines('images', '-aq', '--no-trunc'),
    lines('volume', 'ls', '-q'),
    lines('network', 'ls', '--format', '{{.Scope}} {{.Name}}'),
    engine.kind === 'podman' ? 0 : lines('plugin', 'ls', '-q'),
  ]);
  return { containers, images, volumes, networks, plugins };
}

/** sha256 of every file below a folder. */
export async function hashesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const hashes: Record<string, string> = {};
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    hashes[path] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return hashes;
}
