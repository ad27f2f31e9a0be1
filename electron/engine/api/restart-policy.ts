import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { num, type RawRecord, record, text } from '../raw/fields.ts';
import { inspectContainer } from './containers.ts';
import { updateRestartPolicy } from './creation.ts';

/** As `--restart` takes it. */
export interface RestartPolicy {
  name: string;
  maximumRetryCount: number;
}

export function restartPolicyOf(container: RawRecord): RestartPolicy {
  const policy = record(record(container.HostConfig).RestartPolicy);
  return { name: text(policy.Name) || 'no', maximumRetryCount: num(policy.MaximumRetryCount) };
}

/** Whether the engine may start such a container by itself. */
export const startsByItself = (policy: RestartPolicy): boolean => policy.name !== 'no';

/**
 * Sets the policy of a container, unless it is that already. False where the engine will not or cannot: some refuse,
 * others answer well and change nothing, so that only a second look tells.
 */
export async function setRestartPolicy(
  client: EngineClient,
  id: string,
  policy: RestartPolicy,
  stepMs: number,
): Promise<boolean> {
  if (isSame(restartPolicyOf(await inspectContainer(client, id)), policy)) return true;
  try {
    await updateRestartPolicy(client, id, policy.name, policy.maximumRetryCount, { deadlineMs: stepMs });
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    return false;
  }
  return isSame(restartPolicyOf(await inspectContainer(client, id)), policy);
}

function isSame(a: RestartPolicy, b: RestartPolicy): boolean {
  return a.name === b.name && (a.name !== 'on-failure' || a.maximumRetryCount === b.maximumRetryCount);
}

/** An answer, and not that of an engine which is coming up or going down. */
function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof SlipwayError)) return false;
  const { status = 0 } = thrown.error;
  return (status >= 400 && status < 500) || status === 501;
}
