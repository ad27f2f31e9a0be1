import type { Session, WebContents, WindowOpenHandlerResponse } from 'electron';
import { isAppDocument, isAppUrl } from './app-address.ts';

/** What one page may have: putting text on the clipboard after a press, for "Copy details". Everything else is denied. */
function isPermitted(permission: string, requestedBy: string, isMainFrame: boolean): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isAppUrl(requestedBy);
}

/** Denies what a session could grant to pages. */
export function hardenSession(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isPermitted(permission, details.requestingUrl, details.isMainFrame)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isPermitted(permission, details.requestingUrl ?? origin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Keeps any contents, whoever made them, on the app's own document: no navigation, no window, no webview. */
export function hardenContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  told: {
    /** A new window was asked for; it is never opened. */
    windowAsked(url: string): void;
    denied(what: string): void;
  },
): void {
  const deny = (event: { preventDefault(): void }, what: string) => {
    event.preventDefault();
    told.denied(what);
  };
  contents.on('will-frame-navigate', (details) => {
    // The page may reload itself; frames inside it may go nowhere.
    if (!details.isMainFrame || !isAppDocument(details.url))
      deny(details, `navigation to ${shown(details.url)}`);
  });
  contents.on('will-navigate', (details) => {
    if (!isAppDocument(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => deny(details, `redirect to ${shown(details.url)}`));
  contents.on('will-attach-webview', (event) => deny(event, 'webview'));
  contents.setWindowOpenHandler(({ url }): WindowOpenHandlerResponse => {
    told.windowAsked(url);
    return { action: 'deny' };
  });
}

function shown(url: string): string {
  return JSON.stringify(url.slice(0, 120));
}
