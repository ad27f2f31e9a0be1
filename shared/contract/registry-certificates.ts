import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { Plan } from './plans.ts';

/** A file or folder on the machine that Slipway runs on, to choose certificates from. Names are hostile text. */
export interface LocalEntry {
  name: string;
  type: 'folder' | 'file';
  /** Bytes; 0 for a folder. */
  size: number;
}

export interface LocalFolder {
  /** Absolute. */
  path: string;
  /** null at the top. */
  parent: string | null;
  /** Folders first, then by name. */
  entries: LocalEntry[];
  /** False where there are more than are listed. */
  complete: boolean;
}

/** What a certificate says of itself. Hostile text. Times are ISO 8601. */
export interface CertificateFacts {
  subject: string;
  issuer: string;
  /** Hexadecimal, as openssl prints it. */
  serial: string;
  /** SHA-256, hexadecimal with colons. */
  fingerprint: string;
  notBefore: string;
  notAfter: string;
  /** Whole days from now on; negative once it ended. */
  daysLeft: number;
  /** Such as `RSA 2048`, `EC prime256v1` or `Ed25519`. */
  keyType: string;
  /** Host names and addresses it is made for. */
  names: string[];
  /** Extended key usages by name, or as numbers where they have none here; empty: any. */
  usages: string[];
  /** It may sign others. */
  isAuthority: boolean;
}

/** From so many days on before its end a certificate is warned of, and then again. */
const expiryDays = { early: 30, late: 7 } as const;
export type Expiry = 'good' | 'early' | 'late' | 'ended';

export function expiryOf(daysLeft: number): Expiry {
  if (daysLeft < 0) return 'ended';
  if (daysLeft < expiryDays.late) return 'late';
  return daysLeft < expiryDays.early ? 'early' : 'good';
}

export const certificateCheckKeys = [
  'key',
  'validity',
  'usage',
  'issuer',
  'authorities',
  'secure',
  'reached',
  'server-trusted',
  'server-name',
  'server-validity',
  'handshake',
  'answer',
] as const;
export type CertificateCheckKey = (typeof certificateCheckKeys)[number];
export type CertificateVerdict = 'ok' | 'warning' | 'problem' | 'unknown';

/** One thing that decides whether a certificate works. The page words it from `key`, `verdict` and `params`. */
export interface CertificateCheck {
  key: CertificateCheckKey;
  verdict: CertificateVerdict;
  /** What was found. Hostile text. */
  params: Readonly<Record<string, string>>;
  /** What it means, in English. */
  meaning: string;
  /** What to do about it, in English; empty where there is nothing to do. */
  fix: string;
}

export type PlaceKind = 'docker' | 'rootless' | 'desktop' | 'podman' | 'podman-rootless';
/** `elevate`: with the rights of an administrator, which Slipway can ask for. `none`: by hand only. */
export type PlaceAccess = 'write' | 'elevate' | 'none';

/** A folder in which the engine looks for certificates, one folder a registry. */
export interface CertificatePlace {
  kind: PlaceKind;
  /** As the engine names it. */
  path: string;
  access: PlaceAccess;
  /** It is on another machine, or cannot be looked into. */
  hidden: boolean;
  /** The engine reads it when it starts only. */
  restarts: boolean;
}

export type InstalledProblem =
  | 'ended'
  | 'ends-late'
  | 'ends-early'
  | 'key-missing'
  | 'certificate-missing'
  | 'key-mismatch'
  | 'key-open'
  | 'no-client-use'
  | 'authority-ended'
  | 'unreadable';

export interface InstalledPair {
  /** Without `.cert` and `.key`. */
  name: string;
  /** null where it is missing or unreadable. */
  certificate: CertificateFacts | null;
}

/** What the engine uses with one registry. */
export interface RegistryCertificates {
  registry: string;
  place: PlaceKind;
  /** The folder, as the engine names it. */
  path: string;
  pairs: InstalledPair[];
  /** Each certificate in each `.crt`. */
  authorities: { file: string; certificate: CertificateFacts }[];
  /** All files of the folder. */
  files: string[];
  problems: { problem: InstalledProblem; file: string }[];
  /** Of the first to end; null where there is none. */
  daysLeft: number | null;
}

export interface CertificateList {
  /** Where this engine looks, the one Slipway installs to first. */
  places: CertificatePlace[];
  registries: RegistryCertificates[];
  /** Places or folders that could not be read. */
  failed: { path: string; message: string }[];
}

