import { type InspectableKind, inspectableKinds } from '../../shared/contract/inspect.ts';
import { shortId } from '../../shared/model/names.ts';
import { type Route, routeHash } from './route.ts';

/** The address of a tab of a container's page. */
export function containerHash(id: string, tab: string): string {
  return routeHash('containers', shortId(id), {}, tab);
}

/** The address of a tab of an image's page. */
export function imageHash(id: string, tab = 'overview'): string {
  return routeHash('images', shortId(id), {}, tab);
}

/** The page of an object that is listed; what has none of its own is shown as the engine tells it. */
export function pageHash(kind: InspectableKind, id: string): string {
  if (kind === 'container') return containerHash(id, 'overview');
  return kind === 'image' ? imageHash(id) : objectHash(kind, id);
}

/** Everything the engine says of an object that is listed: a tab of its page, where it has one. */
export function rawHash(kind: InspectableKind, id: string): string {
  return kind === 'image' ? imageHash(id, 'inspect') : objectHash(kind, id);
}

/** The same of any object, listed or not, also by a name. */
export function objectHash(kind: InspectableKind, id: string): string {
  if (kind === 'container') return containerHash(id, 'inspect');
  return routeHash('inspect', kind, {}, kind === 'image' ? id.replace(/^sha256:/, '') : id);
}

/** The object an address such as `#/inspect/image/ID` names; null when the kind is not one. */
export function inspectedIn(route: Route): { kind: InspectableKind; id: string } | null {
  const kind = inspectableKinds.find((one) => one === route.object);
  return kind === undefined || route.tab === undefined ? null : { kind, id: route.tab };
}
