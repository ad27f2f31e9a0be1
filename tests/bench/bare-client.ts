import { fileURLToPath } from 'node:url';
import { type Child, startNode } from './child.ts';

export const bareClientName = 'bare /events client';

/** Starts a process that reads an engine's events and does nothing with them; answers once it follows. */
export async function startBareClient(socketPath: string): Promise<Child> {
  const program = fileURLToPath(new URL('bare-events-client.mjs', import.meta.url));
  const child = startNode([program, socketPath]);
  await child.line(/^following$/);
  return child;
}
