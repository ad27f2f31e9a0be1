import { z } from 'zod';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';
import type { CertificateCheckKey, CertificateVerdict } from './registry-certificates.ts';

/** Steps beside those of a certificate. */
export const doctorStepKeys = [
  'name',
  'connect',
  'plain',
  'sign-in',
  'manifest',
  'rate-limit',
  'mirror',
  'engine',
  'engine-login',
] as const;
export type DoctorStepKey = (typeof doctorStepKeys)[number];

/** One thing that has to go well before an image can be pulled. The page words it from `key`, `verdict` and `params`. */
export interface DoctorStep {
  key: DoctorStepKey | CertificateCheckKey;
  /** Who did it: this machine, or the engine. */
  side: 'slipway' | 'engine';
  verdict: CertificateVerdict;
  /** null where it was part of the step before. */
  ms: number | null;
  /** What was found. Hostile text. */
  params: Readonly<Record<string, string>>;
  /** What it means and what to do, in English. */
  meaning: string;
  fix: string;
  /** What it failed with, where that is a failure of its own. */
  error?: ApiError;
}

export interface RegistryDiagnosis {
  registry: string;
  /** `repository:tag` or `repository@digest`; null where only the registry was asked about. */
  image: string | null;
  /** In the order in which a pull takes them. */
  steps: DoctorStep[];
  /** Place of the step that stands in the way; null where nothing does. */
  cause: number | null;
  /** Where the fix is done; `insecure`: in the settings of the engine. */
  action: 'certificate' | 'login' | 'insecure' | null;
}

/** Why an image cannot be pulled. */
export const doctorMembers = {
  check: call(
    'Why can nothing be pulled from a registry, or this image not: step by step, from this machine and from the engine',
    z.strictObject({
      target: z
        .string()
        .trim()
        .min(1)
        .max(1000)
        .regex(/^[^\s\0]+$/, 'an image, or a registry')
        .describe('an image such as registry.example:5000/team/app:1, or host:port alone'),
    }),
    answer<RegistryDiagnosis>(),
  ),
};
