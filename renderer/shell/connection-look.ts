import type { EngineState } from '../../shared/contract/engine.ts';
import type { Words } from '../i18n/index.ts';
import { engineName } from '../state/connection.ts';
import type { LinkStatus } from '../state/link.ts';
import type { ShapeName } from '../ui/shape.tsx';
import type { Tone } from '../ui/status-pill.tsx';

export interface ConnectionLook {
  shape: ShapeName;
  tone: Tone;
  text: string;
  turning: boolean;
}

/** The connection as shape, tone and sentence. */
export function connectionLook(
  link: LinkStatus,
  engine: EngineState | null,
  words: Words['engine'],
): ConnectionLook {
  if (link.status === 'closed') {
    const text = link.retrying ? words.linkLost : words.linkClosed;
    return { shape: 'triangle', tone: 'warn', text, turning: false };
  }
  if (engine === null) return { shape: 'dashed', tone: 'idle', text: words.linkOpening, turning: true };
  const name = engineName(engine);
  switch (engine.status) {
    case 'ready':
      return {
        shape: 'disc',
        tone: 'ok',
        text: words.connected(name ?? engine.engine.name, engine.engine.version),
        turning: false,
      };
    case 'connecting':
      return {
        shape: 'dashed',
        tone: 'busy',
        text: name === null ? words.lookingForEngine : words.connecting(name),
        turning: true,
      };
    case 'reconnecting':
      return {
        shape: 'turn',
        tone: 'warn',
        text: words.reconnecting(name ?? engine.engine.name),
        turning: true,
      };
    case 'unreachable':
      return {
        shape: 'cross',
        tone: 'bad',
        text: name === null ? words.noEngine : words.unreachable(name),
        turning: false,
      };
    case 'refused':
      return { shape: 'minus', tone: 'bad', text: words.refused(name ?? ''), turning: false };
    case 'unsupported':
      return { shape: 'square', tone: 'bad', text: words.unsupported(name ?? ''), turning: false };
  }
}
