import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EngineConnection } from '../../../electron/engine/connection.ts';
import { startFakeEngine } from '../../rig/fake-engine.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

const never = new AbortController().signal;

it('a socket that leads to another engine by now is known by asking, whatever is remembered', async () => {
  const first = await startFakeEngine({ apiVersion: '1.45', id: 'first' });
  const second = await startFakeEngine({ apiVersion: '1.45', id: 'second' });
  const folder = await temporaryFolder();
  const connection = new EngineConnection({ env: {} });
  try {
    const path = join(folder.path, 'docker.sock');
    await symlink(first.socket, path);
    const info = { id: 'e', name: 'e', source: 'given', address: `unix://${path}`, current: true };
    connection.choose({
      info: info as unknown as Parameters<typeof connection.choose>[0]['info'],
      address: { kind: 'unix', path },
      tls: async () => null,
    });
    await connection.confirm('first', never);
    await symlink(second.socket, `${path}.new`);
    await rename(`${path}.new`, path);
    // What is remembered still says the first one.
    await connection.clientOf('first', never);
    await expect(connection.confirm('first', never)).rejects.toMatchObject({
      error: { reason: 'plan-other-engine' },
    });
  } finally {
    await connection.close();
    await Promise.all([first.close(), second.close(), folder.remove()]);
  }
});
