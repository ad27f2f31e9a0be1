import { decode, encode } from '../page/codec.js';
import type { Chromium } from './chromium.ts';
import type { Records } from './records.ts';
import type { SchemeMap } from './scheme-map.ts';

/** What the parts of the double share. */
export interface Machine {
  readonly records: Records;
  readonly schemes: SchemeMap;
  /** Resolves once Chromium runs, which is after the program's `main` was loaded. */
  chromium(): Promise<Chromium>;
  /** Ends the run: something happened that must not pass unseen. */
  fail(thrown: unknown): void;
}

/** Text for the other side, and back. Throws for what cannot be cloned. */
export const wire = {
  write: (channel: string, args: readonly unknown[]): string =>
    JSON.stringify({ channel, args: args.map((value) => encode(value)) }),
  read: (text: string): PageMessage => {
    const { channel, args, window } = JSON.parse(text);
    if (window !== undefined) return { kind: 'window', ...window };
    return { kind: 'ipc', channel: String(channel), args: args.map(decode) };
  },
};

/** What comes from a page: a message of its preload, or that it asked for a window. */
export type PageMessage =
  | { kind: 'ipc'; channel: string; args: unknown[] }
  | { kind: 'window'; url: string; disposition: string };
