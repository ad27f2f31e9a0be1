import type { EngineEvent } from '../contract/engine.ts';

/** What events are narrowed to; a list that is left out lets all through, an event must fit every other one. */
export interface EventFilter {
  types?: readonly string[] | undefined;
  /** `exec_start` also means `exec_start: sh`. */
  actions?: readonly string[] | undefined;
  /** Whole names, or the start of an id. */
  objects?: readonly string[] | undefined;
  /** `key` or `key=value`, of the attributes the engine tells with an event: labels are among them. */
  labels?: readonly string[] | undefined;
}

/** The action without what follows its colon: `health_status: healthy` is `health_status`. */
export function plainAction(action: string): string {
  const colon = action.indexOf(':');
  return colon < 0 ? action : action.slice(0, colon);
}

function hasLabel(event: EngineEvent, wanted: string): boolean {
  const at = wanted.indexOf('=');
  const key = at < 0 ? wanted : wanted.slice(0, at);
  if (!Object.hasOwn(event.attributes, key)) return false;
  return at < 0 || event.attributes[key] === wanted.slice(at + 1);
}

/** Whether an event fits a filter. */
export function fitsFilter(event: EngineEvent, filter: EventFilter): boolean {
  const { types, actions, objects, labels } = filter;
  const id = event.id.replace(/^sha256:/, '');
  return (
    (types === undefined || types.includes(event.type)) &&
    (actions === undefined ||
      actions.includes(event.action) ||
      actions.includes(plainAction(event.action))) &&
    (objects === undefined ||
      objects.some((one) => one === event.name || one === event.id || (one !== '' && id.startsWith(one)))) &&
    (labels === undefined || labels.every((label) => hasLabel(event, label)))
  );
}

/** The same for an event however often it is told. */
export function eventKey(event: EngineEvent): string {
  return `${event.atNano} ${event.type} ${event.action} ${event.id}`;
}
