import type { Client, Consumer, StreamHandle } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import type { CallName, InputOf, StreamName } from '../../shared/contract/index.ts';
import { type CliCommand, parseCliArguments } from './args.ts';
import { ByteFile } from './byte-file.ts';
import type { FileSession } from './file-to-send.ts';
import { help } from './help.ts';
import {
  type CliStreams,
  type ExitCode,
  exitCodes,
  jsonLine,
  write,
  writeAnswer,
  writeFailure,
} from './output.ts';

/** What the command line needs of the program; the lead's `createApp`, or a small one in tests. */
export interface CliApp {
  connect(): Client;
  close(): Promise<void>;
}

export interface CliOptions extends CliStreams {
  args: readonly string[];
  /** Aborted at ctrl-c: cancels what runs. */
  signal: AbortSignal;
  version(): Promise<string>;
  openApp(engine: string | undefined): Promise<CliApp>;
}

/** Runs one command and answers the exit code. Never throws for what a user can do. */
export async function runCli(options: CliOptions): Promise<ExitCode> {
  const parsed = parseCliArguments(options.args);
  if (!parsed.ok) return writeFailure(options, parsed.error, exitCodes.unusable);
  const command = parsed.value;
  switch (command.kind) {
    case 'help':
      await write(options.stdout, help);
      return exitCodes.done;
    case 'version':
      await write(options.stdout, `${await options.version()}\n`);
      return exitCodes.done;
    case 'methods': {
      const [{ describeMethods }, { contract }] = await Promise.all([
        import('./methods.ts'),
        import('../../shared/contract/index.ts'),
      ]);
      await writeAnswer(options, describeMethods(contract));
      return exitCodes.done;
    }
    case 'doctor':
      return withApp(options, command.engine, (client) => doctor(options, client, command.json));
    case 'install': {
      const { installEngine } = await import('./install.ts');
      return withApp(options, undefined, (client) =>
        installEngine(options, client, { agreed: command.agreed, mirror: command.mirror }),
      );
    }
    case 'prune': {
      const { prune, readPlanFile } = await import('./prune.ts');
      const rules = await readPlanFile(command.planFile);
      if (!rules.ok) return writeFailure(options, rules.error, exitCodes.unusable);
      return withApp(options, command.engine, (client) =>
        prune(options, client, rules.value, command.execute),
      );
    }
    case 'engine': {
      const { switchEngine } = await import('./engine.ts');
      return withApp(options, command.engine, (client) => switchEngine(options, client, command));
    }
    case 'reset-plan': {
      const { planReset, readResetWish } = await import('./reset.ts');
      const wish = readResetWish(command);
      if (!wish.ok) return writeFailure(options, wish.error, exitCodes.unusable);
      return withApp(options, command.engine, (client) =>
        planReset(options, client, wish.value, command.file),
      );
    }
    case 'reset-execute': {
      const { executeReset } = await import('./reset.ts');
      return withApp(options, command.engine, (client) =>
        executeReset(options, client, command.id, command.confirm),
      );
    }
    case 'call':
    case 'watch':
      return ask(options, command);
    default:
      return command satisfies never;
  }
}

async function ask(
  options: CliOptions,
  command: Extract<CliCommand, { kind: 'call' | 'watch' }>,
): Promise<ExitCode> {
  const { readInput } = await import('./input.ts');
  if (command.kind === 'watch' && command.file !== undefined) return sendFile(options, command, command.file);
  const kind = command.kind === 'call' ? 'call' : 'stream';
  const input = await readInput(command.method, kind, command.input, options);
  if (!input.ok) return writeFailure(options, input.error, exitCodes.unusable);
  return withApp(options, command.engine, (client) =>
    command.kind === 'call'
      ? callOnce(options, client, command.method, input.value)
      : watch(options, command, (on) =>
          client.stream(command.method as StreamName, input.value as InputOf<StreamName>, on),
        ),
  );
}

