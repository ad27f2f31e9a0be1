import { type InspectableKind, inspectableKinds } from '../../shared/contract/inspect.ts';
import { shortId } from '../../shared/model/names.ts';

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
export function inspectedIn(object: string | null): { kind: InspectableKind; id: string } | null {
  const slash = object?.indexOf('/') ?? -1;
  if (object === null || slash < 0) return null;
  const kind = inspectableKinds.find((one) => one === object.slice(0, slash));
  const id = object.slice(slash + 1);
  return kind === undefined || id === '' ? null : { kind, id };
}

/** What follows `#/containers/`: an id or name, and the tab of its page, if one is named. */
export function containerIn(object: string | null): { id: string; tab: string | null } {
  const [id = '', tab = ''] = (object ?? '').split('/');
  return { id, tab: tab === '' ? null : tab };
}
