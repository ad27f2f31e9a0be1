import type { Place } from './request-rules.ts';

/**
 * Scripts only from our own files, connections only to ourselves, no frames, forms or plugins.
 * Style elements are allowed inline because the toast and dialog libraries add theirs at run time;
 * with every other source closed they have nowhere to send anything.
 */
function contentSecurityPolicy(place: Place): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ws://${place.host}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Sent with every answer, whatever it is. No CORS header is among them, nor anywhere else. */
export function securityHeaders(place: Place): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(place),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'origin-agent-cluster': '?1',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), payment=(), clipboard-write=(self)',
    'x-dns-prefetch-control': 'off',
  };
}
