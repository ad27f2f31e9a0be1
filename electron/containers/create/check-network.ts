import { BlockList } from 'node:net';
import type { NetworkSpec, SpecProblem } from '../../../shared/contract/container-spec.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { isSpecialNetwork } from '../../../shared/model/container-spec/create-body.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import type { EngineClient } from '../../engine/client.ts';
import { list, type RawRecord, record, text } from '../../engine/raw/fields.ts';

/** Whether a network is there, takes containers, and has the address that is wanted. */
export async function networkProblems(
  client: EngineClient,
  network: NetworkSpec,
  field: string,
  signal: AbortSignal,
): Promise<SpecProblem[]> {
  const { name } = network;
  // Podman calls its own default by another name and takes this one too.
  if (isSpecialNetwork(name) || name === 'bridge') return [];
  let found: RawRecord;
  try {
    found = await inspectObject(client, 'network', name, signal);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found')
      return [problem('error', field, 'network-unknown', { name })];
    throw thrown;
  }
  if (text(found.Scope) === 'swarm' && found.Attachable !== true)
    return [problem('error', field, 'network-not-attachable', { name })];
  return [network.ipv4, network.ipv6].flatMap((address) => addressProblems(address, name, found, field));
}

function addressProblems(address: string, network: string, found: RawRecord, field: string): SpecProblem[] {
  if (address === '') return [];
  const kind = address.includes(':') ? 'ipv6' : 'ipv4';
  const subnets = list(record(found.IPAM).Config)
    .map((entry) => text(record(entry).Subnet))
    .filter((subnet) => subnet.includes(':') === (kind === 'ipv6') && subnet !== '');
  const inside = subnets.some((subnet) => {
    const [base = '', bits = ''] = subnet.split('/');
    const block = new BlockList();
    block.addSubnet(base, Number(bits), kind);
    return block.check(address, kind);
  });
  return inside
    ? []
    : [problem('error', field, 'address-outside', { address, network, subnets: subnets.join(', ') || '-' })];
}
