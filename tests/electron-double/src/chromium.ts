import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { chromiumFlags, chromiumPath } from '../../support/chromium.ts';
import { Cdp } from './cdp.ts';

export interface Chromium {
  cdp: Cdp;
  /** For `connectOverCDP`. */
  endpoint: string;
  close(): Promise<void>;
}

/** Starts a headless Chromium with no window and no network: no name resolves, all that it gets is handed to it. */
export async function startChromium(userData: string, lost: (reason: Error) => void): Promise<Chromium> {
  const path = chromiumPath();
  if (path === undefined) throw new Error('electron-double: no Chromium found (apt-get install chromium)');
  await mkdir(userData, { recursive: true });
  const child = spawn(
    path,
    [
      ...chromiumFlags(),
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${userData}`,
      '--no-startup-window',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-default-browser-check',
      '--disable-extensions',
      '--disable-default-apps',
      '--disable-popup-blocking',
      '--password-store=basic',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      // The discard port, for loopback too.
      '--proxy-server=127.0.0.1:9',
      '--proxy-bypass-list=<-loopback>',
      '--window-size=1280,900',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = () => {
    child.kill('SIGKILL');
  };
  process.once('exit', stop);
  let closing = false;
  void exited.then(() => {
    if (!closing) lost(new Error('Chromium ended by itself'));
  });
  try {
    const url = await debuggerUrl(child);
    const cdp = await Cdp.connect(url);
    return {
      cdp,
      endpoint: `http://${new URL(url).host}`,
      close: async () => {
        closing = true;
        // It may be gone before it can answer.
        await Promise.race([cdp.send('Browser.close').catch(() => undefined), exited]);
        const timer = setTimeout(stop, 3_000);
        await exited;
        clearTimeout(timer);
        process.off('exit', stop);
        cdp.close();
      },
    };
  } catch (thrown) {
    stop();
    throw thrown;
  }
}

/** Chromium says on standard error where it listens; the stream is read on, so that it never fills up. */
function debuggerUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 20_000) said += text;
      const match = /DevTools listening on (ws:\/\/\S+)/.exec(said);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}:\n${said}`)));
  });
}
