import type { Crash } from '../../shared/contract/crashes.ts';
import { crashCause, crashTitle, crashWords } from '../../shared/model/crash-words.ts';
import type { Language } from '../../shared/model/desktop-words.ts';
import type { Notice } from './act.ts';

const bodyLimit = 240;

/** What a notification says of a crash, and the route a click on it leads to. */
export function crashNotice(crash: Crash, language: Language): Notice & { route: string } {
  const words = crashWords[language];
  const last = crash.lines.findLast(({ text }) => text.trim() !== '')?.text.trim() ?? '';
  const body = [crashCause(crash, words), last].filter((part) => part !== '').join('\n');
  return {
    title: crashTitle(crash, words),
    body: body.length > bodyLimit ? `${body.slice(0, bodyLimit - 1)}…` : body,
    // What is gone has no page; its crash still shows among the others.
    route: crash.removed ? '/overview' : `/containers/${crash.containerId.slice(0, 12)}/overview`,
  };
}
