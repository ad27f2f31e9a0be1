import { app } from 'electron';
import { within } from './deadline.ts';

const closeWithinMs = 5_000;

/** Ends the program in order: windows first, then `close`, but never later than after five seconds. */
export function quitInOrder(options: {
  /** Whether the program goes on without a window. */
  staysAlive(): boolean;
  close(): Promise<void>;
  log(what: string): void;
}): { quitting(): boolean } {
  let quitting = false;
  let closing = false;

  async function end(): Promise<void> {
    try {
      const outcome = await within(closeWithinMs, options.close());
      if (outcome === 'late') options.log(`not everything was closed after ${closeWithinMs} ms`);
      app.exit(0);
    } catch (thrown) {
      options.log(`closing failed: ${String(thrown)}`);
      app.exit(1);
    }
  }

  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    void end();
  });
  app.on('window-all-closed', () => {
    if (!options.staysAlive()) app.quit();
  });
  return { quitting: () => quitting };
}
