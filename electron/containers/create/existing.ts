import type { ContainerSpec } from '../../../shared/contract/container-spec.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { specFromInspect } from '../../../shared/model/container-spec/from-inspect.ts';
import { inspectContainer } from '../../engine/api/containers.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import type { EngineClient } from '../../engine/client.ts';
import { type RawRecord, record, text } from '../../engine/raw/fields.ts';

/** A container that is there, as a spec: without what its image or the engine filled in. */
export async function readSpec(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<ContainerSpec> {
  const inspected = await inspectContainer(client, id, signal);
  const [image, info] = await Promise.all([
    imageConfig(client, text(inspected.Image), signal),
    client.json('/info', { signal }),
  ]);
  const { LoggingDriver, DefaultRuntime } = record(info.body);
  return specFromInspect(inspected, {
    image,
    defaults: {
      ...(text(LoggingDriver) === '' ? {} : { logDriver: text(LoggingDriver) }),
      ...(text(DefaultRuntime) === '' ? {} : { runtime: text(DefaultRuntime) }),
    },
  }).spec;
}

/** An image may be gone while its container is still there: nothing can then be told from it. */
async function imageConfig(client: EngineClient, id: string, signal: AbortSignal): Promise<RawRecord> {
  if (id === '') return {};
  try {
    return record((await inspectObject(client, 'image', id, signal)).Config);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return {};
    throw thrown;
  }
}
