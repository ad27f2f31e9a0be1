import { useEffect, useMemo, useRef, useState } from 'react';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type { TagDetails } from '../../shared/contract/registry-login.ts';
import { call } from './link.ts';
import { usePlanDialog } from './plans.ts';
import { toastError } from './toasts.ts';

/** A list that is read a page at a time. */
export interface Pages {
  /** null before the first page. */
  names: readonly string[] | null;
  hasMore: boolean;
  busy: boolean;
  error: ApiError | null;
  more(): void;
  read(): void;
}

interface Held {
  of: string;
  names: readonly string[] | null;
  next: string | null;
  busy: boolean;
  error: ApiError | null;
}

type Ask = (
  after: string | undefined,
  signal: AbortSignal,
) => Promise<Result<{ names: readonly string[]; next: string | null }>>;

const empty = (of: string): Held => ({ of, names: null, next: null, busy: true, error: null });

/** Reads the first page of what `key` stands for, and more when asked; a null key reads nothing. */
function usePages(key: string | null, ask: Ask): Pages {
  const [held, setHeld] = useState<Held>(empty(''));
  const [turn, setTurn] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  const running = useRef<AbortController | null>(null);

  const load = async (of: string, before: readonly string[], after: string | undefined) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const result = await latest.current(after, signal);
    if (signal.aborted) return;
    setHeld((now) =>
      result.ok
        ? {
            ...{ of, busy: false, error: null, next: result.value.next },
            names: [...before, ...result.value.names.filter((name) => !before.includes(name))],
          }
        : { ...now, busy: false, error: result.error },
    );
  };
  const loading = useRef(load);
  loading.current = load;

  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for a reading now
  useEffect(() => {
    if (key === null) return;
    setHeld((now) => (now.of === key ? { ...now, busy: true, error: null } : empty(key)));
    void loading.current(key, [], undefined);
    return () => running.current?.abort();
  }, [key, turn]);

  const now = held.of === key ? held : empty(key ?? '');
  return {
    names: now.names,
    hasMore: now.next !== null,
    busy: key !== null && now.busy,
    error: now.error,
    more: () => {
      if (key === null || now.next === null || now.busy) return;
      setHeld({ ...now, busy: true, error: null });
      void load(key, now.names ?? [], now.next);
    },
    read: () => setTurn((count) => count + 1),
  };
}

/** Repositories of a registry; nothing for an empty host. */
export function useRepositories(host: string): Pages {
  return usePages(host === '' ? null : host, async (after, signal) => {
    const input = { host, ...(after === undefined ? {} : { after }) };
    const result = await call('registries.repositories', input, { signal });
    if (!result.ok) return result;
    return { ok: true, value: { names: result.value.repositories, next: result.value.next } };
  });
}

export interface TagRow {
  tag: string;
  /** null until it was read. */
  details: TagDetails | null;
}

/** Tags of a repository with what they are, as far as that was read; nothing for an empty repository. */
export function useTags(
  host: string,
  repository: string,
): Omit<Pages, 'names'> & { rows: readonly TagRow[] | null } {
  const key = host === '' || repository === '' ? null : `${host}\n${repository}`;
  const [details, setDetails] = useState<ReadonlyMap<string, TagDetails>>(new Map());
  const pages = usePages(key, async (after, signal) => {
    const input = { host, repository, ...(after === undefined ? {} : { after }) };
    const result = await call('registries.tags', input, { signal });
    if (!result.ok) return result;
    const { tags, next } = result.value;
    // Names show at once, what they are when it is known.
    void readDetails(tags, signal);
    return { ok: true, value: { names: tags, next } };
  });
  const readDetails = async (tags: string[], signal: AbortSignal) => {
    if (tags.length === 0) return;
    const result = await call('registries.tagDetails', { host, repository, tags }, { signal });
    if (!result.ok) {
      if (!signal.aborted) toastError((words) => words.browse.notRead, result.error);
      return;
    }
    const read = result.value;
    setDetails((before) => new Map([...before, ...read.map((one) => [keyOf(key, one.tag), one] as const)]));
  };
  const latest = useRef(pages.read);
  latest.current = pages.read;
  useEffect(
    () =>
      usePlanDialog.subscribe(({ phase, ...state }) => {
        if (phase === 'report' && 'plan' in state && state.plan.kind === 'registries.delete')
          latest.current();
      }),
    [],
  );
  const { names, ...rest } = pages;
  const rows = useMemo(
    () => names?.map((tag) => ({ tag, details: details.get(keyOf(key, tag)) ?? null })) ?? null,
    [names, details, key],
  );
  return { ...rest, rows };
}

const keyOf = (key: string | null, tag: string): string => `${key}\n${tag}`;
