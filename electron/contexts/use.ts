import { utimes } from 'node:fs/promises';
import type { ContextUsed, UseWarning } from '../../shared/contract/contexts.ts';
import { fail } from '../../shared/contract/failure.ts';
import { setInJson } from '../../shared/model/json-edit.ts';
import type { ConfigFile } from '../docker-config/config-file.ts';
import { claimOnly, listContexts } from './listing.ts';
import { isAbsent } from './places.ts';
import type { ContextTools } from './tools.ts';

/** What counts before the current context, for Slipway as for the docker CLI. */
const stronger: ReadonlySet<string> = new Set(['argument', 'docker-host', 'docker-context']);

/**
 * Makes a context the current one in config.json, then has Slipway switch to it. Where something stronger names an engine,
 * that counts again at the next start, and is told.
 * @throws not-found `context-unknown`, what config.json says, and why its address is none; nothing is changed then
 */
export async function useContext(tools: ContextTools, name: string): Promise<ContextUsed> {
  const { engine, env, config, forgetChosen } = tools;
  const before = await listContexts(engine, env);
  const row = before.contexts.find((one) => one.name === name);
  if (row === undefined) throw fail('not-found', 'context-unknown', { context: name });
  if (row.broken !== null) throw fail(row.broken.code, 'address-malformed', row.broken.params);
  await setCurrent(config, before.current, name);
  // What was chosen here before would go before the context at the next start.
  await forgetChosen();
  // Where it was the current one already nothing was written: others are to look all the same.
  await utimes(config.path, new Date(), new Date()).catch((thrown: unknown) => {
    if (!isAbsent(thrown)) throw thrown;
  });
  await engine.chooser.useContext(name);
  const { claims } = await listContexts(engine, env);
  const warnings: UseWarning[] = claims
    .filter(({ source, context }) => stronger.has(source) && context !== name)
    .slice(0, 1)
    .map((claim) => ({ kind: 'overridden', by: claimOnly(claim) }));
  return { name, host: row.host, warnings };
}

/** Takes `currentContext` away where it names this one, as the docker CLI does when it removes it. */
export async function forgetCurrent(config: ConfigFile, name: string): Promise<void> {
  await setCurrent(config, name, 'default');
}

/** Leaves what somebody else chose meanwhile alone: only a write that was lost is made again. */
async function setCurrent(config: ConfigFile, before: string, name: string): Promise<void> {
  let written = false;
  await config.change(({ text }) => {
    const now = currentIn(text);
    if (written && now !== before) return text;
    written = true;
    if (now === name) return text;
    return setInJson(text, ['currentContext'], name === 'default' ? undefined : name);
  });
}

function currentIn(text: string): string {
  const root: unknown = JSON.parse(text);
  const current =
    typeof root === 'object' && root !== null && 'currentContext' in root ? root.currentContext : undefined;
  return typeof current === 'string' && current !== '' ? current : 'default';
}