export interface CertificateInspection {
  registry: string;
  /** null where only authorities were given. */
  client: CertificateFacts | null;
  /** What is sent along with it. */
  chain: CertificateFacts[];
  authorities: CertificateFacts[];
  checks: CertificateCheck[];
  /** The files are good. */
  canInstall: boolean;
  /** The registry took them, over a connection of Slipway's; null where that was not tried. */
  works: boolean | null;
  place: CertificatePlace;
  /** Files in its folder that would be replaced. */
  replaces: string[];
  /** Whether there are such files could not be seen. */
  unseen: boolean;
  /** Commands that install them by hand, on the machine of the engine. */
  steps: string;
}

/** What the engine itself comes to, asked for an image that is not there. */
export interface EngineTrial {
  verdict: 'ok' | 'problem' | 'unknown';
  /** The engine's own words; empty where it has none. */
  said: string;
}

export interface InstalledCertificate {
  registry: string;
  place: CertificatePlace;
  /** The folder, as the engine names it, and the files in it that were written. */
  path: string;
  files: string[];
  works: boolean | null;
  engine: EngineTrial;
}

/** What is installed for a registry and ended, or ends within a month. */
export interface EndingCertificate {
  registry: string;
  place: PlaceKind;
  daysLeft: number;
  expiry: Exclude<Expiry, 'good'>;
}

export interface EndingItem {
  /** All of the engine in use, the first to end first. */
  ending: EndingCertificate[];
  /** Those of them that are worth a message: once each at 30 days, at 7 and at the end, since Slipway was started. */
  tell: EndingCertificate[];
}

const path = z.string().min(1).max(4096).describe('a path on the machine that Slipway runs on');
const registry = z
  .string()
  .max(300)
  .regex(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/,
    'host or host:port, as in the names of its images',
  );

const placeKind = z.enum(['docker', 'rootless', 'desktop', 'podman', 'podman-rootless']);

const material = {
  registry,
  place: placeKind.optional().describe('one of those that list tells; the first where it is left out'),
  certificate: path.optional().describe('PEM or DER certificate, or PKCS#12 with its key'),
  key: path.optional().describe('PEM key, where the certificate does not bring it'),
  ca: path.optional().describe('PEM bundle of the authorities that signed the registry'),
  passphrase: z.string().max(1024).optional().describe('of the PKCS#12 or the key; used once and not kept'),
};
const something = { message: 'give a certificate or a ca' };
const hasSomething = (given: { certificate?: string | undefined; ca?: string | undefined }): boolean =>
  given.certificate !== undefined || given.ca !== undefined;

/** Certificates for registries. Keys are read by path: no byte of one ever goes over the contract. */
export const certificateMembers = {
  list: call(
    'Certificates the engine uses with registries, wherever it looks for them',
    z.strictObject({}),
    answer<CertificateList>(),
  ),
  inspectCertificate: call(
    'What is in these files, and whether the registry takes them; nothing is installed',
    z.strictObject({ ...material, connect: z.boolean().default(true) }).refine(hasSomething, something),
    answer<CertificateInspection>(),
  ),
  addCertificate: call(
    'Install a certificate where the engine reads it, once the registry took it',
    z
      .strictObject({
        ...material,
        replace: z.boolean().default(false).describe('take the place of what is there'),
        anyway: z.boolean().default(false).describe('even if the registry cannot be reached or refuses it'),
        elevate: z.boolean().default(false).describe('ask for the rights of an administrator (sudo, pkexec)'),
      })
      .refine(hasSomething, something),
    answer<InstalledCertificate>(),
  ),
  removeCertificate: call(
    'Plan to remove the certificates of registries; plans.execute does it',
    z.strictObject({
      registries: z
        .array(
          z.strictObject({
            registry,
            place: placeKind,
          }),
        )
        .min(1)
        .max(200),
      elevate: z.boolean().default(false),
    }),
    answer<Plan>(),
  ),
  ending: stream(
    'Certificates that ended or end within 30 days: those that do, and again whenever that may have changed',
    z.strictObject({}),
    answer<EndingItem>(),
  ),
  localFiles: call(
    'What is in a folder of the machine that Slipway runs on, to choose a certificate from; names only',
    z.strictObject({ path: path.optional().describe('the home folder where it is left out') }),
    answer<LocalFolder>(),
  ),
};
