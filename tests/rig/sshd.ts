import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rmdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './open-app.ts';
import { waitFor } from './wait-for.ts';

const server = '/usr/sbin/sshd';
/** sshd refuses to start without it, and only its service makes it. */
const separation = '/run/sshd';

/** An ssh server on loopback, and a client that knows it, neither of which touches ~/.ssh or /etc/ssh. */
export interface SshServer {
  readonly port: number;
  /** Its folder holds an `ssh` that reads no configuration but this server's: put it first on PATH. */
  readonly bin: string;
  /** What `ssh` takes for known hosts; empty it and the server is a stranger. */
  readonly knownHosts: string;
  /** What the server takes for allowed keys. */
  readonly allowedKeys: string;
  /** Ends every session, as a network that breaks does; the server goes on. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/** Why there can be no ssh server here; undefined when there can. */
export function sshMissing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'an ssh server needs root on Linux';
  return existsSync(server) ? undefined : `${server} is not installed (Debian: openssh-server)`;
}

/** Starts sshd; whoever logs in finds a `docker` that speaks with this engine. */
export async function startSshServer(engine: LabEngine): Promise<SshServer> {
  const folder = await temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  const madeSeparation = !existsSync(separation);
  if (madeSeparation) await mkdir(separation, { mode: 0o755 });
  const key = (name: string): Promise<string> =>
    runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)]);
  await Promise.all([key('host'), key('client'), mkdir(at('bin')), mkdir(at('remote'))]);
  const port = await freePort();
  const [hostKey, clientKey] = await Promise.all(
    ['host.pub', 'client.pub'].map((name) => runOk('cat', [at(name)])),
  );
  await writeFile(at('allowed'), `${clientKey}\n`, { mode: 0o600 });
  await writeFile(at('known'), `[127.0.0.1]:${port} ${hostKey}\n`);
  await writeFile(at('sshd_config'), serverConfig(at, port));
  await script(at('remote/docker'), [
    `export SLIPWAY_LAB_DOCKER_HOST=${engine.host}`,
    `exec ${labDockerPath()} "$@"`,
  ]);
  const options = [
    ...['-F', 'none', '-i', at('client'), '-o', 'IdentitiesOnly=yes', '-o', 'IdentityAgent=none'],
    ...['-o', `UserKnownHostsFile=${at('known')}`, '-o', 'GlobalKnownHostsFile=none'],
  ];
  await script(at('bin/ssh'), [`exec /usr/bin/ssh ${options.join(' ')} "$@"`]);

  const child = spawn(server, ['-D', '-e', '-f', at('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await waitFor('sshd to listen', async () => {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    return answers(port);
  });
  return {
    port,
    bin: at('bin'),
    knownHosts: at('known'),
    allowedKeys: at('allowed'),
    cut: () => endSessions(child),
    stop: async () => {
      await endSessions(child);
      child.kill('SIGTERM');
      await ended;
      if (madeSeparation) await rmdir(separation);
      await folder.remove();
    },
  };
}

function serverConfig(at: (name: string) => string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `PidFile ${at('sshd.pid')}`,
    `AuthorizedKeysFile ${at('allowed')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 100',
    'MaxSessions 100',
    `SetEnv PATH=${at('remote')}:/usr/bin:/bin`,
    '',
  ].join('\n');
}

async function script(path: string, lines: readonly string[]): Promise<void> {
  await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(path, 0o755);
}

/** sshd forks a process a session; in newer releases that one is another program with a child of its own. */
async function endSessions(child: ChildProcess): Promise<void> {
  const pids = await childrenOf(child.pid ?? 0);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (thrown) {
      // Ended between the listing and the signal.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
    }
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const table = (await runOk('ps', ['-e', '-o', 'pid=,ppid='])).split('\n').map((line) => {
    const [child = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return { child, parent };
  });
  const below = (of: number): number[] =>
    table.filter(({ parent }) => parent === of).flatMap(({ child }) => [child, ...below(child)]);
  return below(pid);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
