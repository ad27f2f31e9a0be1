import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

type AddRequest = (this: Agent, request: ClientRequest, ...rest: unknown[]) => void;

/**
 * Keeps docker-modem from following redirects: it would go to any host an answer names, and where that is no address
 * it throws beyond every catch. It is not shown where an answer points; a redirect is then an answer like any other.
 */
export function withoutRedirects<A extends Agent>(agent: A): A {
  // The one place every request passes with its agent; not in the types of Node, and known to every proxy agent.
  const { addRequest } = agent as unknown as { addRequest: AddRequest };
  const guarded: AddRequest = function (request, ...rest) {
    request.prependListener('response', (answer: IncomingMessage) => {
      delete answer.headers.location;
    });
    addRequest.call(this, request, ...rest);
  };
  return Object.assign(agent, { addRequest: guarded });
}
