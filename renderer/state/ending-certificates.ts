import { create } from 'zustand';
import type { EndingCertificate } from '../../shared/contract/registry-certificates.ts';
import { endingDetail, endingTitle } from '../../shared/model/ending-words.ts';
import { keepStream, useLink } from './link.ts';
import { navigate, routeHash } from './route.ts';
import { useSettings } from './settings.ts';
import { dismissToast, toast } from './toasts.ts';

/** Certificates of registries that ended, or end within a month. */
export const useEndingCertificates = create<{ ending: readonly EndingCertificate[] }>()(() => ({
  ending: [],
}));

/** Follows them for the life of the page; in a browser each is a message too. The desktop notifies by itself. */
export function followEndingCertificates(): void {
  keepStream('registries.ending', {}, ({ ending, tell }) => {
    useEndingCertificates.setState({ ending });
    if (useLink.getState().host === 'web') for (const one of tell) tellOf(one);
  });
}

function tellOf(one: EndingCertificate): void {
  if (useSettings.getState().settings?.notificationsPaused !== false) return;
  const key = `ending:${one.place} ${one.registry}`;
  toast({
    key,
    tone: 'warning',
    title: ({ language }) => endingTitle(one, language),
    detail: ({ language }) => endingDetail(one, language),
    action: {
      label: (words) => words.show,
      run: () => {
        dismissToast(key);
        navigate(routeHash('registries', 'certificates'));
      },
    },
    // It stays for somebody who comes back; it does not lie over what somebody works with.
    sticky: document.visibilityState === 'hidden',
  });
}
