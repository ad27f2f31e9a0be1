import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

export interface SecondInstance {
  argv: string[];
  workingDirectory: string;
  additionalData: unknown;
}

/** The lock behind `requestSingleInstanceLock`: a file with the first one's pid, and a socket that it listens on. */
export class InstanceLock {
  readonly #folder: string;
  #server: Server | null = null;
  /** Resolves once a first instance was told of this one. */
  told: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get held(): boolean {
    return this.#server !== null;
  }

  /** True for the first. Otherwise the first is told of this one. */
  take(mine: SecondInstance, second: (other: SecondInstance) => void): boolean {
    if (this.held) return true;
    mkdirSync(this.#folder, { recursive: true });
    const file = join(this.#folder, 'double.lock');
    const socket = join(this.#folder, 'double.sock');
    for (;;) {
      try {
        writeFileSync(file, String(process.pid), { flag: 'wx' });
        break;
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
      }
      if (isRunning(Number(readFileSync(file, 'utf8')))) {
        this.told = tell(socket, mine);
        return false;
      }
      rmSync(file, { force: true });
    }
    rmSync(socket, { force: true });
    const server = createServer((connection) => {
      let text = '';
      connection.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      connection.on('end', () => {
        second(JSON.parse(text));
        connection.end();
      });
    });
    server.listen(socket);
    server.unref();
    this.#server = server;
    process.once('exit', () => this.release());
    return true;
  }

  release(): void {
    if (this.#server === null) return;
    this.#server.close();
    this.#server = null;
    rmSync(join(this.#folder, 'double.lock'), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function tell(socket: string, mine: SecondInstance): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket, () => connection.end(JSON.stringify(mine)));
    connection.on('error', reject);
    connection.on('close', () => resolve());
    connection.resume();
  });
}
