import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import type { MachineCheck } from '../../shared/contract/machine.ts';
import type { Engine } from '../engine/engine.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';

/** Serves `machine.*`. */
export function machineHandlers(engine: Engine): DomainHandlers<'machine'> {
  return { checks: async () => checksFor(await engine.endpoints()) };
}

/** One check for having an engine at all, and one for each place that was looked at. */
export function checksFor(endpoints: readonly ProbedEndpoint[]): MachineCheck[] {
  const usable = endpoints.filter((endpoint) => endpoint.probe.status === 'usable');
  const named = usable.map((endpoint) => endpoint.address).join(', ');
  const overall: MachineCheck =
    usable.length > 0
      ? { id: 'engine', status: 'ok', title: 'A container engine answers', evidence: named }
      : {
          id: 'engine',
          status: 'problem',
          title: 'No container engine answers',
          evidence: `${endpoints.length} places were looked at.`,
          fix: {
            text: 'Install an engine, or start the one that is installed.',
            command: 'sudo apt-get install docker.io && sudo systemctl start docker',
          },
        };
  return [overall, ...endpoints.map((endpoint) => endpointCheck(endpoint, usable.length > 0))];
}

function endpointCheck(endpoint: ProbedEndpoint, anyUsable: boolean): MachineCheck {
  const { probe } = endpoint;
  const id = `endpoint:${endpoint.id}`;
  const title = `${endpoint.name} at ${endpoint.address}`;
  if (probe.status === 'usable')
    return {
      id,
      status: 'ok',
      title,
      evidence: `${probe.kind} ${probe.version}, API ${probe.apiVersion}, ${probe.ms} ms`,
    };
  const { error } = probe;
  // A well-known place where nothing listens is no fault of the machine while another engine answers.
  const harmless =
    endpoint.source === 'socket' && error.code === 'unreachable' && anyUsable && !endpoint.current;
  return {
    id,
    status: harmless ? 'unknown' : endpoint.current ? 'problem' : 'warning',
    title,
    evidence: error.message,
    ...(error.hint && !harmless ? { fix: { text: error.hint.text } } : {}),
  };
}
