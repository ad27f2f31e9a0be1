import { join } from 'node:path';
import type { TlsFileName } from '../../shared/contract/contexts.ts';
import { fail, type SlipwayError } from '../../shared/contract/failure.ts';
import { contextPlaces } from '../engine/contexts.ts';

/** Where the parts of one context are. */
export interface ContextPlaces {
  metaFolder: string;
  metaFile: string;
  /** Of all its endpoints. */
  tlsFolder: string;
  /** Of its docker endpoint. */
  tls: string;
}

export function placesOf(configFolder: string, name: string): ContextPlaces {
  const { meta, tls } = contextPlaces(configFolder, name);
  return {
    metaFolder: meta,
    metaFile: join(meta, 'meta.json'),
    tlsFolder: tls,
    tls: join(tls, 'docker'),
  };
}

export const tlsFileOf = (name: TlsFileName): string => `${name}.pem`;

/** The names that the docker CLI takes. @throws invalid-input `context-reserved`, `context-name` */
export function checkName(name: string): void {
  if (name === 'default') throw fail('invalid-input', 'context-reserved', { context: name });
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name))
    throw fail('invalid-input', 'context-name', { context: name });
}

export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';

export const isAbsent = (thrown: unknown): boolean => /^(ENOENT|ENOTDIR)$/.test(codeOf(thrown));

/** What the system said of a file or folder that was to be written; a failure of ours stays what it is. */
export function unwritable(thrown: unknown, path: string): unknown {
  return systemFailure(thrown, 'contexts-unwritable', path) ?? thrown;
}

/** The same of one that was to be read. */
export function unreadable(thrown: unknown, path: string): unknown {
  return systemFailure(thrown, 'contexts-unreadable', path) ?? thrown;
}

function systemFailure(
  thrown: unknown,
  reason: 'contexts-unwritable' | 'contexts-unreadable',
  path: string,
): SlipwayError | null {
  const code = codeOf(thrown);
  if (code === '') return null;
  const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  const at =
    thrown instanceof Error && 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : path;
  return fail(denied ? 'permission-denied' : 'internal', reason, { path: at, detail: code });
}
