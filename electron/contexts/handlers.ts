import type { ContextList, ContextRow, ContextVerdict } from '../../shared/contract/contexts.ts';
import { fail } from '../../shared/contract/failure.ts';
import { ConfigFile } from '../docker-config/config-file.ts';
import { parseAddress } from '../engine/address.ts';
import { contextPlaces, dockerConfigFolder, readContexts } from '../engine/contexts.ts';
import type { TlsFiles } from '../engine/tls-files.ts';
import type { Plans } from '../plans/plans.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { listContexts } from './listing.ts';
import { checkName, placesOf } from './places.ts';
import { planRemoval, removalExecutor } from './removal.ts';
import { ContextStore } from './store.ts';
import { storedTls, type TlsTexts, type TlsWish, wishedTls } from './tls.ts';
import type { ContextTools } from './tools.ts';
import { tryAddress } from './trial.ts';
import { useContext } from './use.ts';
import { ContextFiles } from './watching.ts';

type Input<M extends 'create' | 'update' | 'test'> = Parameters<DomainHandlers<'contexts'>[M]>[0];

export interface OpenContexts {
  handlers: DomainHandlers<'contexts'>;
  /** Has Slipway go where the current context leads from now on, whoever changes it. */
  follow(): void;
  close(): Promise<void>;
}

/** Opens the contexts of the docker CLI's configuration folder. */
export function openContexts(
  options: Pick<ContextTools, 'engine' | 'env' | 'forgetChosen'>,
  plans: Plans,
): OpenContexts {
  const folder = dockerConfigFolder(options.env);
  const tools: ContextTools = {
    ...options,
    store: new ContextStore(folder),
    config: new ConfigFile(folder, 50),
  };
  const files = new ContextFiles(folder);
  const { engine, env } = tools;
  plans.register(removalExecutor(tools));
  let using: Promise<unknown> = Promise.resolve();
  const follow = (): void => {
    engine.chooser.follow().catch((thrown: unknown) => {
      process.emitWarning(`The change of a context could not be followed: ${String(thrown)}`);
    });
  };
  return {
    handlers: {
      list: async () => {
        await engine.chooser.ensure();
        return listContexts(engine, env);
      },
      watch: (_input, { signal }) => watchContexts(tools, files, signal),
      create: (input) => create(tools, input),
      update: (input) => update(tools, input),
      remove: (input) => planRemoval(tools, plans, input),
      // In turn, so that of several the last one asked for stays.
      use: ({ name }) => {
        const turn = using.then(() => useContext(tools, name));
        using = turn.catch(() => undefined);
        return turn;
      },
      test: (input, { signal }) => test(tools, input, signal),
    },
    follow: () => void files.listen(follow),
    close: () => files.close(),
  };
}

async function* watchContexts(
  { engine, env }: ContextTools,
  files: ContextFiles,
  signal: AbortSignal,
): AsyncGenerator<ContextList> {
  let wake: (() => void) | null = null;
  let changed = true;
  const notify = () => {
    changed = true;
    wake?.();
  };
  const stops = [files.listen(notify), engine.connection.onState(notify)];
  signal.addEventListener('abort', notify, { once: true });
  let told = '';
  try {
    await engine.chooser.ensure();
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        const list = await listContexts(engine, env);
        const text = JSON.stringify(list);
        if (text !== told) yield list;
        told = text;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      wake = null;
    }
  } finally {
    for (const stop of stops) stop();
    signal.removeEventListener('abort', notify);
  }
}

async function create(tools: ContextTools, input: Input<'create'>): Promise<ContextRow> {
  const { name, description, host, skipTlsVerify } = input;
  checkName(name);
  const tls = await wishedTls(new Map(), input.tls);
  checkHost(host, skipTlsVerify, tls);
  await tools.store.create({ name, description, host, skipTlsVerify }, tls);
  return rowNamed(tools, name);
}

async function update(tools: ContextTools, input: Input<'update'>): Promise<ContextRow> {
  const { name, description, host, skipTlsVerify, tls } = input;
  checkName(name);
  const found = (await readContexts(tools.env)).contexts.find((context) => context.name === name);
  const moves = host !== undefined || skipTlsVerify !== undefined || tls !== undefined;
  const files = async (stored: TlsTexts): Promise<TlsTexts> => {
    const wished = await wishedTls(stored, tls ?? {});
    checkHost(host ?? found?.host ?? '', skipTlsVerify ?? found?.skipTlsVerify ?? false, wished);
    return wished;
  };
  const changes = {
    ...(description === undefined ? {} : { description }),
    ...(host === undefined ? {} : { host }),
    ...(skipTlsVerify === undefined ? {} : { skipTlsVerify }),
  };
  // Looked at before anything is written, also where the files stay.
  if (moves && found !== undefined) await files(await storedTls(placesOf(tools.store.folder, name).tls));
  await tools.store.update(name, changes, tls === undefined ? null : files);
  await tools.engine.chooser.follow();
  return rowNamed(tools, name);
}

/** @throws invalid-input `address-malformed`, `context-scheme` */
function checkHost(host: string, skipTlsVerify: boolean, tls: TlsTexts): void {
  const address = parseAddress(host, skipTlsVerify || tls.size > 0);
  // The docker CLI reads no address without a scheme from a context.
  if (!host.includes('://'))
    throw fail('invalid-input', 'address-malformed', { address: host, detail: 'its scheme is missing' });
  if (address.kind !== 'tcp' && (tls.size > 0 || skipTlsVerify))
    throw fail('invalid-input', 'context-scheme', { host });
}

async function rowNamed({ engine, env }: ContextTools, name: string): Promise<ContextRow> {
  const row = (await listContexts(engine, env)).contexts.find((one) => one.name === name);
  if (row === undefined) throw fail('not-found', 'context-unknown', { context: name });
  return row;
}

/** A stored context is tried as it is used; anything else as it would be once it is stored. */
async function test(
  { engine, env, store }: ContextTools,
  input: Input<'test'>,
  signal: AbortSignal,
): Promise<ContextVerdict> {
  const { contexts } = await listContexts(engine, env);
  const row = contexts.find(({ name }) => name === input.name);
  const host = input.host ?? row?.host;
  if (host === undefined)
    throw input.name === undefined
      ? fail('invalid-input', 'address-malformed', { address: '', detail: 'it is missing' })
      : fail('not-found', 'context-unknown', { context: input.name });
  const skipTlsVerify = input.skipTlsVerify ?? row?.skipTlsVerify ?? false;
  const at = row === undefined ? null : `${contextPlaces(store.folder, row.name).tls}/docker`;
  const stored: TlsTexts = at === null ? new Map() : await storedTls(at);
  const wish: TlsWish = input.tls ?? {};
  const texts = await wishedTls(stored, wish);
  const secure = texts.size > 0 || skipTlsVerify;
  if (input.host !== undefined || input.tls !== undefined) checkHost(host, skipTlsVerify, texts);
  const address = parseAddress(host, row?.builtIn === true ? row.tls : secure);
  if (row?.builtIn === true || (input.tls === undefined && row !== undefined && input.host === undefined)) {
    // As it is used: with what reading its files says.
    const resolved = await engine.chooser.contextNamed(row.name);
    if ('broken' in resolved) return { status: 'unusable', error: resolved.broken.error };
    return tryAddress(resolved.address, resolved.tls, env, signal);
  }
  const files: TlsFiles = { verify: !skipTlsVerify, ...Object.fromEntries(texts) };
  return tryAddress(address, async () => (address.kind === 'tcp' && address.tls ? files : null), env, signal);
}
