import type { ProbedEndpoint } from '../../../shared/contract/engine.ts';
import { address, type Evidence, figure, listed, name, seen, text, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

/** Whether any engine answers, and one finding for each place that was looked at. */
export function checkEngines({ endpoints }: Pick<Site, 'endpoints'>): Finding[] {
  const usable = endpoints.filter(({ probe }) => probe.status === 'usable');
  const overall: Finding =
    usable.length > 0
      ? {
          topic: 'engine',
          finding: 'engine/answers',
          status: 'ok',
          evidence: listed(usable.map((one) => address(one.address))),
        }
      : {
          topic: 'engine',
          finding: 'engine/none',
          status: 'problem',
          evidence: seen`Places looked at: ${figure(endpoints.length)}`,
          fix: { route: '#/machine/engine' },
        };
  return [overall, ...endpoints.map(ofEndpoint)];
}

function ofEndpoint(endpoint: ProbedEndpoint): Finding {
  const { probe } = endpoint;
  const about = {
    topic: 'endpoint',
    of: endpoint.id,
    params: {
      name: endpoint.name === endpoint.address ? address(endpoint.address) : name(endpoint.name),
      address: address(endpoint.address),
    },
  } as const;
  if (probe.status === 'usable')
    return {
      ...about,
      finding: 'endpoint/usable',
      status: 'ok',
      evidence: seen`${word(probe.kind)} ${figure(probe.version)}, API ${figure(probe.apiVersion)}, ${figure(probe.ms)} ms`,
    };
  const { error } = probe;
  const evidence: Evidence = seen`${text(error.message)} (${word(error.reason ?? error.code)})`;
  // A well-known place where nothing listens is no fault of the machine.
  if (endpoint.source === 'socket' && error.code === 'unreachable' && !endpoint.current)
    return { ...about, finding: 'endpoint/idle', status: 'unknown', evidence, error };
  const command = error.hint?.action?.kind === 'copy' ? error.hint.action.text : undefined;
  return {
    ...about,
    finding: 'endpoint/unusable',
    status: endpoint.current ? 'problem' : 'warning',
    evidence,
    error,
    ...(command === undefined ? {} : { fix: { command } }),
  };
}
