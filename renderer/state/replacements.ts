import type { UnfinishedReplacement } from '../../shared/contract/container-replace.ts';
import { standingOf, useConnection } from './connection.ts';
import { call, useLink } from './link.ts';
import { dismissToast, toast } from './toasts.ts';

const lookAgainMs = 3000;

/** Tells of replacements that were cut off, once the engine answers: what was put back, and what is left to do. */
export function followReplacements(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ready = false;

  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const result = await call('containers.replacements', {});
    // Asked again with the next connection.
    if (!result.ok) return;
    for (const one of result.value) tell(one);
    if (ready && result.value.some(({ status }) => status === 'pending'))
      timer = setTimeout(() => void look(), lookAgainMs);
  };
  const follow = (): void => {
    const now = standingOf(useLink.getState().link.status, useConnection.getState().engine) === 'ready';
    if (now === ready) return;
    ready = now;
    if (ready) void look();
    else clearTimeout(timer);
  };
  useConnection.subscribe(follow);
  useLink.subscribe(follow);
  follow();
}

function tell(one: UnfinishedReplacement): void {
  const { id, container, status, asideName, temporaryName } = one;
  const key = `replacement:${id}`;
  toast({
    key,
    tone: status === 'put-back' ? 'info' : 'warning',
    title: ({ replace }) => replace.left[status](container),
    detail: ({ replace }) => replace.leftText[status](container, asideName, temporaryName),
    sticky: true,
    ...(status === 'pending'
      ? {}
      : {
          action: {
            label: (words) => words.replace.seen,
            run: () => {
              dismissToast(key);
              // Where it is not forgotten it is told again with the next connection.
              void call('containers.forgetReplacement', { id });
            },
          },
        }),
  });
}
