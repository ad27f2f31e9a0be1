import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { Certificates } from './certificates/certificates.ts';
import { localFiles } from './certificates/local-files.ts';
import { planRemoval, removalExecutor } from './certificates/removal.ts';

/** Serves `registries.*`. */
export function registriesHandlers(
  engine: Engine,
  plans: Plans,
  env: NodeJS.ProcessEnv,
): DomainHandlers<'registries'> {
  const certificates = new Certificates(engine, env);
  plans.register(removalExecutor(certificates));
  return {
    list: (_input, { signal }) => certificates.list(signal),
    inspectCertificate: (input, { signal }) => certificates.inspect(input, signal),
    addCertificate: (input, { signal }) => certificates.add(input, signal),
    removeCertificate: (input, { signal }) => planRemoval({ certificates, engine, plans }, input, signal),
    localFiles: ({ path }) => localFiles(path),
  };
}
