// Tells of windows that the page asks for, and opens none: in Electron the main process decides, and ours denies them all.
// Put into pages as text, in the page's own world, before any script of its own.

/** @param {(details: { url: string, disposition: string }) => void} ask */
export function watchWindows(ask) {
  window.open = (url) => {
    ask({
      url: url === undefined || url === '' ? 'about:blank' : new URL(url, document.baseURI).href,
      disposition: 'foreground-tab',
    });
    return null;
  };

  /** @param {MouseEvent} event */
  function clicked(event) {
    // Heard last, on the window: whoever wanted to handle it has.
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const link = event.target.closest('a[href]');
    if (!(link instanceof HTMLAnchorElement) || link.protocol === 'javascript:') return;
    const aside = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!aside && (link.target === '' || link.target === '_self')) return;
    event.preventDefault();
    ask({ url: link.href, disposition: aside ? 'background-tab' : 'foreground-tab' });
  }
  window.addEventListener('click', clicked);
  window.addEventListener('auxclick', clicked);
}
