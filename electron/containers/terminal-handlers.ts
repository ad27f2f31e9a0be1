import type { DomainHandlers } from '../rpc/handlers.ts';
import type { TerminalRoom } from './terminal-room.ts';
import type { Terminals } from './terminals.ts';

type Served = Pick<DomainHandlers<'containers'>, 'exec' | 'terminals' | 'closeTerminal'>;
type Messages = Parameters<Served['exec']>[1]['messages'];

/** Serves `containers.exec`, `containers.terminals` and `containers.closeTerminal`. */
export function terminalHandlers(terminals: Terminals): Served {
  return {
    exec: async function* (input, { messages, signal }) {
      const { id, terminal, columns, rows } = input;
      const room =
        terminal === undefined
          ? await terminals.open({ ...input, id: id ?? '' }, signal)
          : terminals.find(terminal);
      if (terminal !== undefined) room.process.resize({ columns, rows });
      else if (signal.aborted) {
        // Whoever asked has left while it was being opened: nobody would ever find it.
        await terminals.close(room.info.id);
        return;
      }
      // A fault in what is sent is the session's; the process ends the wait for more.
      void type(room, messages, signal);
      yield* room.view(signal);
    },
    terminals: async ({ id }) => terminals.list(id),
    closeTerminal: ({ terminal }) => terminals.close(terminal),
  };
}

/** Passes on what a page sends, for as long as it sends. Never rejects: a dead connection takes no input. */
async function type(room: TerminalRoom, messages: Messages, signal: AbortSignal): Promise<void> {
  for await (const message of messages) {
    if (message.type === 'resize') room.process.resize(message);
    else await room.process.write(message.data);
  }
  // A TTY has a key for the end of input, and others may be typing.
  if (!signal.aborted && !room.info.tty) room.process.endInput();
}
