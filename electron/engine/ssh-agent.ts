import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, type ClientRequestArgs } from 'node:http';
import { Duplex } from 'node:stream';
import { fail } from '../../shared/contract/failure.ts';
import type { Address } from './address.ts';

type SshAddress = Extract<Address, { kind: 'ssh' }>;

/** The ssh client's arguments: the same remote command the docker CLI runs, and never a question at a prompt. */
export function sshArguments(address: SshAddress): string[] {
  const host = address.socketPath === '' ? [] : [`--host=unix://${address.socketPath}`];
  return [
    '-T',
    '-o',
    'ConnectTimeout=30',
    '-o',
    'BatchMode=yes',
    ...(address.user === '' ? [] : ['-l', address.user]),
    ...(address.port === null ? [] : ['-p', String(address.port)]),
    '--',
    address.host,
    'docker',
    ...host.map(quoteForShell),
    'system',
    'dial-stdio',
  ];
}

/** The far side hands the words to a shell. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** An http agent whose connections are `ssh ... docker system dial-stdio` processes. */
export class SshAgent extends Agent {
  readonly #address: SshAddress;
  readonly #env: NodeJS.ProcessEnv;

  constructor(address: SshAddress, env: NodeJS.ProcessEnv) {
    super({ keepAlive: true, maxFreeSockets: 4 });
    this.#address = address;
    this.#env = env;
  }

  override createConnection(_options: ClientRequestArgs): Duplex {
    return new SshConnection(this.#address, this.#env);
  }
}

/** One ssh process as a socket. The methods that node:http expects of a socket and a pipe has no use for do nothing. */
class SshConnection extends Duplex {
  readonly #child: ChildProcess;
  #stderr = '';

  constructor(address: SshAddress, env: NodeJS.ProcessEnv) {
    super();
    const child = spawn('ssh', sshArguments(address), { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-2000);
    });
    // A broken pipe shows as the end of the process, which names the cause.
    child.stdin.on('error', () => child.kill());
    child.on('error', (error) => this.destroy(this.#failure(address, error.message)));
    child.on('close', (code) => {
      if (code === 0 || this.destroyed) this.push(null);
      else this.destroy(this.#failure(address, this.#stderr.trim() || `ssh ended with code ${code}`));
    });
  }

  #failure(address: SshAddress, detail: string): Error {
    const denied = /permission denied|host key verification failed/i.test(detail);
    return fail(denied ? 'unauthorized' : 'unreachable', 'ssh-failed', { host: address.host, detail });
  }

  override _read(): void {
    this.#child.stdout?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A write that failed stays open until the process has ended: that tells why, a broken pipe does not.
    this.#child.stdin?.write(chunk, (error) => {
      if (!error) done();
    });
  }

  override _final(done: () => void): void {
    this.#child.stdin?.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }

  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    this.#child.ref();
    return this;
  }
  unref(): this {
    this.#child.unref();
    return this;
  }
}
