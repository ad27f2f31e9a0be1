import { create } from 'zustand';
import type { ContextList, ContextVerdict } from '../../shared/contract/contexts.ts';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import { lookForEngines, useEndpoints } from './endpoints.ts';
import { call, keepStream } from './link.ts';
import { openPlan } from './plans.ts';
import { toast, toastError } from './toasts.ts';

interface ContextsState {
  /** null until it was told once. */
  list: ContextList | null;
  /** Name of the context that is being switched to. */
  switchingTo: string | null;
}

export const useContexts = create<ContextsState>()(() => ({ list: null, switchingTo: null }));

/** Follows the contexts on disk and the choice of an engine, for the life of the page. */
export function followContexts(): void {
  keepStream('contexts.watch', {}, (list) => useContexts.setState({ list }));
}

/** Makes a context the current one, for docker and for Slipway; what goes before it is told. */
export async function switchContext(name: string): Promise<void> {
  useContexts.setState({ switchingTo: name });
  const result = await call('contexts.use', { name });
  useContexts.setState({ switchingTo: null });
  if (!result.ok) {
    toastError((words) => words.contexts.notUsed(name), result.error, 'use-context');
    return;
  }
  const [warning] = result.value.warnings;
  toast({
    key: 'use-context',
    tone: warning === undefined ? 'done' : 'warning',
    title: (words) => words.contexts.used(name),
    ...(warning === undefined
      ? {}
      : {
          detail: (words) =>
            words.contexts.usedOverridden(words.contexts.sources[warning.by.source], warning.by.value),
        }),
    anyEngine: true,
  });
  if (useEndpoints.getState().list !== null) void lookForEngines({ quiet: true });
}

/** Writes a context; answers why not. */
export async function saveContext(
  way: { create: InputOf<'contexts.create'> } | { update: InputOf<'contexts.update'> },
): Promise<ApiError | null> {
  const edits = 'update' in way;
  const { name } = edits ? way.update : way.create;
  const result = edits
    ? await call('contexts.update', way.update)
    : await call('contexts.create', way.create);
  if (!result.ok) return result.error;
  toast({
    tone: 'done',
    title: (words) => (edits ? words.contexts.saved(name) : words.contexts.created(name)),
    anyEngine: true,
  });
  return null;
}

export function testContext(
  input: InputOf<'contexts.test'>,
  signal: AbortSignal,
): Promise<Result<ContextVerdict>> {
  return call('contexts.test', input, { signal });
}

/** Asks for a plan that removes these, the one in use among them where it is one. */
export function planContextRemoval(names: readonly string[]): void {
  void openPlan({ kind: 'contexts.remove', input: { names: [...names], force: true } });
}
