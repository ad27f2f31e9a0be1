import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, createApp } from '../../electron/app.ts';
import type { Client } from '../../shared/contract/client.ts';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { lookThroughHome } from './canaries.ts';

/** Slipway in this process, with a home of its own and the typed client a command line would use. */
export interface OpenApp {
  app: App;
  client: Client;
  home: string;
  /** Closes it, and deletes its home unless it was given one. Safe to call twice. */
  close(): Promise<void>;
}

/** A folder that is gone after `remove()`. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** What a person's environment holds, without what would lead to their engine or their settings. */
export function plainEnv(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: join(home, 'runtime'), ...more };
}

/** Opens Slipway on one engine, or on what `env` leads to where `engine` is left out. */
export async function openApp(options: Partial<AppOptions> = {}): Promise<OpenApp> {
  const folder = options.home === undefined ? await temporaryFolder() : null;
  const home = options.home ?? folder?.path ?? '';
  const app = await createApp({ env: plainEnv(home), ...options, home });
  const client = app.router.connect('cli');
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    client.close();
    await app.close();
    lookThroughHome(home);
    await folder?.remove();
  };
  return {
    app,
    client,
    home,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** The answer of a call that must succeed. */
export async function ok<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (settled.ok) return settled.value;
  throw new Error(`The call failed: ${JSON.stringify(settled.error)}`);
}

/** The failure of a call that must fail. */
export async function refused<T>(result: Promise<Result<T>>): Promise<ApiError> {
  const settled = await result;
  if (!settled.ok) return settled.error;
  throw new Error(`The call was to fail, and answered ${JSON.stringify(settled.value)}`);
}
