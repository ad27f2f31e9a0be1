import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import type { PageTarget, PausedRequest } from './page-target.ts';

/** What Electron tells of a navigation. */
export function navigationDetails(url: string, isMainFrame: boolean, frame: Frame) {
  return { url, isMainFrame, isSameDocument: false, frame: isMainFrame ? frame : null, initiator: frame };
}

/** Hands a page's request to the handler of its scheme. What is for no such scheme is never sent anywhere. */
export async function answerRequest(
  machine: Machine,
  target: PageTarget,
  paused: PausedRequest,
): Promise<void> {
  const { requestId, request } = paused;
  const url = machine.schemes.toElectron(request.url);
  const handler = url === request.url ? undefined : machine.schemes.handlerFor(url);
  if (handler === undefined) {
    machine.records.foreignRequests.push(request.url);
    await target.send('Fetch.failRequest', { requestId, errorReason: 'AddressUnreachable' });
    return;
  }
  const { method, headers, postData } = request;
  const response = await handler(
    new Request(url, { method, headers, ...(postData === undefined ? {} : { body: postData }) }),
  );
  const body = Buffer.from(await response.arrayBuffer());
  await target.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: body.toString('base64'),
  });
}
