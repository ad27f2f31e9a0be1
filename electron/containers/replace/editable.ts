import type { EditableContainer } from '../../../shared/contract/container-replace.ts';
import { inspectContainer } from '../../engine/api/containers.ts';
import type { Engine } from '../../engine/engine.ts';
import { num, record, text } from '../../engine/raw/fields.ts';
import { hasHealthCheck } from './diff.ts';
import { mountsOf } from './mounts.ts';
import { ownBytesOf } from './own-bytes.ts';
import { isUp, mayBeReplaced, subjectOf } from './plan.ts';
import { portsOf } from './ports.ts';
import { nameOf, ownEnv } from './subject.ts';

/** What a form shows before anything is changed. @throws what a replacement would be refused for */
export async function editableOf(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<EditableContainer> {
  const client = await engine.client(signal);
  const container = await inspectContainer(client, id, signal);
  mayBeReplaced(container);
  const { subject } = await subjectOf(engine, client, container, {}, signal);
  const host = record(container.HostConfig);
  const policy = record(host.RestartPolicy);
  return {
    id: text(container.Id),
    name: nameOf(container),
    image: text(record(container.Config).Image),
    env: ownEnv(subject),
    ports: portsOf(host.PortBindings),
    mounts: mountsOf(container).flatMap(({ row }) => (row === null ? [] : [row])),
    restart: { name: text(policy.Name) || 'no', maximumRetryCount: num(policy.MaximumRetryCount) },
    running: isUp(container),
    hasHealthCheck: hasHealthCheck(subject),
    ownBytes: await ownBytesOf(client, text(container.Id), signal),
  };
}
