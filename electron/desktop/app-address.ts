/** The page's own scheme: privileged like https, never `file://`. */
export const appScheme = 'app';
const appHost = 'slipway';
/** As Chromium spells it; `new URL().origin` says "null" for schemes Node does not know. */
export const appOrigin = `${appScheme}://${appHost}`;

const routeForm = /^\/[!-~]{0,199}$/;
const documents = new Set(['', '/', '/index.html']);

/** The address of the page at a route such as `/containers`; its first page for what is no route. */
export function appUrl(route: string): string {
  return `${appOrigin}/${routeForm.test(route) ? `#${route}` : ''}`;
}

/** Whether an address belongs to the page's own origin. */
export function isAppUrl(raw: string): boolean {
  const url = URL.canParse(raw) ? new URL(raw) : null;
  return url !== null && url.protocol === `${appScheme}:` && url.host === appHost && url.username === '';
}

/** Whether an address is the one document of the app, at any route. */
export function isAppDocument(raw: string): boolean {
  return isAppUrl(raw) && documents.has(new URL(raw).pathname);
}

/** The route in the page's address; empty where there is none or it is not ours. */
export function routeOf(raw: string): string {
  if (!isAppDocument(raw)) return '';
  const route = new URL(raw).hash.slice(1);
  return routeForm.test(route) ? route : '';
}
