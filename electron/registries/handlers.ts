import type { DomainHandlers } from '../rpc/handlers.ts';
import { localFiles } from './certificates/local-files.ts';

/** Serves `registries.*`. */
export function registriesHandlers(): DomainHandlers<'registries'> {
  return {
    localFiles: ({ path }) => localFiles(path),
  };
}
