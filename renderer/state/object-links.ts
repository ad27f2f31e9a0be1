import { type InspectableKind, inspectableKinds } from '../../shared/contract/inspect.ts';
import { shortId } from '../../shared/model/names.ts';
import { type Route, routeHash } from './route.ts';

/** The address of a tab of a container's page. */
export function containerHash(id: string, tab: string): string {
  return routeHash('containers', shortId(id), {}, tab);
}

/** The address that shows everything the engine says of an object; a container has a page of its own for that. */
export function objectHash(kind: InspectableKind, id: string): string {
  if (kind === 'container') return containerHash(id, 'inspect');
  return routeHash('inspect', kind, {}, kind === 'image' ? id.replace(/^sha256:/, '') : id);
}

/** The object an address such as `#/inspect/image/ID` names; null when the kind is not one. */
export function inspectedIn(route: Route): { kind: InspectableKind; id: string } | null {
  const kind = inspectableKinds.find((one) => one === route.object);
  return kind === undefined || route.tab === undefined ? null : { kind, id: route.tab };
}
