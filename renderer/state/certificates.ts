import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type {
  CertificateInspection,
  CertificateList,
  InstalledCertificate,
  RegistryCertificates,
} from '../../shared/contract/registry-certificates.ts';
import { call } from './link.ts';
import { openPlan, usePlanDialog } from './plans.ts';
import { usePolled } from './polled.ts';
import { toast } from './toasts.ts';

/** Days go by slowly; what others put there shows a little later. */
const everyMs = 60_000;

/** Grows with each work of this page on certificates: what shows them reads them again at once. */
const useChanges = create<{ count: number }>()(() => ({ count: 0 }));

/** The key of a row: a registry has one folder in each place. */
export const certificatesKey = ({ place, registry }: RegistryCertificates): string => `${place} ${registry}`;

/** Certificates of the engine in use, read again and again while the page is seen. */
export function useCertificates(): {
  list: CertificateList | null;
  error: ApiError | null;
  read(): void;
} {
  const { value, error, read } = usePolled('certificates', everyMs, (signal) =>
    call('registries.list', {}, { signal }),
  );
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    const stops = [
      useChanges.subscribe(() => latest.current()),
      usePlanDialog.subscribe(({ phase, ...state }) => {
        if (phase === 'report' && 'plan' in state && state.plan.kind === 'registries.remove-certificates')
          latest.current();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return { list: value, error, read };
}

/** Asks what is in files and whether a registry takes them: one question at a time, for what is typed now. */
export class Inspections {
  #asked: AbortController | null = null;

  /** null where `drop` or another question came before its answer. */
  async ask(input: InputOf<'registries.inspectCertificate'>): Promise<Result<CertificateInspection> | null> {
    this.drop();
    const mine = new AbortController();
    this.#asked = mine;
    const result = await call('registries.inspectCertificate', input, { signal: mine.signal });
    if (this.#asked !== mine) return null;
    this.#asked = null;
    return result;
  }

  /** The question is about what is not wanted any more. */
  drop(): void {
    this.#asked?.abort();
    this.#asked = null;
  }
}

/** Installs a certificate; what the engine then makes of it is told. */
export async function addCertificate(input: InputOf<'registries.addCertificate'>): Promise<ApiError | null> {
  const result = await call('registries.addCertificate', input);
  useChanges.setState(({ count }) => ({ count: count + 1 }));
  if (!result.ok) return result.error;
  tell(result.value);
  return null;
}

function tell({ registry, place, path, engine }: InstalledCertificate): void {
  const good = engine.verdict !== 'problem';
  toast({
    tone: good ? 'done' : 'warning',
    title: (words) => words.certificates.installed(registry),
    detail: ({ certificates: words }) =>
      place.restarts
        ? words.restartEngine
        : engine.verdict === 'ok'
          ? words.engineTookIt
          : engine.verdict === 'problem'
            ? words.engineRefusedIt(engine.said)
            : words.installedAt(path),
  });
}

/** Asks for a plan that removes what is installed for these. */
export function planCertificateRemoval(rows: readonly RegistryCertificates[], elevate: boolean): void {
  void openPlan({
    kind: 'registries.remove-certificates',
    input: { registries: rows.map(({ registry, place }) => ({ registry, place })), elevate },
  });
}
