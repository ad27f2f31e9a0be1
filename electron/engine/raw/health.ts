import type { HealthLog, HealthProbe } from '../../../shared/contract/crashes.ts';
import { isoFromText, list, num, record, text } from './fields.ts';

/** The health of a container out of the `State` of its inspect; null where it has no health check. */
export function healthLog(stateOfContainer: unknown): HealthLog | null {
  const state = record(stateOfContainer);
  // Podman 4 has it under either name, and empty for a container without a check.
  const raw = record(state.Health ?? state.Healthcheck);
  const status = text(raw.Status);
  if (status !== 'starting' && status !== 'healthy' && status !== 'unhealthy') return null;
  const probes = list(raw.Log).map(probe);
  return {
    status,
    failingStreak: num(raw.FailingStreak),
    probes: probes.filter((one): one is HealthProbe => one !== null).reverse(),
  };
}

function probe(entry: unknown): HealthProbe | null {
  const raw = record(entry);
  const startedAt = isoFromText(raw.Start);
  if (startedAt === undefined) return null;
  const endedAt = isoFromText(raw.End);
  return {
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    exitCode: num(raw.ExitCode),
    output: text(raw.Output),
  };
}
