import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextList, ContextRow } from '../../shared/contract/contexts.ts';
import { type Certificates, makeCertificates } from '../engine-lab/certificates.ts';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { runCommand } from '../engine-lab/run-command.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import type { CommandResult, ExposedTcp, LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, ok, openApp, plainEnv, temporaryFolder } from './open-app.ts';

/** Two engines, one of them also over TLS, and a docker configuration that the docker CLI and Slipway share. */
export interface ContextRig {
  readonly engine: LabEngine;
  readonly other: LabEngine;
  readonly certificates: Certificates;
  readonly tls: ExposedTcp;
  /** The client's files by name, as they are given to a context. */
  readonly pair: { ca: string; cert: string; key: string };
  /** Of the test: its folder, and the docker configuration in it. */
  readonly home: string;
  config: string;
  /** Slipway on this configuration; closed by `after`. */
  open(more?: { env?: NodeJS.ProcessEnv; engine?: string; watch?: boolean }): Promise<OpenApp>;
  /** The docker CLI on it, with no DOCKER_HOST. */
  docker(...args: string[]): Promise<CommandResult>;
  dockerOk(...args: string[]): Promise<string>;
  before(): Promise<void>;
  after(): Promise<void>;
  end(): Promise<void>;
}

export async function openContextRig(): Promise<ContextRig> {
  const [engine, other, shared] = await Promise.all([
    connectEngine('main'),
    connectEngine('newest'),
    temporaryFolder(),
  ]);
  const certificates = await makeCertificates(join(shared.path, 'certificates'));
  const tls = await exposeTcp(engine, { tls: certificates.server });
  // The lab's script names an unreachable engine where it is given none: contexts would never count.
  const cli = join(shared.path, 'docker');
  const script = await readFile(labDockerPath(), 'utf8');
  await writeFile(cli, script.replace(/^export DOCKER_HOST=.*$/m, 'unset DOCKER_HOST'));
  await chmod(cli, 0o755);
  const opened: OpenApp[] = [];
  let home = await temporaryFolder();
  const { ca, cert, key } = certificates.client;
  const rig: ContextRig = {
    ...{ engine, other, certificates, tls, pair: { ca, cert, key }, config: '' },
    get home() {
      return home.path;
    },
    open: async (more = {}) => {
      const { env, ...rest } = more;
      const base = plainEnv(home.path, { DOCKER_CONFIG: rig.config, ...env });
      const slipway = await openApp({ home: home.path, env: base, ...rest });
      opened.push(slipway);
      return slipway;
    },
    docker: (...args) => runCommand(cli, args, { env: { SLIPWAY_LAB_DOCKER_CONFIG: rig.config } }),
    dockerOk: async (...args) => {
      const { code, stdout, stderr } = await rig.docker(...args);
      if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
      return stdout.trim();
    },
    before: async () => {
      await home.remove();
      home = await temporaryFolder();
      rig.config = join(home.path, 'docker');
      await mkdir(rig.config);
    },
    after: async () => {
      for (const slipway of opened.splice(0)) await slipway.close();
    },
    end: async () => {
      await tls.close();
      await Promise.all([home.remove(), shared.remove()]);
    },
  };
  return rig;
}

export const contextsOf = ({ client }: OpenApp): Promise<ContextList> => ok(client.call('contexts.list', {}));

export async function contextNamed(slipway: OpenApp, name: string): Promise<ContextRow | undefined> {
  return (await contextsOf(slipway)).contexts.find((row) => row.name === name);
}

export const versionInUse = async ({ client }: OpenApp): Promise<string> =>
  (await ok(client.call('engine.version', {}))).version;

/** Everything below a folder with its mode and text. */
export async function treeOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const whole = join(path, entry.name);
      const mode = ((await stat(whole)).mode & 0o777).toString(8);
      const text = entry.isFile() ? await readFile(whole, 'utf8') : '';
      found.push(`${mode} ${whole.slice(folder.length)} ${text}`);
      if (entry.isDirectory()) await walk(whole);
    }
  };
  await walk(folder);
  return found.sort();
}
