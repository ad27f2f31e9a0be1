import type { SessionHandle } from '../../../../shared/contract/client.ts';
import type { InputOf, MessageOf } from '../../../../shared/contract/index.ts';
import type { TerminalItem } from '../../../../shared/contract/terminals.ts';
import { inputPieces } from '../../../../shared/model/terminal.ts';
import { openSession } from '../../../state/link.ts';
import type { TabState, TerminalTab } from '../../../state/terminals.ts';
import type { Screen } from './screen.ts';

export interface TerminalLine {
  type(bytes: Uint8Array<ArrayBuffer>): void;
  resize(columns: number, rows: number): void;
  /** The page looks away; the terminal goes on. */
  leave(): void;
}

interface LineOptions {
  container: string;
  tab: TerminalTab;
  screen: Screen;
  started(item: Extract<TerminalItem, { type: 'started' }>): void;
  state(state: TabState): void;
}

/** Items under way at once, 64 KiB each: what the screen cannot take holds the process up. */
const credit = 16;

function inputFor({ container, tab, screen }: LineOptions): InputOf<'containers.exec'> {
  const size = { columns: screen.columns, rows: screen.rows };
  if (tab.terminal !== null) return { terminal: tab.terminal, ...size };
  return { ...tab.choice, id: container, keep: true, ...size };
}

/** Opens a terminal, or one that is open already, onto a screen; null while there is no link. */
export function connectTerminal(options: LineOptions): TerminalLine | null {
  const { screen } = options;
  let exit: Extract<TerminalItem, { type: 'exit' }> | null = null;
  const handle: SessionHandle<MessageOf<'containers.exec'>> | null = openSession(
    'containers.exec',
    inputFor(options),
    {
      item: (item) => {
        switch (item.type) {
          case 'started':
            options.started(item);
            return undefined;
          case 'output':
            // Credit comes back when it has been shown.
            return screen.write(item.data, item.replay === true);
          case 'exit':
            exit = item;
            return undefined;
        }
      },
      done: (error) => {
        if (error === undefined) options.state({ is: 'ended', code: exit?.code ?? null });
        else if (error.reason === 'connection-closed') options.state({ is: 'away' });
        else options.state({ is: 'failed', error });
      },
    },
    { credit },
  );
  if (handle === null) return null;
  return {
    type: (bytes) => {
      for (const data of inputPieces(bytes)) void handle.send({ type: 'input', data });
    },
    resize: (columns, rows) => void handle.send({ type: 'resize', columns, rows }),
    leave: () => handle.cancel(),
  };
}
