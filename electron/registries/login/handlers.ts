import type { DomainHandlers } from '../../rpc/handlers.ts';
import type { RegistryTools } from '../client/open.ts';
import { login, loginChoices } from './login.ts';
import { watchRefused } from './refused.ts';

type Members = 'logins' | 'loginStates' | 'refusedLogins' | 'loginChoices' | 'login' | 'logout';

/** Serves the logins of `registries.*`. */
export function loginHandlers(tools: RegistryTools): Pick<DomainHandlers<'registries'>, Members> {
  const { credentials } = tools;
  return {
    logins: async (_, { signal }) => ({
      ...(await credentials.logins(signal)),
      path: credentials.file.path,
    }),
    loginStates: async () =>
      (await credentials.keptFor()).map((host) => ({ host, refusedAt: credentials.marks.refusedAt(host) })),
    refusedLogins: (_, { signal }) => watchRefused(credentials.marks, signal),
    loginChoices: ({ host }, { signal }) => loginChoices(tools, host, signal),
    login: (input, { signal }) => login(tools, input, signal),
    logout: async ({ host }, { signal }) => ({ loggedOut: await credentials.erase(host, signal) }),
  };
}
