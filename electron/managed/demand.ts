import { toApiError } from '../../shared/contract/failure.ts';
import { startEngine } from './starting.ts';
import type { ManagedTools } from './tools.ts';

/**
 * Starts an engine where none answers, once: when Slipway opens. What a person stops later stays stopped.
 * @param tell how it went, as a sentence; nothing is told where an engine answered
 */
export function startOnDemand(tools: ManagedTools, tell: (text: string) => void): { stop(): Promise<void> } {
  const over = new AbortController();
  const done = begin(tools, tell, over.signal);
  return {
    stop: () => {
      over.abort();
      return done;
    },
  };
}

async function begin(tools: ManagedTools, tell: (text: string) => void, signal: AbortSignal): Promise<void> {
  try {
    const started = await startEngine(tools, { use: true, onlyIfNone: true }, signal);
    if (started !== null)
      tell(`No engine answered; started ${started.unit ?? started.binary ?? 'one'}: ${started.address}`);
  } catch (thrown) {
    const { code, message, hint } = toApiError(thrown);
    if (code !== 'cancelled')
      tell(`No engine could be started. ${message}${hint === undefined ? '' : ` ${hint.text}`}`);
  }
}
