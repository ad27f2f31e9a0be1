// Runs in the page before its own code, and notes when things happen there. Times are those of the wall clock.
(() => {
  const wallNow = () => performance.timeOrigin + performance.now();
  const rowCount = () => document.querySelectorAll('[role="row"][data-key]').length;
  const wantedRows = 20;
  let socketOpenAt = 0;
  /** @type {(value: { socketOpenAt: number, navigatedAt: number, paintedAt: number }) => void} */
  let tellFirst = () => undefined;
  const firstRows = new Promise((resolve) => {
    tellFirst = resolve;
  });

  window.WebSocket = class extends WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} args */
    constructor(...args) {
      super(...args);
      this.addEventListener('open', () => {
        socketOpenAt ||= wallNow();
      });
    }
  };

  /** @param {() => boolean} condition @returns {Promise<number>} when the document first fulfilled it */
  const whenDocument = (condition) =>
    new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        observer.disconnect();
        resolve(wallNow());
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      look();
    });

  /** Resolves behind the next frame: what was in the document before it is on screen by then. */
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(wallNow());
        port2.postMessage(null);
      });
    });

  void whenDocument(() => rowCount() >= wantedRows)
    .then(painted)
    .then((paintedAt) => tellFirst({ socketOpenAt, navigatedAt: performance.timeOrigin, paintedAt }));

  /** @type {number[]} */
  const longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });

  /** What scrolls the rows. */
  const scroller = () => {
    let at = document.querySelector('[role="grid"]');
    while (at !== null && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement;
    if (at === null) throw new Error('Nothing scrolls the grid.');
    return at;
  };

  /**
   * Milliseconds of each frame for a while; `pixels` a frame are scrolled meanwhile, down and up again.
   * @param {number} ms @param {number} pixels @returns {Promise<number[]>}
   */
  const frames = (ms, pixels) =>
    new Promise((resolve) => {
      const moved = pixels === 0 ? null : scroller();
      /** @type {number[]} */
      const times = [];
      let by = pixels;
      let last = performance.now();
      const until = last + ms;
      const frame = () => {
        const now = performance.now();
        times.push(now - last);
        last = now;
        if (moved !== null) {
          const before = moved.scrollTop;
          moved.scrollTop += by;
          if (moved.scrollTop === before) by = -by;
        }
        if (now < until) requestAnimationFrame(frame);
        else resolve(times.slice(1));
      };
      requestAnimationFrame(frame);
    });

  /** @param {string} selector @param {string} text */
  const shows = (selector, text) => document.querySelector(selector)?.textContent?.includes(text) ?? false;

  /**
   * Goes to an address; milliseconds until the text is on screen there.
   * @param {string} hash @param {string} selector @param {string} text
   */
  const goTo = async (hash, selector, text) => {
    const from = wallNow();
    location.hash = hash;
    await whenDocument(() => shows(selector, text));
    return (await painted()) - from;
  };

  /**
   * Milliseconds from when a text goes until it is on screen again, and those of each frame in between.
   * @param {string} selector @param {string} text
   */
  const leavesAndReturns = async (selector, text) => {
    await whenDocument(() => !shows(selector, text));
    const from = wallNow();
    /** @type {number[]} */
    const times = [];
    let last = performance.now();
    let over = false;
    const frame = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (!over) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    await whenDocument(() => shows(selector, text));
    const until = await painted();
    over = true;
    return { ms: until - from, frames: times.slice(1) };
  };

  Object.assign(window, {
    bench: {
      goTo,
      leavesAndReturns,
      firstRows: () => firstRows,
      /** @param {string} name a row's first word @returns {Promise<number>} when there is such a row */
      rowNamed: (name) =>
        whenDocument(() => document.querySelector(`[role="row"][aria-label^="${name},"]`) !== null),
      frames,
      rowCount,
      takeLongTasks: () => longTasks.splice(0),
    },
  });
})();
