import { fail, type SlipwayError } from '../../shared/contract/failure.ts';

/** The engine's own sentence out of an error answer: `{"message": ...}`, or plain text. */
export function engineMessage(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) {
      for (const key of ['message', 'cause', 'error'] as const) {
        const value: unknown = Reflect.get(parsed, key);
        if (typeof value === 'string' && value !== '') return value.trim();
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  return text.trim().slice(0, 2000);
}

/** Types an error answer of the engine by status and, where the status says too little, by its sentence. */
export function engineError(status: number, text: string, address: string): SlipwayError {
  const engine = engineMessage(text);
  const extra = { status, engine };
  if (/client sent an http request to an https server/i.test(engine))
    return fail('unauthorized', 'tls-expected', { address }, extra);
  if (/^\s*<(!doctype|html)/i.test(engine))
    return fail(
      'unsupported',
      'not-an-engine',
      { address, detail: `it sent a web page with status ${status}` },
      { status },
    );
  const name = /name "?\/?([^"\s]+)"? is already in use by (?:container )?"?([0-9a-f]{12,64})/i.exec(engine);
  if (name)
    return fail(
      'conflict',
      'name-taken',
      { name: name[1] ?? '', by: `container ${(name[2] ?? '').slice(0, 12)}` },
      extra,
    );
  // dockerd says "is already in use", Podman "already in use".
  const taken = /name "?\/?([^"\s]+)"? (?:is )?(?:already )?in use/i.exec(engine)?.[1];
  if (taken !== undefined)
    return fail('conflict', 'name-taken', { name: taken, by: 'another container' }, extra);
  // dockerd 28 adds the container's address after the host's port.
  const port =
    /bind host port (?:for )?(?:[\d.]+|\[\S*?\]):(\d+)/i.exec(engine) ??
    /(?:bind for|listen (?:tcp|udp)[46]?) \S*:(\d+)/i.exec(engine);
  if (port && /already (allocated|in use)/i.test(engine))
    return fail('conflict', 'port-taken', { port: port[1] ?? '', by: 'another container or program' }, extra);
  const object = /no such (container|image|volume|network|exec instance)[: ]*"?([^\s"]*)/i.exec(engine);
  // Podman answers 500 for a container that goes while it is being worked on.
  if (object && (status === 404 || /does not exist in database/i.test(engine))) {
    const id =
      (object[2] ?? '').replace(/:$/, '') || (/\b[0-9a-f]{64}\b/.exec(engine)?.[0].slice(0, 12) ?? '');
    return fail('not-found', 'object-unknown', { kind: (object[1] ?? '').toLowerCase(), id }, extra);
  }
  if (/multiple (ids|containers) found|more than one (container|result)/i.test(engine))
    return fail('invalid-input', 'id-ambiguous', { kind: 'container', id: '' }, extra);
  switch (status) {
    case 400:
      return fail('invalid-input', 'engine-error', { detail: engine }, extra);
    case 401:
      return fail('unauthorized', 'engine-error', { detail: engine }, extra);
    case 403:
      return fail('permission-denied', 'engine-error', { detail: engine }, extra);
    case 404:
      return fail('not-found', 'engine-error', { detail: engine }, extra);
    case 409:
      return fail(
        /in use|cannot remove|being used/i.test(engine) ? 'in-use' : 'conflict',
        'engine-error',
        { detail: engine },
        extra,
      );
    case 501:
      return fail('unsupported', 'engine-error', { detail: engine }, extra);
    default:
      return fail(
        'engine-error',
        'engine-error',
        { detail: engine === '' ? `status ${status}` : engine },
        extra,
      );
  }
}
