import { fail } from '../../shared/contract/failure.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import type { Operations } from './operations.ts';
import type { Reports } from './reports.ts';

/** Serves `operations.*`. */
export function operationsHandlers(operations: Operations, reports: Reports): DomainHandlers<'operations'> {
  const { book } = operations;
  const known = (id: string) => {
    if (book.get(id) === undefined) throw fail('not-found', 'operation-unknown', { id });
  };
  return {
    list: async () => book.list(),
    cancel: async ({ id }) => {
      known(id);
      return { cancelled: book.cancel(id) };
    },
    forget: async ({ id }) => {
      known(id);
      return { forgotten: book.forget(id) };
    },
    watch: (_input, { signal }) => book.watch(signal),
    log: ({ id }, { signal }) => {
      known(id);
      return book.log(id, signal);
    },
    reports: () => reports.list(),
    report: ({ id }, { signal }) => operations.report(id, signal),
  };
}
