import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../engine-lab/run-command.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { rememberPassword } from './canaries.ts';
import { temporaryFolder } from './open-app.ts';
import { makeRegistryCertificates, type Pair, type RegistryCertificates } from './registry-certificates.ts';
import { waitFor } from './wait-for.ts';

/** Debian's docker-registry in its four ways. */
export type RegistryWay = 'plain' | 'tls' | 'client-certificate' | 'password';

export interface LabRegistry {
  /** `IP:PORT`, the same for the engine and for this process. Not on loopback: that is always taken without TLS. */
  readonly address: string;
  /** What it wrote so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

export interface LabRegistries {
  /** An address inside of the engine's network that this process reaches too. */
  readonly host: string;
  /** Files on this machine, made for `host`. */
  readonly certificates: RegistryCertificates;
  /** Starts one. `server`: another certificate for it. */
  start(way: RegistryWay, options?: { server?: Pair }): Promise<LabRegistry>;
  /** Stops those started. */
  stop(): Promise<void>;
}

/** Who the registry with passwords lets in. In parts, so that pictures of this source are not taken for a leak of it. */
export const registryUser = { name: 'lab', password: ['open', 'sesame'].join(' ') } as const;
/** Of that password, by bcrypt: the registry takes nothing else. */
const passwordHash = '$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW';

/**
 * Room for registries beside a lab engine, reached by it and by this process at one address. The engine's root
 * must hold docker-registry (main and newest do).
 */
export async function openRegistries(engine: LabEngine): Promise<LabRegistries> {
  const host = await sharedAddress(engine);
  const folder = await temporaryFolder();
  const certificates = await makeRegistryCertificates(folder.path, host);
  const running = new Set<LabRegistry>();
  return {
    ...{ host, certificates },
    async start(way, { server = certificates.server } = {}) {
      const link = await relay(engine, folder.path, host);
      const registry = await serve(engine, `${host}:${link.port}`, way, { certificates, server });
      await link.open();
      let stopped: Promise<void> | undefined;
      const end = async () => {
        await link.close();
        await registry.stop();
      };
      const both: LabRegistry = {
        ...registry,
        stop: () => {
          stopped ??= end();
          return stopped;
        },
      };
      running.add(both);
      return both;
    },
    async stop() {
      for (const registry of running) await registry.stop();
      await folder.remove();
    },
  };
}

/**
 * An address of this machine's that the engine's network has as well: what listens at it inside is reached from here by a
 * relay. No network device is made: every browser on the machine would take that for a change of network.
 */
async function sharedAddress(engine: LabEngine): Promise<string> {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  const host = own ?? '10.213.0.1';
  if (own === undefined) await runCommand('ip', ['addr', 'add', `${host}/32`, 'dev', 'lo']);
  // It is there already where another suite was first.
  await engine.exec(['busybox', 'ip', 'addr', 'add', `${host}/32`, 'dev', 'lo']);
  return host;
}

/** In the engine's network: hands on what comes to a unix socket, which both sides see. */
const inside = `
const net = require('node:net');
const [, socket, host, port] = process.argv;
net.createServer((near) => {
  const far = net.connect(Number(port), host);
  for (const [one, other] of [[near, far], [far, near]]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
}).listen(socket, () => console.log('ready'));
`;

/** Makes a port of the engine's network answer here too. */
async function relay(
  engine: LabEngine,
  folder: string,
  host: string,
): Promise<{ port: number; open(): Promise<void>; close(): Promise<void> }> {
  const connections = new Set<Socket>();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  const socket = join(folder, `relay-${port}`);
  server.on('connection', (near) => {
    const far = connect(socket);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      connections.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        connections.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  let helper: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  return {
    port,
    async open() {
      const args = ['-t', String(engine.netnsPid), '-n', '--', process.execPath, '-e', inside];
      const child = spawn('nsenter', [...args, socket, host, String(port)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      helper = child;
      ended = new Promise((resolve) => child.once('close', resolve));
      await new Promise<void>((resolve, reject) => {
        child.stdout.once('data', () => resolve());
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
      });
    },
    async close() {
      helper?.kill('SIGKILL');
      for (const one of connections) one.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      await ended;
    },
  };
}

async function serve(
  engine: LabEngine,
  address: string,
  way: RegistryWay,
  { certificates, server }: { certificates: RegistryCertificates; server: Pair },
): Promise<LabRegistry> {
  const folder = `/run/registry-${address.replace(':', '-')}`;
  const write = async (name: string, text: string) => {
    const done = await engine.exec(['sh', '-c', `mkdir -p ${folder}; cat > ${folder}/${name}`], {
      input: text,
    });
    if (done.code !== 0) throw new Error(`${name} could not be written: ${done.stderr}`);
  };
  if (way !== 'plain') {
    await write('server.crt', readFileSync(server.cert, 'utf8'));
    await write('server.key', readFileSync(server.key, 'utf8'));
    await write('ca.crt', readFileSync(certificates.ca, 'utf8'));
  }
  if (way === 'password') rememberPassword(registryUser.name, registryUser.password);
  if (way === 'password') await write('htpasswd', `${registryUser.name}:${passwordHash}\n`);
  await write('config.yml', configOf(folder, address, way));
  const start = `docker-registry serve ${folder}/config.yml </dev/null >${folder}/log 2>&1 & echo $!`;
  const pid = (await engine.exec(['sh', '-c', start])).stdout.trim();
  const log = async () => (await engine.exec(['cat', `${folder}/log`])).stdout;
  await waitFor('the registry to listen', async () => /listening on/.test(await log()), 20_000).catch(
    async (thrown: unknown) => {
      throw new Error(`the registry did not start: ${await log()}`, { cause: thrown });
    },
  );
  let stopped: Promise<void> | undefined;
  const end = async () => {
    await engine.exec(['sh', '-c', `kill ${pid}; rm -rf ${folder}`]);
  };
  return { address, log, stop: () => (stopped ??= end()) };
}

function configOf(folder: string, address: string, way: RegistryWay): string {
  const tls = `{certificate: ${folder}/server.crt, key: ${folder}/server.key, minimumtls: tls1.2`;
  const clients = way === 'client-certificate' ? `, clientcas: [${folder}/ca.crt]` : '';
  return [
    'version: 0.1',
    `storage: {filesystem: {rootdirectory: ${folder}/data}, delete: {enabled: true}}`,
    ...(way === 'password' ? [`auth: {htpasswd: {realm: lab, path: ${folder}/htpasswd}}`] : []),
    'http:',
    `  addr: ${address}`,
    ...(way === 'plain' ? [] : [`  tls: ${tls}${clients}}`]),
    '',
  ].join('\n');
}
