import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';
import type { Plan } from './plans.ts';

/** Where a login is kept. `session`: in the memory of Slipway, until it ends. `environment`: DOCKER_AUTH_CONFIG. */
export type LoginSource =
  | { kind: 'environment' }
  | { kind: 'session' }
  | { kind: 'helper'; helper: string }
  | { kind: 'file' };

/** Who is logged in to a registry. Names are hostile text; nothing here is secret. */
export interface RegistryLogin {
  /** `host[:port]`; `docker.io` for Docker Hub. */
  host: string;
  /** What config.json and credential helpers know it by. */
  key: string;
  /** Empty where only a token is kept. */
  username: string;
  source: LoginSource;
  /** A token is kept in place of a password. */
  isToken: boolean;
  /** It lies in config.json in plain text, but the docker CLI asks a helper instead. */
  ignored: boolean;
}

export interface RegistryLogins {
  logins: RegistryLogin[];
  /** Helpers and entries that could not be read. */
  problems: ApiError[];
  /** The config.json they are read from and written to. */
  path: string;
}

/** A registry that a login is kept for. */
export interface LoginState {
  host: string;
  /** When the registry refused it last, since Slipway was started, ISO 8601; null where it did not, or took one since. */
  refusedAt: string | null;
}

export interface RefusedLogins {
  /** Registries that refuse the login kept for them, since Slipway was started. */
  refused: string[];
  /** Those of them that are worth a message: once, until one of theirs is taken or kept anew. */
  tell: string[];
}

/** Ways to keep a login. */
export interface LoginChoices {
  /** Credential helpers on PATH, the one the docker CLI would take first. */
  helpers: string[];
  /** The docker CLI keeps what is for this registry with this helper; empty where it would write plain text. */
  configured: string;
  /** What is taken where nothing is chosen. */
  proposed: 'helper' | 'session';
  path: string;
}

/** Who says that the login is right; `error` says why somebody does not. */
export interface LoginCheck {
  /** `engine`: by POST /auth. `slipway`: this machine asked the registry itself. */
  by: 'engine' | 'slipway';
  ok: boolean;
  error?: ApiError;
}

export interface LoggedIn {
  login: RegistryLogin;
  checks: LoginCheck[];
}

export interface RepositoryPage {
  repositories: string[];
  /** To be given as `after` for the next page; null on the last one. */
  next: string | null;
}

export interface TagPage {
  tags: string[];
  next: string | null;
}

export interface TagPlatform {
  /** `os/architecture[/variant]` */
  platform: string;
  digest: string;
  /** Bytes of its layers and configuration, compressed; null where it could not be told. */
  sizeBytes: number | null;
}

/** What a tag is. Only `tag` is certain where `error` is there. */
export interface TagDetails {
  tag: string;
  digest: string;
  mediaType: string;
  platforms: TagPlatform[];
  /** Of all its platforms together, what they share counted once; null where it could not be told. */
  sizeBytes: number | null;
  createdAt: string | null;
  error?: ApiError;
}

const host = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^\P{Cc}+$/u, 'a registry such as registry.example.com:5000')
  .describe('host[:port]; docker.io for Docker Hub');
const repository = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]+([._/-]+[a-z0-9]+)*$/, 'a repository such as team/app')
  .describe('such as team/app');
const tag = z.string().regex(/^\w[\w.-]{0,127}$/, 'a tag');
const after = z.string().max(1024).optional().describe('where the last page ended');
const limit = z.number().int().min(1).max(200).default(50);

const keep = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('helper'), helper: z.string().regex(/^\w[\w.-]*$/) }),
    z.strictObject({ kind: z.literal('session') }),
    z.strictObject({ kind: z.literal('plain-text') }),
  ])
  .optional()
  .describe('where it is kept; without it a credential helper where one works, else only for the session');

/** Logging in to registries, and looking into them. */
export const loginMembers = {
  logins: call('Who is logged in to which registry', z.strictObject({}), answer<RegistryLogins>()),
  loginStates: call(
    'Registries a login is kept for, and whether they refused it lately; no helper is asked',
    z.strictObject({}),
    answer<LoginState[]>(),
  ),
  refusedLogins: stream(
    'Kept logins that registries refuse: those that do, and again whenever one is refused or taken',
    z.strictObject({}),
    answer<RefusedLogins>(),
  ),
  loginChoices: call(
    'How a login to a registry can be kept',
    z.strictObject({ host }),
    answer<LoginChoices>(),
  ),
  login: call(
    'Log in to a registry; the engine and the registry are asked before anything is kept',
    z.strictObject({
      host,
      username: z.string().min(1).max(1000),
      password: z.string().min(1).max(65_536).describe('a password or an access token'),
      keep,
    }),
    answer<LoggedIn>(),
  ),
  logout: call(
    'Forget the login to a registry, as docker logout does',
    z.strictObject({ host }),
    answer<{ loggedOut: boolean }>(),
  ),
  repositories: call(
    'Repositories of a registry, a page at a time',
    z.strictObject({ host, after, limit }),
    answer<RepositoryPage>(),
  ),
  tags: call(
    'Tags of a repository, a page at a time',
    z.strictObject({ host, repository, after, limit }),
    answer<TagPage>(),
  ),
  tagDetails: call(
    'What tags are: digest, platforms, size and age',
    z.strictObject({ host, repository, tags: z.array(tag).min(1).max(50) }),
    answer<TagDetails[]>(),
  ),
  deleteTags: call(
    'Plan to delete what tags name from a registry; plans.execute does it',
    z.strictObject({ host, repository, tags: z.array(tag).min(1).max(200) }),
    answer<Plan>(),
  ),
};
