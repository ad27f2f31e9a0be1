import { spawnSync } from 'node:child_process';
import { findMirror } from './apt-sources.ts';
import { isProvisioned, suiteFor } from './roots.ts';
import type { EngineKind } from './types.ts';

export type LabSupport = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Environment variable naming an engine that may be wiped, used for `main` where the lab cannot start its own. */
export const externalVariable = 'SLIPWAY_TEST_ENGINE';

let namespaces: boolean | undefined;

/** Whether the lab can give an engine of this kind here; if not, why, in words for the test report. */
export function labSupport(kind: EngineKind): LabSupport {
  const own = ownSupport(kind);
  if (own.ok || kind !== 'main' || !process.env[externalVariable]) return own;
  return { ok: true };
}

/** Whether the lab can start an engine of this kind itself. */
export function ownSupport(kind: EngineKind): LabSupport {
  if (process.platform !== 'linux') return no(kind, `needs Linux, this is ${process.platform}`);
  if (process.getuid?.() !== 0) return no(kind, 'needs root (private namespaces, mounts)');
  namespaces ??= spawnSync('unshare', ['-m', '-n', '-u', '-p', '--fork', 'true']).status === 0;
  if (!namespaces) return no(kind, 'this machine refuses new mount, network and pid namespaces');
  if (!isProvisioned(suiteFor(kind)) && findMirror() === undefined) {
    return no(kind, 'no provisioned root, and no Debian mirror in the apt sources to make one from');
  }
  return { ok: true };
}

function no(kind: EngineKind, why: string): LabSupport {
  const advice = kind === 'main' ? `; or name a wipeable engine in ${externalVariable}` : '';
  return { ok: false, reason: `engine lab, ${kind}: ${why}${advice}` };
}
