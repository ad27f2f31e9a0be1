import type { Frame } from './frame.ts';
import { strict } from './strict.ts';
import type { WebContents } from './web-contents.ts';

/** `ipcMain.on`: what preloads send. `handle` is not there: one way in is enough for a typed contract. */
export class IpcMain {
  readonly #channels = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();

  on(channel: string, listener: (event: object, ...args: unknown[]) => void): this {
    this.#channels.set(channel, [...(this.#channels.get(channel) ?? []), listener]);
    return this;
  }

  off(channel: string, listener: (event: object, ...args: unknown[]) => void): this {
    const rest = (this.#channels.get(channel) ?? []).filter((other) => other !== listener);
    this.#channels.set(channel, rest);
    return this;
  }

  /** Not Electron's: a message from a frame of some contents. */
  deliver(contents: WebContents, frame: Frame | null, channel: string, args: unknown[]): void {
    const event = strict('ipcMainEvent', {
      sender: contents.face,
      senderFrame: frame,
      frameId: 1,
      processId: contents.id,
      ports: [],
      type: 'frame',
    });
    for (const listener of this.#channels.get(channel) ?? []) listener(event, ...args);
  }
}
