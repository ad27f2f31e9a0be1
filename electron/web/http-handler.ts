import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Result } from '../../shared/contract/errors.ts';
import { readJsonBody } from './json-body.ts';
import { isOurHost, isOurOrigin, type Place, pathOf } from './request-rules.ts';
import { securityHeaders } from './security-headers.ts';
import type { SessionGuard } from './session-guard.ts';
import type { StaticFiles } from './static-files.ts';

export interface HttpHandlerOptions {
  place: Place;
  guard: SessionGuard;
  files: StaticFiles;
}

/** Answers everything but upgrades: the page's files, and two POSTs that let it in. Nothing reaches the router here. */
export function createHttpHandler(options: HttpHandlerOptions) {
  const { place, guard, files } = options;
  const headers = securityHeaders(place);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const path = pathOf(request);
    if (!isOurHost(request, place)) {
      sendText(response, 403, `Slipway answers at ${place.origin} only.`);
    } else if (path === null) {
      sendText(response, 400, 'Not a path.');
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      await sendFile(response, await files.read(path), request.method === 'HEAD');
    } else if (!isOurOrigin(request, place)) {
      sendText(response, 403, 'This may be asked by the page of this Slipway only.');
    } else if (request.method !== 'POST') {
      response.setHeader('allow', 'GET, HEAD, POST');
      sendText(response, 405, 'Not a method of this server.');
    } else if (path === '/session') {
      await post(request, response, (body) => guard.logIn(text(body.token)));
    } else if (path === '/ticket') {
      await post(request, response, (body) => guard.newTicket(request.headers.cookie, text(body.key)));
    } else {
      sendText(response, 404, 'There is nothing here.');
    }
  };
}

/** Reads the body, asks the guard, and answers what the page needs to know; the cookie only ever as a header. */
async function post(
  request: IncomingMessage,
  response: ServerResponse,
  ask: (body: Record<string, unknown>) => Result<{ setCookie: string }>,
): Promise<void> {
  const body = await readJsonBody(request);
  if (!body.ok) {
    // The rest of the body is not read.
    response.setHeader('connection', 'close');
    sendText(response, body.status, 'A small JSON object is expected.');
    return;
  }
  const result = ask(body.value);
  if (!result.ok) {
    sendJson(response, 401, { error: result.error });
    return;
  }
  const { setCookie, ...rest } = result.value;
  response.setHeader('set-cookie', setCookie);
  sendJson(response, 200, rest);
}

async function sendFile(
  response: ServerResponse,
  file: Awaited<ReturnType<StaticFiles['read']>>,
  headOnly: boolean,
): Promise<void> {
  if (file === null) {
    sendText(response, 404, 'There is nothing here.');
    return;
  }
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': file.body.length,
    'cache-control': file.cacheControl,
  });
  response.end(headOnly ? undefined : file.body);
}

function sendText(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${message}\n`);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
