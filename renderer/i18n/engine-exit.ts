import type { EngineExit } from '../../shared/contract/managed.ts';
import type { Words } from './index.ts';

/** How an engine ended, as a sentence. */
export function exitText({ cause, code, signal }: EngineExit, { managed: { exit } }: Words): string {
  switch (cause) {
    case 'asked':
      return exit.asked;
    case 'code':
      return exit.code(code ?? 0);
    case 'signal':
      return exit.signal(signal ?? '');
    case 'oom':
      return exit.oom;
    case 'unseen':
      return exit.unseen;
  }
}
