import type { ServerPort } from '../../shared/contract/wire.ts';
import { createDocumentPort, type DocumentPort } from './document-port.ts';
import { closedChannel, rpcChannel } from './ipc-channels.ts';
import { refuseSender, type SentMessage } from './sender-check.ts';

/** What is used of Electron's `ipcMain`. */
export interface IpcSource {
  on(channel: string, listener: (event: SentMessage, ...args: unknown[]) => void): unknown;
}

/** What is used of Electron's `webContents`. */
export interface PageContents {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, ...args: unknown[]): void;
  on(
    event: 'did-start-navigation',
    listener: (details: { isMainFrame: boolean; isSameDocument: boolean }) => void,
  ): unknown;
  on(event: 'did-navigate' | 'render-process-gone', listener: () => void): unknown;
  once(event: 'destroyed', listener: () => void): unknown;
}

export interface IpcServer {
  /** Lets a window speak. Forgotten again when its contents are destroyed. */
  admit(contents: PageContents): void;
}

interface Page {
  readonly contents: PageContents;
  /** The document that speaks now. */
  current: { id: string; end: DocumentPort } | null;
  /** Its port as a navigation began: gone once that navigation arrives, kept when it is denied. */
  leaving: DocumentPort | null;
  /** Documents that have gone: what they sent late is dropped. */
  readonly gone: Set<string>;
}

const documentId = /^[0-9a-f-]{36}$/;

/** The Electron transport: one port a document; it ends when the document reloads, crashes or closes. */
export function createIpcServer(options: {
  ipc: IpcSource;
  serve(port: ServerPort): void;
  /** Told of every message that was refused. */
  refused(why: string): void;
}): IpcServer {
  const pages = new Map<number, Page>();

  function receive(event: SentMessage, ...args: unknown[]): void {
    const why = refuseSender(event, (id) => pages.has(id));
    const page = pages.get(event.sender.id);
    const [id, message] = args;
    if (why !== null || page === undefined) {
      options.refused(why ?? 'unknown contents');
    } else if (typeof id !== 'string' || !documentId.test(id)) {
      options.refused('a message without the id of its document');
    } else if (!page.gone.has(id)) {
      portOf(page, id).deliver(message);
    }
  }

  function portOf(page: Page, id: string): DocumentPort {
    if (page.current?.id === id) return page.current.end;
    leave(page);
    const { contents } = page;
    const send = (channel: string, ...args: unknown[]) => {
      if (!contents.isDestroyed()) contents.send(channel, ...args);
    };
    const end = createDocumentPort({
      send: (message) => send(rpcChannel, id, message),
      closed: () => {
        if (page.current?.end === end) leave(page);
        send(closedChannel, id);
      },
    });
    page.current = { id, end };
    options.serve(end.port);
    return end;
  }

  /** Ends the port of the document that spoke last. */
  function leave(page: Page): void {
    if (page.current === null) return;
    const { id, end } = page.current;
    page.gone.add(id);
    page.current = null;
    end.hangUp();
  }

  options.ipc.on(rpcChannel, receive);
  return {
    admit: (contents) => {
      const page: Page = { contents, current: null, leaving: null, gone: new Set() };
      pages.set(contents.id, page);
      contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) page.leaving = page.current?.end ?? null;
      });
      // The new document may speak before its navigation is told of: only the one it left is ended.
      contents.on('did-navigate', () => {
        if (page.leaving !== null && page.leaving === page.current?.end) leave(page);
        page.leaving = null;
      });
      contents.on('render-process-gone', () => leave(page));
      contents.once('destroyed', () => {
        leave(page);
        pages.delete(contents.id);
      });
    },
  };
}
