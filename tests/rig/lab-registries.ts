import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runCommand, runOk } from '../engine-lab/run-command.ts';
import type { LabEngine } from '../engine-lab/types.ts';
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
  /** Stops those started, and takes the address away. */
  stop(): Promise<void>;
}

/** Who the registry with passwords lets in. */
export const registryUser = { name: 'lab', password: 'open sesame' } as const;
/** Of that password, by bcrypt: the registry takes nothing else. */
const passwordHash = '$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW';

/**
 * Room for registries beside a lab engine: a pair of network devices between its network and ours. The engine's root
 * must hold docker-registry (main and newest do).
 */
export async function openRegistries(engine: LabEngine): Promise<LabRegistries> {
  const link = await openLink(engine);
  const folder = await temporaryFolder();
  const certificates = await makeRegistryCertificates(folder.path, link.host);
  const running = new Set<LabRegistry>();
  let port = 5000 + randomInt(1000) * 10;
  return {
    host: link.host,
    certificates,
    async start(way, { server = certificates.server } = {}) {
      port += 1;
      const registry = await serve(engine, `${link.host}:${port}`, way, { certificates, server });
      running.add(registry);
      return registry;
    },
    async stop() {
      for (const registry of running) await registry.stop();
      await link.close();
      await folder.remove();
    },
  };
}

async function openLink(engine: LabEngine): Promise<{ host: string; close(): Promise<void> }> {
  for (let tries = 0; ; tries += 1) {
    const [second, third, quarter] = [randomInt(1, 255), randomInt(256), randomInt(64)];
    const near = `10.${second}.${third}.${quarter * 4 + 1}`;
    const host = `10.${second}.${third}.${quarter * 4 + 2}`;
    // Only where nothing else answers for that address.
    const routes = await runOk('ip', ['-4', '-o', 'addr']);
    if (routes.includes(`inet 10.${second}.`) && tries < 20) continue;
    const name = `slr${second}x${third}x${quarter}`;
    const peer = ['peer', 'name', name, 'netns', String(engine.netnsPid)];
    await runOk('ip', ['link', 'add', name, 'type', 'veth', ...peer]);
    await runOk('ip', ['addr', 'add', `${near}/30`, 'dev', name]);
    await runOk('ip', ['link', 'set', name, 'up']);
    const inside = `busybox ip addr add ${host}/30 dev ${name} && busybox ip link set ${name} up`;
    const done = await engine.exec(['sh', '-c', inside]);
    if (done.code !== 0) throw new Error(`no address inside of the engine's network: ${done.stderr}`);
    return {
      host,
      // Its other end goes with it; it is gone already where the engine was stopped.
      close: async () => void (await runCommand('ip', ['link', 'del', name])),
    };
  }
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