/** Opens a session that takes the bytes of a file, and prints what it tells. */
async function sendFile(
  options: CliOptions,
  command: Extract<CliCommand, { kind: 'watch' }>,
  name: string,
): Promise<ExitCode> {
  const [{ readInput }, { FileToSend }] = await Promise.all([
    import('./input.ts'),
    import('./file-to-send.ts'),
  ]);
  const file = await FileToSend.open(name);
  if (!file.ok) return writeFailure(options, file.error, exitCodes.unusable);
  try {
    const beside = { size: file.value.size };
    const input = await readInput(command.method, 'session', command.input, options, beside);
    if (!input.ok) return writeFailure(options, input.error, exitCodes.unusable);
    return await withApp(options, command.engine, (client) =>
      watch(options, command, (on) => {
        const session = client.session(
          command.method as FileSession,
          input.value as InputOf<FileSession>,
          on,
        );
        file.value.sendTo(session, (error) => on.done?.(error));
        return session;
      }),
    );
  } finally {
    await file.value.close();
  }
}

async function withApp(
  options: CliOptions,
  engine: string | undefined,
  work: (client: Client) => Promise<ExitCode>,
): Promise<ExitCode> {
  let app: CliApp;
  try {
    app = await options.openApp(engine);
  } catch (thrown) {
    // A wrong --engine is a wrong argument; anything else is a failure.
    const wrong = thrown instanceof SlipwayError && thrown.error.code === 'invalid-input';
    return writeFailure(options, toApiError(thrown), wrong ? exitCodes.unusable : exitCodes.failed);
  }
  try {
    return await work(app.connect());
  } finally {
    await app.close();
  }
}

async function callOnce(
  options: CliOptions,
  client: Client,
  method: string,
  input: unknown,
): Promise<ExitCode> {
  // readInput has made sure of both.
  const result = await client.call(method as CallName, input as InputOf<CallName>, {
    signal: options.signal,
  });
  if (result.ok) {
    await writeAnswer(options, result.value);
    return exitCodes.done;
  }
  const interrupted = options.signal.aborted && result.error.code === 'cancelled';
  return writeFailure(options, result.error, interrupted ? exitCodes.interrupted : exitFor(result.error));
}

/** An `--engine` that names no engine shows only once it is needed; it is a wrong argument all the same. */
function exitFor({ reason }: ApiError): ExitCode {
  return reason === 'address-malformed' || reason === 'endpoint-unknown'
    ? exitCodes.unusable
    : exitCodes.failed;
}

/** Prints items as JSON lines, no faster than they are read, until the count, the end, ctrl-c or a closed pipe. */
function watch(
  options: CliOptions,
  { count, output }: Extract<CliCommand, { kind: 'watch' }>,
  open: (on: Consumer<unknown>) => StreamHandle,
): Promise<ExitCode> {
  const { stdout, signal } = options;
  const bytes = output === undefined ? null : new ByteFile(output, stdout);
  return new Promise((resolve) => {
    let left = count;
    let printed = Promise.resolve();
    let gone = false;
    const leave = (exit: ExitCode | Promise<ExitCode>) => {
      if (gone) return;
      gone = true;
      stream.cancel();
      signal.removeEventListener('abort', interrupt);
      stdout.off('error', unread);
      resolve(finish(exit));
    };
    const finish = async (exit: ExitCode | Promise<ExitCode>): Promise<ExitCode> => {
      try {
        await printed;
        const code = await exit;
        await bytes?.close(code === exitCodes.done);
        return code;
      } catch (thrown) {
        await bytes?.close(false);
        return writeFailure(options, toApiError(thrown), exitCodes.failed);
      }
    };
    const interrupt = () => leave(exitCodes.interrupted);
    const unread = () => leave(exitCodes.done);
    const stream = open({
      item: (item) => {
        left -= 1;
        printed =
          bytes === null ? write(stdout, `${jsonLine(item)}\n`) : printed.then(() => bytes.take(item));
        if (left === 0) leave(exitCodes.done);
        // A file that cannot be written ends it; `finish` tells why.
        return printed.catch(() => leave(exitCodes.failed));
      },
      done: (error) =>
        leave(error === undefined ? exitCodes.done : writeFailure(options, error, exitFor(error))),
    });
    signal.addEventListener('abort', interrupt);
    stdout.on('error', unread);
    if (signal.aborted) interrupt();
  });
}

async function doctor(options: CliOptions, client: Client, json: boolean): Promise<ExitCode> {
  const result = await client.call('machine.checks', {}, { signal: options.signal });
  if (!result.ok) return writeFailure(options, result.error, exitCodes.failed);
  if (json) {
    await writeAnswer(options, result.value);
  } else {
    const { doctorTable } = await import('./doctor-table.ts');
    await write(options.stdout, doctorTable(result.value));
  }
  return exitCodes.done;
}
