import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type {
  LoginChoices,
  LoginState,
  RegistryLogin,
  RegistryLogins,
} from '../../shared/contract/registry-login.ts';
import { call } from './link.ts';
import { usePolled } from './polled.ts';
import { toast, toastError } from './toasts.ts';

/** What others do shows a little later. */
const everyMs = 15_000;
/** Nothing is asked for each letter that is typed. */
const typingMs = 250;

const useChanges = create<{ count: number }>()(() => ({ count: 0 }));
const changed = () => useChanges.setState(({ count }) => ({ count: count + 1 }));

/** The key of a row: plain text that a helper hides is a row of its own. */
export const loginKey = ({ key, source }: RegistryLogin): string => `${key}\n${source.kind}`;

/** Logins, read again and again while the page is seen. */
export function useLogins(): { list: RegistryLogins | null; error: ApiError | null; read(): void } {
  const { value, error, read } = usePolled('logins', everyMs, (signal) =>
    call('registries.logins', {}, { signal }),
  );
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => useChanges.subscribe(() => latest.current()), []);
  return { list: value, error, read };
}

/** Registries a login is kept for, refused ones first, read again and again while the page is seen. */
export function useLoginStates(): readonly LoginState[] {
  const { value } = usePolled('login-states', everyMs, (signal) =>
    call('registries.loginStates', {}, { signal }),
  );
  return [...(value ?? [])].sort((a, b) => Number(b.refusedAt !== null) - Number(a.refusedAt !== null));
}

/** How a login to this registry could be kept; null until that is known. */
export function useLoginChoices(host: string, take: (choices: LoginChoices | null) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(async () => {
      const result = await call('registries.loginChoices', { host: host.trim() || 'docker.io' }, { signal });
      if (!signal.aborted) latest.current(result.ok ? result.value : null);
    }, typingMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [host]);
}

/** Logs in; answers why not. The password is sent once and kept nowhere in the page. */
export async function logIn(input: InputOf<'registries.login'>): Promise<ApiError | null> {
  const result = await call('registries.login', input);
  changed();
  if (!result.ok) return result.error;
  const { login, checks } = result.value;
  const failed = checks.find(({ ok }) => !ok);
  toast({
    tone: failed === undefined ? 'done' : 'warning',
    title: (words) => words.logins.loggedIn(login.host),
    ...(failed === undefined
      ? {}
      : { detail: (words) => (failed.by === 'engine' ? words.logins.onlySlipway : words.logins.onlyEngine) }),
  });
  return null;
}

export async function logOut(host: string): Promise<void> {
  const result = await call('registries.logout', { host });
  changed();
  if (!result.ok) toastError((words) => words.logins.notLoggedOut(host), result.error);
  else
    toast({
      tone: result.value.loggedOut ? 'done' : 'info',
      title: (words) =>
        result.value.loggedOut ? words.logins.loggedOut(host) : words.logins.nothingToForget(host),
    });
}
