import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { EngineKind } from './engine.ts';
import type { ApiError } from './errors.ts';
import type { Plan } from './plans.ts';

/** How an address reaches its engine; `other`: a scheme that Slipway does not speak. */
export type EndpointScheme = 'unix' | 'npipe' | 'tcp' | 'ssh' | 'other';

export const tlsFileNames = ['ca', 'cert', 'key'] as const;
export type TlsFileName = (typeof tlsFileNames)[number];

/** A TLS file of a context. What a key holds is never told. */
export interface ContextTlsFile {
  name: TlsFileName;
  path: string;
  /** Of the first certificate in it; null for a key, and for what cannot be read. Hostile text. */
  subject: string | null;
  /** When that ends, ISO 8601. */
  notAfter: string | null;
}

export interface ContextRow {
  name: string;
  description: string;
  /** As it is stored, e.g. `tcp://host:2376`. */
  host: string;
  scheme: EndpointScheme;
  /** Its connection is encrypted by TLS. */
  tls: boolean;
  skipTlsVerify: boolean;
  tlsFiles: ContextTlsFile[];
  /** `default`: made up by the docker CLI, stored nowhere, neither edited nor removed. */
  builtIn: boolean;
  /** `currentContext` of config.json: what a plain `docker` uses. */
  current: boolean;
  /** Slipway is on it now. */
  inUse: boolean;
  /** Where it is written; null for `default`. */
  file: string | null;
  /** Why it cannot be used at all; null where that shows only when it is tried. */
  broken: ApiError | null;
}

/**
 * Where the choice of an engine comes from, strongest first. `found`: the first of those found that answered, as what was
 * meant did not.
 */
export const choiceSources = [
  'argument',
  'docker-host',
  'docker-context',
  'chosen',
  'current-context',
  'default',
  'found',
] as const;
export type ChoiceSource = (typeof choiceSources)[number];

/** Something that says which engine to use. */
export interface EngineClaim {
  source: ChoiceSource;
  /** As it was written: an address or the name of a context. */
  value: string;
  /** The context it comes to; null where it is an address. */
  context: string | null;
}

export interface EngineChoice extends EngineClaim {
  /** Chosen in this run over something stronger, which counts again at the next start. */
  untilRestart: boolean;
}

export interface ContextList {
  /** The configuration folder of the docker CLI. */
  folder: string;
  contexts: ContextRow[];
  /** Name of the context a plain `docker` uses where no variable says otherwise. */
  current: string;
  /** What names an engine at the moment, strongest first: the first counts at the next start. */
  claims: EngineClaim[];
  /** Why Slipway is on the engine it is on; null while none was chosen. */
  choice: EngineChoice | null;
  /** Contexts that could not be read. */
  problems: { context: string; detail: string }[];
}

/** What goes before the context that was chosen. */
export type UseWarning = { kind: 'overridden'; by: EngineClaim };

export interface ContextUsed {
  name: string;
  host: string;
  warnings: UseWarning[];
}

/** Whether an engine answers, and if not, why and what to do (the hint of the error). */
export type ContextVerdict =
  | {
      status: 'usable';
      kind: EngineKind;
      version: string;
      apiVersion: string;
      /** The engine's host name. */
      engineName: string;
      ms: number;
    }
  | { status: 'unusable'; error: ApiError };

const name = z.string().min(1).max(200).describe('name of a context');
const path = z
  .string()
  .regex(/^([/]|[a-zA-Z]:[\\/])[^\0]*$/, 'an absolute path on the machine of Slipway')
  .max(4096);
const host = z
  .string()
  .min(1)
  .max(2000)
  .describe('unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host');
const description = z.string().max(2000);
/** Paths of files to copy; null takes one away, what is left out stays. */
const tlsFiles = z.strictObject({
  ca: path.nullable().optional(),
  cert: path.nullable().optional(),
  key: path.nullable().optional(),
});

export const contexts = {
  list: call(
    'The docker contexts on disk, what decides which engine is used, and what was decided',
    z.strictObject({}),
    answer<ContextList>(),
  ),
  watch: stream(
    'The same, at once and whenever it changes, whoever changes it',
    z.strictObject({}),
    answer<ContextList>(),
  ),
  create: call(
    'Write a context as the docker CLI does',
    z.strictObject({
      name,
      description: description.default(''),
      host,
      skipTlsVerify: z.boolean().default(false).describe('do not check the certificate of the engine'),
      tls: tlsFiles.default({}).describe('PEM files to copy: ca, cert, key'),
    }),
    answer<ContextRow>(),
  ),
  update: call(
    'Change a context; what is left out stays, also what Slipway does not know',
    z.strictObject({
      name,
      description: description.optional(),
      host: host.optional(),
      skipTlsVerify: z.boolean().optional(),
      tls: tlsFiles.optional(),
    }),
    answer<ContextRow>(),
  ),
  remove: call(
    'Plan to remove contexts with their TLS files; plans.execute does it',
    z.strictObject({
      names: z.array(name).min(1).max(200),
      /** Also the one in use; the docker CLI is then back on `default`. */
      force: z.boolean().default(false),
    }),
    answer<Plan>(),
  ),
  use: call(
    'Make a context the current one of the docker CLI and of Slipway, at once',
    z.strictObject({ name }),
    answer<ContextUsed>(),
  ),
  test: call(
    'Ask whether an engine answers: a stored context, or one as it would be stored',
    z.strictObject({
      /** A stored one; with the others, those take the place of what it has. */
      name: name.optional(),
      host: host.optional(),
      skipTlsVerify: z.boolean().optional(),
      tls: tlsFiles.optional(),
    }),
    answer<ContextVerdict>(),
  ),
};
