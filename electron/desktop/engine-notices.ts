import type { ManagedEngine, ManagedStatus } from '../../shared/contract/managed.ts';
import type { Language } from '../../shared/model/desktop-words.ts';
import { engineWords } from '../../shared/model/engine-words.ts';
import type { Notice } from './act.ts';

/** What is told of an engine that ended by itself since the last status, or did not come back; a click leads to its tab. */
export function engineNotices(
  before: ManagedStatus | null,
  now: ManagedStatus,
  language: Language,
): (Notice & { route: string })[] {
  return now.engines.flatMap((engine) => {
    const last = before?.engines.find(({ id }) => id === engine.id);
    // What was so before Slipway looked is no news.
    if (last === undefined || last.state.status === engine.state.status) return [];
    return noticeOf(engine, language) ?? [];
  });
}

function noticeOf({ state }: ManagedEngine, language: Language): (Notice & { route: string }) | null {
  const words = engineWords[language];
  const route = '/machine/engine';
  if (state.status === 'crashed') {
    const parts = [words.exit(state.exit), state.exit.lastError, words.again(state.attempt)];
    return { title: words.crashed, body: parts.filter((part) => part !== '').join('\n'), route };
  }
  return state.status === 'failed' ? { title: words.failed, body: state.error, route } : null;
}
