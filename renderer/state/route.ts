import { useSyncExternalStore } from 'react';

/** Pages of the navigation. The address of each is `#/NAME`. */
export const pageNames = [
  'overview',
  'containers',
  'projects',
  'images',
  'stats',
  'disk',
  'checkpoints',
  'registries',
  'events',
  'machine',
  'settings',
] as const;
/** Pages that other pages lead to. */
const furtherPages = ['logs', 'inspect', 'run', 'reset'] as const;
export type NavPage = (typeof pageNames)[number];
export type PageName = NavPage | (typeof furtherPages)[number];
const everyPage: readonly PageName[] = [...pageNames, ...furtherPages];

export interface Route {
  /** null when the address names no page we have. */
  page: PageName | null;
  /** What follows the page, decoded: the object that is open. */
  object: string | null;
  /** Which page of the object: `#/containers/web/logs`; absent for its place in the list. */
  tab?: string;
  query: Readonly<Record<string, string>>;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch (fault) {
    console.warn('An address that cannot be decoded:', fault);
    return null;
  }
}

/** Reads an address such as `#/containers/web?state=running`; an empty one is the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page = '', ...rest] = path.split('/');
  const [object, tab] = rest.map(decode);
  return {
    page: page === '' ? 'overview' : (everyPage.find((name) => name === page) ?? null),
    object: object === undefined || object === '' ? null : object,
    ...(tab === undefined || tab === null || tab === '' ? {} : { tab }),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** The address of a route. Empty values of the query are left out. */
export function routeHash(
  page: PageName,
  object?: string | null,
  query: Route['query'] = {},
  tab = '',
): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#/${page}${object ? `/${encodeURIComponent(object)}` : ''}${object && tab ? `/${encodeURIComponent(tab)}` : ''}${search === '' ? '' : `?${search}`}`;
}

let shown: { hash: string; route: Route } | null = null;

/** The route shown now; the same object until the address changes. */
export function currentRoute(): Route {
  const { hash } = window.location;
  if (shown === null || shown.hash !== hash) shown = { hash, route: parseRoute(hash) };
  return shown.route;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}

/** Goes to an address. `replace` leaves no step to go back to. */
export function navigate(hash: string, options: { replace?: boolean } = {}): void {
  if (hash === window.location.hash) return;
  if (options.replace) {
    window.history.replaceState(null, '', hash);
    // replaceState tells nobody.
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else window.location.hash = hash;
}
