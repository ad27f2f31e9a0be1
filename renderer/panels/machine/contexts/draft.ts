import {
  type ContextRow,
  type EndpointScheme,
  type TlsFileName,
  tlsFileNames,
} from '../../../../shared/contract/contexts.ts';
import type { InputOf } from '../../../../shared/contract/index.ts';
import type { Words } from '../../../i18n/index.ts';

/** A TLS file in the form: what is stored stays, a path is copied, null is taken away. */
export type DraftFile = { kept: true } | { path: string } | null;

export interface Draft {
  name: string;
  description: string;
  scheme: Exclude<EndpointScheme, 'other'>;
  /** Without its scheme. */
  address: string;
  tls: boolean;
  files: Record<TlsFileName, DraftFile>;
  skipTlsVerify: boolean;
}

export const schemes = ['unix', 'tcp', 'ssh', 'npipe'] as const;

/** What the form begins with. */
export function draftOf(row: ContextRow | null): Draft {
  const scheme = row === null || row.scheme === 'other' ? 'unix' : row.scheme;
  const stored = (name: TlsFileName): DraftFile =>
    row?.tlsFiles.some((file) => file.name === name) ? { kept: true } : null;
  return {
    name: row?.name ?? '',
    description: row?.description ?? '',
    scheme,
    address: row === null ? '' : row.host.replace(/^[a-z]+:\/\//, ''),
    tls: row?.tls ?? false,
    files: { ca: stored('ca'), cert: stored('cert'), key: stored('key') },
    skipTlsVerify: row?.skipTlsVerify ?? false,
  };
}

/** What goes over the contract. Files of another kind of address than tcp are taken away. */
export function inputOf(draft: Draft, row: ContextRow | null) {
  const secure = draft.scheme === 'tcp' && draft.tls;
  const tls: Partial<Record<TlsFileName, string | null>> = {};
  for (const name of tlsFileNames) {
    const file = draft.files[name];
    if (secure && file !== null && 'path' in file) {
      if (file.path.trim() !== '') tls[name] = file.path.trim();
    } else if (!(secure && file !== null) && row?.tlsFiles.some((one) => one.name === name)) tls[name] = null;
  }
  return {
    name: draft.name.trim(),
    description: draft.description,
    host: `${draft.scheme}://${draft.address.trim()}`,
    skipTlsVerify: secure && draft.skipTlsVerify,
    tls,
  };
}

/** The same as changes of a stored one: what nobody touched is left out, since the form may not spell it as it is stored. */
export function changesOf(draft: Draft, row: ContextRow): InputOf<'contexts.update'> {
  const { name, description, host, ...security } = inputOf(draft, row);
  const touched = touchedOf(draft, row);
  return {
    name,
    description,
    ...(touched.host ? { host } : {}),
    ...(touched.host || touched.security ? security : {}),
  };
}

/** Which parts of the endpoint are not as the form began. */
export function touchedOf(draft: Draft, row: ContextRow | null): { host: boolean; security: boolean } {
  const begun = draftOf(row);
  const isSame = (name: TlsFileName): boolean => {
    const [file, before] = [draft.files[name], begun.files[name]];
    return file === null || 'path' in file ? file === before : before !== null;
  };
  return {
    host: draft.scheme !== begun.scheme || draft.address.trim() !== begun.address,
    security:
      draft.tls !== begun.tls || draft.skipTlsVerify !== begun.skipTlsVerify || !tlsFileNames.every(isSame),
  };
}

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/;

/** What is wrong with the name of a new one. */
export function wrongName(
  name: string,
  taken: ReadonlySet<string>,
  words: Words['contexts'],
): string | undefined {
  if (name === 'default') return words.nameReserved;
  if (!nameForm.test(name)) return words.nameWrong;
  return taken.has(name) ? words.nameTaken : undefined;
}
