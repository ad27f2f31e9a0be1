import type { Container } from '../../shared/contract/containers.ts';
import { currentWords } from '../i18n/index.ts';
import { copyText } from './clipboard.ts';
import { call } from './link.ts';
import { toastError } from './toasts.ts';

/** Copies a docker run line or a compose file that makes such a container. */
export async function copyContainerAs(container: Container, form: 'run' | 'compose'): Promise<void> {
  const words = currentWords().run;
  const input = { id: container.id };
  if (form === 'run') {
    const answer = await call('containers.toRun', input);
    if (answer.ok) await copyText(answer.value.line, words.runCopied);
    else toastError(({ run }) => run.notCopied(container.name), answer.error);
    return;
  }
  const answer = await call('containers.toCompose', input);
  if (answer.ok) await copyText(answer.value.yaml, words.composeCopied);
  else toastError(({ run }) => run.notCopied(container.name), answer.error);
}
