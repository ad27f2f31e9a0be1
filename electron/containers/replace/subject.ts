import type { EngineKind } from '../../../shared/contract/engine.ts';
import { type RawRecord, record, text, textMap, texts } from '../../engine/raw/fields.ts';

/** A container as its engine tells of it, with the image it was made from and the one its replacement is to have. */
export interface Subject {
  kind: EngineKind;
  apiVersion: string;
  /** `GET /containers/ID/json`. */
  container: RawRecord;
  /** `GET /images/ID/json` of the image it was made from. */
  ownImage: RawRecord;
  /** The same of the image that is wanted; `ownImage` where that stays. */
  image: RawRecord;
  /** How the wanted image is named in the request. */
  imageReference: string;
}

export const configOf = (image: RawRecord): RawRecord => record(image.Config);

/** The name without its slash. */
export const nameOf = (container: RawRecord): string => text(container.Name).replace(/^\//, '');

/** `NAME=value` lines as a map; the last of a name wins, as in the engine. */
export function envMap(lines: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf('=');
    map.set(at < 0 ? line : line.slice(0, at), at < 0 ? '' : line.slice(at + 1));
  }
  return map;
}

/** The variables that were set for the container: neither the image's nor those the engine adds. */
export function ownEnv({ kind, container, ownImage }: Subject): string[] {
  const inherited = new Set(texts(configOf(ownImage).Env));
  if (kind === 'podman') {
    for (const line of ['TERM=xterm', 'container=podman', 'HOME=/root']) inherited.add(line);
    inherited.add(`HOSTNAME=${text(record(container.Config).Hostname)}`);
  }
  return texts(record(container.Config).Env).filter((line) => !inherited.has(line));
}

/** The labels that were set for the container. */
export function ownLabels({ container, ownImage }: Subject): Record<string, string> {
  const inherited = textMap(configOf(ownImage).Labels);
  return Object.fromEntries(
    Object.entries(textMap(record(container.Config).Labels)).filter(
      ([key, value]) => inherited[key] !== value,
    ),
  );
}
