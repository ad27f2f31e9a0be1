import type { EngineClient } from '../../../electron/engine/client.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import type { RawRecord } from '../../../electron/engine/raw/fields.ts';
import { fail } from '../../../shared/contract/failure.ts';

interface Asked {
  method?: string;
  body?: RawRecord;
  signal?: AbortSignal;
}

/** An engine that has volumes and containers by name and does what tests tell it before or after a request. */
export function engineOfVolumes() {
  const volumes = new Map<string, RawRecord>();
  const containers = new Map<string, RawRecord>();
  const info = { swarm: {} as RawRecord };
  const asked: string[] = [];
  /** By `METHOD /path`; throws for a request that fails before anything of it was done. */
  const before = new Map<string, () => void>();
  /** The same for an answer that is lost. */
  const after = new Map<string, () => void>();
  const act = (method: string, path: string, body: RawRecord): unknown => {
    const [, kind, name = ''] = path.split('/');
    if (path === '/info') return { Swarm: info.swarm };
    if (path === '/networks') return [];
    if (path === '/volumes') return { Volumes: [...volumes.values()] };
    if (path === '/containers/json' || path === '/images/json') return [];
    if (path === '/volumes/create') {
      const made = volumes.get(String(body.Name)) ?? { ...body, Options: {}, Mountpoint: '' };
      volumes.set(String(body.Name), made);
      return made;
    }
    if (path === '/containers/create') {
      containers.set('made', body);
      return { Id: 'made', Warnings: [] };
    }
    if (kind === 'images') return { Id: 'sha256:1' };
    const all = kind === 'volumes' ? volumes : containers;
    if (path.endsWith('/connect')) return undefined;
    if (!all.has(name))
      throw fail('not-found', 'object-unknown', { kind: String(kind), id: name }, { status: 404 });
    if (method === 'DELETE') return void all.delete(name);
    return all.get(name);
  };
  const json = async (path: string, { method = 'GET', body = {}, signal }: Asked = {}) => {
    const request = `${method} ${path}`;
    asked.push(request);
    if (signal?.aborted) throw fail('cancelled', 'cancelled');
    before.get(request)?.();
    const answer = act(method, path, body);
    after.get(request)?.();
    // It did what it was asked for, and nobody hears of it.
    if (signal?.aborted) throw fail('cancelled', 'cancelled');
    return { status: 200, headers: {}, body: answer };
  };
  const address = { kind: 'tcp', host: 'lab', port: 1 };
  const client = { apiVersion: '1.45', address, json, text: json } as unknown as EngineClient;
  const identity = { kind: 'docker', apiVersion: '1.45' };
  const engine = {
    engineId: async () => 'one',
    clientOf: async () => client,
    connection: { identity: async () => identity },
  } as unknown as Engine;
  return { engine, client, volumes, containers, info, asked, before, after };
}
