import { appOrigin, isAppUrl } from './app-address.ts';

export interface SenderFrame {
  readonly url: string;
  readonly origin: string;
  /** null for a main frame. */
  readonly parent: unknown;
}

export interface SentMessage {
  readonly sender: { readonly id: number };
  /** null when the frame has gone meanwhile. */
  readonly senderFrame: SenderFrame | null;
}

/** Why a message must not be listened to, or null. Only the main frame of a window of ours, showing our page, may speak. */
export function refuseSender(message: SentMessage, isKnown: (id: number) => boolean): string | null {
  const { sender, senderFrame } = message;
  if (!isKnown(sender.id)) return `contents ${sender.id} are no window of Slipway`;
  if (senderFrame === null) return 'the frame has gone';
  if (senderFrame.parent !== null) return `a frame inside the page: ${shown(senderFrame.url)}`;
  if (senderFrame.origin !== appOrigin || !isAppUrl(senderFrame.url)) {
    return `a page that is not Slipway's: ${shown(senderFrame.url)}`;
  }
  return null;
}

function shown(url: string): string {
  return JSON.stringify(url.slice(0, 120));
}
