/**
 * A signal that is aborted with another one, or after so many milliseconds. The timer holds it: what `AbortSignal.any` makes
 * of an `AbortSignal.timeout` may be collected before it fires, and never ends what waits for it (nodejs/node#57736).
 */
export function signalWithin(ms: number, signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const follow = () => {
    clearTimeout(timer);
    controller.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', follow);
    controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError'));
  }, ms);
  timer.unref();
  signal.addEventListener('abort', follow, { once: true });
  if (signal.aborted) follow();
  return controller.signal;
}
