import type { Plans } from '../plans/plans.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { browseHandlers } from './browse/handlers.ts';
import { Certificates } from './certificates/certificates.ts';
import { Ending } from './certificates/ending.ts';
import { localFiles } from './certificates/local-files.ts';
import { planRemoval, removalExecutor } from './certificates/removal.ts';
import { certFolders, type RegistryTools } from './client/open.ts';
import { diagnose } from './doctor/diagnose.ts';
import { loginHandlers } from './login/handlers.ts';

/** Serves `registries.*`. */
export function registriesHandlers(
  services: Omit<RegistryTools, 'certFolders'>,
  plans: Plans,
): DomainHandlers<'registries'> {
  const { engine, env } = services;
  const certificates = new Certificates(engine, env);
  const ending = new Ending(engine, certificates);
  plans.register(removalExecutor(certificates));
  const tools: RegistryTools = {
    ...services,
    certFolders: certFolders(certificates, services),
  };
  return {
    list: (_input, { signal }) => certificates.list(signal),
    inspectCertificate: (input, { signal }) => certificates.inspect(input, signal),
    addCertificate: (input, { signal }) => certificates.add(input, signal),
    removeCertificate: (input, { signal }) => planRemoval({ certificates, engine, plans }, input, signal),
    ending: (_input, { signal }) => ending.watch(signal),
    check: ({ target }, { signal }) => diagnose(tools, target, signal),
    localFiles: ({ path }) => localFiles(path),
    ...loginHandlers(tools),
    ...browseHandlers(tools, plans),
  };
}
