import type { PortBinding } from '../../../shared/contract/containers.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { HostAccess, PublishedPort } from '../../../shared/contract/machine-ports.ts';
import { isEveryAddress } from '../../../shared/model/bound-sockets.ts';
import { engineHost, portUrl } from '../../../shared/model/container-text.ts';
import { gatewayNeeds, hasHostGateway } from '../../../shared/model/host-gateway.ts';
import { formatAddress } from '../../engine/address.ts';
import { inspectContainer, listContainers } from '../../engine/api/containers.ts';
import type { Engine } from '../../engine/engine.ts';
import { portTableOf } from '../../engine/port-table.ts';
import { record } from '../../engine/raw/fields.ts';
import { hasItsPorts, holderOf, wishesOf } from './published.ts';

/** Every published port of every container, by port; of those that do not run the ports they will want. */
export async function publishedPorts(engine: Engine, signal: AbortSignal): Promise<PublishedPort[]> {
  const client = await engine.client(signal);
  const [rows, table] = await Promise.all([
    listContainers(client, { all: true, signal }),
    portTableOf(client, signal),
  ]);
  const host = engineHost(formatAddress(client.address));
  const found = await Promise.all(
    rows.map(async (row): Promise<PublishedPort[]> => {
      const about = { containerId: row.id, containerName: row.name, running: hasItsPorts(row) };
      if (about.running)
        return inOnePlace(row.ports).flatMap(({ hostPort, ...port }) => {
          if (hostPort === null) return [];
          const url = portUrl({ ...port, hostPort, hostIp: port.hostIp === '' ? null : port.hostIp }, host);
          return [{ ...about, ...port, hostPort, status: 'open', holder: null, url }];
        });
      try {
        const wishes = wishesOf(record(await inspectContainer(client, row.id, signal)));
        return await Promise.all(
          wishes.map(async (wish): Promise<PublishedPort> => {
            if (table === null) return { ...about, ...wish, status: 'unknown', holder: null, url: null };
            const holder = await holderOf(wish, row.id, rows, table);
            return { ...about, ...wish, status: holder === null ? 'free' : 'taken', holder, url: null };
          }),
        );
      } catch (thrown) {
        // Removed since the list was read.
        if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return [];
        throw thrown;
      }
    }),
  );
  return found.flat().sort((a, b) => a.hostPort - b.hostPort || (a.containerName < b.containerName ? -1 : 1));
}

/** Published for every address, a port is told once for each family of addresses: it is one all the same. */
function inOnePlace(ports: readonly PortBinding[]): PortBinding[] {
  const found = new Map<string, PortBinding>();
  for (const port of ports) {
    const hostIp = isEveryAddress(port.hostIp) ? '' : port.hostIp;
    found.set(`${hostIp} ${port.hostPort} ${port.containerPort} ${port.protocol}`, { ...port, hostIp });
  }
  return [...found.values()];
}

/** Whether containers of this engine can be given host.docker.internal. */
export async function hostAccess(engine: Engine, signal: AbortSignal): Promise<HostAccess> {
  await engine.client(signal);
  const { kind, version } = await engine.connection.identity(signal);
  return { supported: hasHostGateway({ kind, version }), needs: gatewayNeeds(kind), version, kind };
}
