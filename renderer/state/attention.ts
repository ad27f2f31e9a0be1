import { useSyncExternalStore } from 'react';

/** How much somebody looks at the page: it has the focus, is seen beside another window, or is not seen at all. */
export type Attention = 'focused' | 'seen' | 'hidden';

function attentionNow(): Attention {
  if (document.visibilityState === 'hidden') return 'hidden';
  return document.hasFocus() ? 'focused' : 'seen';
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
}

/** How much somebody looks at the page now. */
export function useAttention(): Attention {
  return useSyncExternalStore(subscribe, attentionNow);
}
