import { refusedLoginDetail, refusedLoginTitle } from '../../shared/model/refused-login-words.ts';
import { keepStream, useLink } from './link.ts';
import { navigate, routeHash } from './route.ts';
import { useSettings } from './settings.ts';
import { dismissToast, toast } from './toasts.ts';

/** In a browser a message for each login that a registry refuses. The desktop notifies by itself. */
export function followRefusedLogins(): void {
  keepStream('registries.refusedLogins', {}, ({ tell }) => {
    if (useLink.getState().host === 'web') for (const host of tell) tellOf(host);
  });
}

function tellOf(host: string): void {
  if (useSettings.getState().settings?.notificationsPaused !== false) return;
  const key = `refused-login:${host}`;
  toast({
    key,
    tone: 'warning',
    title: ({ language }) => refusedLoginTitle(host, language),
    detail: ({ language }) => refusedLoginDetail(language),
    action: {
      label: (words) => words.show,
      run: () => {
        dismissToast(key);
        navigate(routeHash('registries', 'logins', { host }));
      },
    },
    sticky: document.visibilityState === 'hidden',
  });
}
