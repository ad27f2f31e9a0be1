import { type InspectableKind, inspectableKinds } from '../../shared/contract/inspect.ts';
import { shortId } from '../../shared/model/names.ts';
import type { Route } from './route.ts';

/** The address of a tab of a container's page. */
export function containerHash(id: string, tab: string): string {
  return `#/containers/${encodeURIComponent(shortId(id))}/${encodeURIComponent(tab)}`;
}

/** The address that shows everything the engine says of an object; a container has a page of its own for that. */
export function objectHash(kind: InspectableKind, id: string): string {
  return kind === 'container'
    ? containerHash(id, 'inspect')
    : `#/inspect/${kind}/${encodeURIComponent(kind === 'volume' || kind === 'plugin' ? id : id.replace(/^sha256:/, ''))}`;
}

/** What follows `#/inspect/`: a kind and an id or name. null when the kind is not one. */
export function inspectedIn({
  object,
  tab,
}: Pick<Route, 'object' | 'tab'>): { kind: InspectableKind; id: string } | null {
  const kind = inspectableKinds.find((one) => one === object);
  return kind === undefined || tab === undefined ? null : { kind, id: tab };
}
