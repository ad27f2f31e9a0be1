import { extname, isAbsolute, relative, resolve } from 'node:path';
import { isAppUrl } from './app-address.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** No inline script anywhere; inline styles because dialogs and toasts insert their own. The desktop talks by IPC, so it connects nowhere. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export type FileRequest =
  | { ok: true; path: string; headers: Readonly<Record<string, string>> }
  | { ok: false; status: 400 | 403 | 404 | 405; headers: Readonly<Record<string, string>> };

const refuse = (status: 400 | 403 | 404 | 405): FileRequest => ({
  ok: false,
  status,
  headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
});

/** The file behind a request for `app://slipway/...` below `root`, or the status that refuses it. Reads nothing. */
export function resolveAppFile(request: { url: string; method: string }, root: string): FileRequest {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  if (!isAppUrl(request.url)) return refuse(403);
  const name = decode(new URL(request.url).pathname);
  if (name === null) return refuse(400);
  // What is still encoded after one decoding, or names a parent, a drive or a stream, is nothing this app serves.
  if (/[%\\:\0]/.test(name) || name.split('/').includes('..')) return refuse(403);
  const path = resolve(root, `./${name === '/' || name === '' ? 'index.html' : name}`);
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return refuse(403);
  const contentType = contentTypes[extname(path).toLowerCase()];
  if (contentType === undefined) return refuse(404);
  return { ok: true, path, headers: { ...securityHeaders, 'content-type': contentType } };
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A broken escape.
    return null;
  }
}

/** Answers requests for the app's files; `read` rejects for a file that is not there. */
export async function serveAppFile(
  request: { url: string; method: string },
  root: string,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Response> {
  const file = resolveAppFile(request, root);
  if (!file.ok) return new Response(`${file.status}`, { status: file.status, headers: file.headers });
  try {
    const body = await read(file.path);
    return new Response(request.method === 'HEAD' ? null : body, { headers: file.headers });
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'ENOTDIR') throw thrown;
    return new Response('404', {
      status: 404,
      headers: { ...securityHeaders, 'content-type': 'text/plain' },
    });
  }
}
