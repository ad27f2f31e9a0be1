import type { ClientKind } from './handlers.ts';

/** Something for the log. Never holds inputs or answers: they can hold secrets. */
export interface RouterLogEntry {
  event: 'handler-failed' | 'answer-unsendable' | 'protocol-error' | 'handler-will-not-stop';
  client: ClientKind;
  method?: string;
  detail: string;
}

export type RouterLog = (entry: RouterLogEntry) => void;

/** The log used where none is given: one line on standard error. */
export const stderrLog: RouterLog = ({ event, client, method, detail }) => {
  console.error(`rpc ${event} (${client}${method === undefined ? '' : ` ${method}`}): ${detail}`);
};

/** The stack when there is one, for the log. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
