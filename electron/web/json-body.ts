import type { IncomingMessage } from 'node:http';

const maxBodyBytes = 4096;

export type BodyResult =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; status: 400 | 413 | 415 };

/** The body of a small JSON POST, or the status that refuses it. A form cannot send this content type. */
export async function readJsonBody(request: IncomingMessage): Promise<BodyResult> {
  if (request.headers['content-type'] !== 'application/json') return { ok: false, status: 415 };
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not destroy the socket: the refusal still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBodyBytes) return { ok: false, status: 413 };
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value !== 'object' || value === null) return { ok: false, status: 400 };
    return { ok: true, value: value as Record<string, unknown> };
  } catch {
    // Unreadable is an answer, not a fault.
    return { ok: false, status: 400 };
  }
}
