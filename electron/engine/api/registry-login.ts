import type { EngineClient } from '../client.ts';
import { record, text } from '../raw/fields.ts';

/** The engine asks the registry itself, which may be slow. */
const deadlineMs = 60_000;

/**
 * Has the engine try a login.
 * @returns the identity token the registry gave in place of the password; empty where it gave none
 */
export async function engineLogin(
  client: EngineClient,
  login: { username: string; password: string; serveraddress: string },
  signal: AbortSignal,
): Promise<string> {
  const { body } = await client.json('/auth', { method: 'POST', body: login, signal, deadlineMs });
  return text(record(body).IdentityToken);
}
