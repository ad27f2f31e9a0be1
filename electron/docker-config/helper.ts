import { type ChildProcess, spawn } from 'node:child_process';
import { fail, type SlipwayError } from '../../shared/contract/failure.ts';
import { parseJson } from './config.ts';
import { programsOnPath } from './on-path.ts';

/** What a helper keeps for one server. A user name of `<token>` says that the secret is an identity token. */
export interface HelperSecret {
  username: string;
  secret: string;
}

/** What a credential helper has to know of where it runs. */
export interface HelperPlace {
  env: NodeJS.ProcessEnv;
  /** A helper may ask a person to unlock its keychain; beyond this it is taken to hang. */
  deadlineMs: number;
  signal?: AbortSignal;
}

const prefix = 'docker-credential-';
const outputLimit = 1024 * 1024;
const notFound = 'credentials not found in native keychain';

/** The user name that marks an identity token. */
export const tokenUser = '<token>';

/**
 * Has `docker-credential-NAME` store a secret, over its standard input.
 * @throws unsupported `helper-missing`, timeout `helper-hangs`, engine-error `helper-failed`
 */
export async function storeSecret(
  name: string,
  server: string,
  { username, secret }: HelperSecret,
  place: HelperPlace,
): Promise<void> {
  const input = JSON.stringify({ ServerURL: server, Username: username, Secret: secret });
  const { failed, output } = await run(name, 'store', input, place);
  if (failed) throw refusal(name, 'store', output, secret);
}

/** What it keeps for this server; null where it has nothing. @throws as `storeSecret` */
export async function getSecret(
  name: string,
  server: string,
  place: HelperPlace,
): Promise<HelperSecret | null> {
  const { failed, output } = await run(name, 'get', oneLine(server), place);
  if (failed) {
    if (output.trim() === notFound) return null;
    throw refusal(name, 'get', output);
  }
  const answer = parseJson(output);
  const text = (key: string): string => {
    const value: unknown =
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  if (typeof answer !== 'object' || answer === null)
    throw fail('engine-error', 'helper-failed', {
      helper: prefix + name,
      action: 'get',
      detail: 'its answer is not JSON',
    });
  const found = { username: text('Username'), secret: text('Secret') };
  // docker-credential-pass answers so for what it does not have.
  return found.username === '' && found.secret === '' ? null : found;
}

/** Has it forget what it keeps for this server; false where it had nothing. @throws as `storeSecret` */
export async function eraseSecret(name: string, server: string, place: HelperPlace): Promise<boolean> {
  const { failed, output } = await run(name, 'erase', oneLine(server), place);
  if (!failed) return true;
  if (output.trim() === notFound) return false;
  throw refusal(name, 'erase', output);
}

/** User names by server. @throws as `storeSecret` */
export async function listSecrets(name: string, place: HelperPlace): Promise<Map<string, string>> {
  const { failed, output } = await run(name, 'list', 'unused', place);
  if (failed) throw refusal(name, 'list', output);
  const answer = parseJson(output);
  if (typeof answer !== 'object' || answer === null)
    throw fail('engine-error', 'helper-failed', {
      helper: prefix + name,
      action: 'list',
      detail: 'its answer is not JSON',
    });
  const found = new Map<string, string>();
  for (const [server, username] of Object.entries(answer))
    if (typeof username === 'string') found.set(server, username);
  return found;
}

/** Names of the helpers on PATH, without their prefix. */
export async function helpersOnPath(env: NodeJS.ProcessEnv): Promise<string[]> {
  const files = await programsOnPath((file) => file.startsWith(prefix), env);
  const names = files.map((file) => file.slice(prefix.length).replace(/[.]exe$/i, ''));
  return [...new Set(names.filter(isHelperName))].sort();
}

/** A name with a slash would run any program. */
function isHelperName(name: string): boolean {
  return /^[\w][\w.-]*$/.test(name);
}

/** The protocol ends a server at the end of its line. */
function oneLine(server: string): string {
  return server.replace(/[\r\n]/g, '');
}

interface Outcome {
  failed: boolean;
  /** Standard output: the protocol has failures there, too. */
  output: string;
}

function run(name: string, action: string, input: string, place: HelperPlace): Promise<Outcome> {
  const helper = prefix + name;
  const missing = () => fail('unsupported', 'helper-missing', { helper });
  if (!isHelperName(name)) return Promise.reject(missing());
  return new Promise((resolve, reject) => {
    place.signal?.throwIfAborted();
    // In a group of its own: what it started goes with it.
    const detached = process.platform !== 'win32';
    const child = spawn(helper, [action], { env: place.env, stdio: ['pipe', 'pipe', 'ignore'], detached });
    const chunks: Buffer[] = [];
    let size = 0;
    let settled = false;
    const settle = (how: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      place.signal?.removeEventListener('abort', onAbort);
      how();
    };
    const onAbort = () => {
      end(child);
      settle(() => reject(fail('cancelled', 'cancelled')));
    };
    const timer = setTimeout(() => {
      end(child);
      const seconds = String(Math.max(1, Math.round(place.deadlineMs / 1000)));
      settle(() => reject(fail('timeout', 'helper-hangs', { helper, action, seconds })));
    }, place.deadlineMs);
    place.signal?.addEventListener('abort', onAbort, { once: true });
    child.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : '';
      settle(() =>
        reject(
          code === 'ENOENT'
            ? missing()
            : fail('engine-error', 'helper-failed', { helper, action, detail: code }),
        ),
      );
    });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= outputLimit) chunks.push(chunk);
      else end(child);
    });
    // One that ends before it read everything tells by its exit.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('close', (code) => {
      if (size > outputLimit)
        settle(() =>
          reject(fail('engine-error', 'helper-failed', { helper, action, detail: 'it sent too much' })),
        );
      const output = Buffer.concat(chunks).toString('utf8');
      settle(() => resolve({ failed: code !== 0, output }));
    });
  });
}

function end(child: ChildProcess): void {
  child.stdout?.destroy();
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch (thrown) {
    // It ended by itself in this moment.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}

/** A helper may repeat what it was given or what it found: no secret gets into its words. */
function refusal(name: string, action: string, output: string, secret = ''): SlipwayError {
  const said = output.trim();
  const clean = secret === '' ? said : said.replaceAll(secret, '***');
  const detail = clean === '' || /"Secret"/i.test(clean) ? 'it gave no reason' : clean.slice(0, 500);
  return fail('engine-error', 'helper-failed', { helper: prefix + name, action, detail });
}
