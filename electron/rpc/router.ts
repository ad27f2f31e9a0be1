import { type Client, createClient } from '../../shared/contract/client.ts';
import type { ContractShape } from '../../shared/contract/define.ts';
import { type Contract, contract } from '../../shared/contract/index.ts';
import { type Connection, type ServingPort, serveConnection } from './connection.ts';
import type { ClientKind, Handlers, HandlersFor } from './handlers.ts';
import { defaultLimits, type RouterLimits } from './limits.ts';
import { type RouterLog, stderrLog } from './log.ts';
import { createMemoryPair } from './memory-port.ts';
import { createMethodTable } from './method-table.ts';

export interface RouterOptions {
  /** Told of what no caller can be told; never sees inputs. Default: one line on standard error. */
  log?: RouterLog;
  limits?: Partial<RouterLimits>;
}

export interface Router<C extends ContractShape = Contract> {
  /** Serves one client until its port closes. `close` resolves once its handlers have stopped. */
  serve(port: ServingPort, client: ClientKind): Connection;
  /** A client in this process. Answers are not copied: treat them as read-only. */
  connect(client: ClientKind): Client<C>;
  /** Closes every connection and resolves once all handlers have stopped. */
  close(): Promise<void>;
}

/** The router for Slipway's contract. */
export function createRouter(handlers: Handlers, options: RouterOptions = {}): Router {
  return createRouterFor(contract, handlers, options);
}

/** The router for any contract; tests bring small ones. Throws when a handler is missing. */
export function createRouterFor<C extends ContractShape>(
  served: C,
  handlers: HandlersFor<C>,
  options: RouterOptions = {},
): Router<C> {
  const methods = createMethodTable(served, handlers);
  const limits = { ...defaultLimits, ...options.limits };
  const connections = new Set<Connection>();
  let closed = false;

  function serve(port: ServingPort, client: ClientKind): Connection {
    const connection = serveConnection({
      port,
      client,
      methods,
      limits,
      log: options.log ?? stderrLog,
      onClosed: () => connections.delete(connection),
    });
    connections.add(connection);
    if (closed) void connection.close();
    return connection;
  }

  return {
    serve,
    connect: (client) => {
      const pair = createMemoryPair();
      serve(pair.server, client);
      return createClient<C>(pair.client);
    },
    close: async () => {
      closed = true;
      await Promise.all([...connections].map((connection) => connection.close()));
    },
  };
}
