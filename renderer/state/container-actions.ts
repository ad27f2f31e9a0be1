import type { Container } from '../../shared/contract/containers.ts';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type { Words } from '../i18n/index.ts';
import type { ContainerAction } from './container-rules.ts';
import { markInFlight } from './in-flight.ts';
import { call } from './link.ts';
import { toast, toastError } from './toasts.ts';

/** An action and what it needs to know. */
export type ActionRequest =
  | { action: Exclude<ContainerAction, 'kill' | 'rename'> }
  | { action: 'kill'; signal: string }
  | { action: 'rename'; name: string };

/** Asks Slipway to do it. Never rejects. */
export async function perform(id: string, request: ActionRequest): Promise<Result<{ changed: boolean }>> {
  switch (request.action) {
    case 'start':
      return call('containers.start', { id });
    case 'stop':
      return call('containers.stop', { id });
    case 'restart':
      return call('containers.restart', { id });
    case 'pause':
      return call('containers.pause', { id });
    case 'unpause':
      return call('containers.unpause', { id });
    case 'kill':
      return call('containers.kill', { id, signal: request.signal });
    case 'rename':
      return call('containers.rename', { id, name: request.name });
    case 'protect': {
      const result = await call('disk.protect', { kind: 'container', id });
      return result.ok ? { ok: true, value: { changed: true } } : result;
    }
    case 'unprotect': {
      const result = await call('disk.unprotect', { kind: 'container', id });
      return result.ok ? { ok: true, value: { changed: result.value.removed } } : result;
    }
  }
}

const doneSentence = (words: Words, action: ContainerAction, name: string): string =>
  words.containers.named(words.containers.done[action], name);

/** Acts on one container; success is a short message, failure an error card. Answers the failure, if any. */
export async function actOnOne(container: Container, request: ActionRequest): Promise<ApiError | null> {
  const { id, name } = container;
  const clear = markInFlight([id], request.action);
  const result = await perform(id, request);
  clear();
  const key = `container:${id}`;
  if (!result.ok) {
    // The rename dialog shows its own failure, beside the field it is about.
    if (request.action !== 'rename') {
      toastError(
        (words) => words.containers.failedTo[request.action](name),
        result.error,
        key,
        () => {
          void actOnOne(container, request);
        },
      );
    }
    return result.error;
  }
  const shown = request.action === 'rename' ? request.name : name;
  toast({
    key,
    tone: 'done',
    title: (words) => doneSentence(words, request.action, shown),
    ...(result.value.changed ? {} : { detail: (words: Words) => words.containers.wasSoAlready }),
  });
  return null;
}
