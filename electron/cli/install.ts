import type { Client, StreamHandle } from '../../shared/contract/client.ts';
import type { EngineSetup } from '../../shared/contract/machine-setup.ts';
import { type CliStreams, type ExitCode, exitCodes, write, writeAnswer, writeFailure } from './output.ts';

export interface InstallWish {
  /** Only with it anything is installed. */
  agreed: boolean;
  mirror: string | undefined;
}

/**
 * Installs the distribution's engine where none is, and tells each line of it on standard error. Without a yes, and where
 * Slipway cannot, it prints the steps.
 */
export async function installEngine(
  streams: CliStreams & { signal: AbortSignal },
  client: Client,
  { agreed, mirror }: InstallWish,
): Promise<ExitCode> {
  const { signal, stdout } = streams;
  const setup = await client.call('machine.setup', {}, { signal });
  if (!setup.ok) return writeFailure(streams, setup.error, exitCodes.failed);
  const { installed, canInstall } = setup.value;
  if (installed.length > 0) {
    await writeAnswer(streams, { installed });
    return exitCodes.done;
  }
  if (!agreed || !canInstall) {
    await write(stdout, stepsText(setup.value));
    return agreed ? exitCodes.failed : exitCodes.done;
  }
  const told = tellLog(streams, client);
  try {
    const answer = await client.call(
      'machine.install',
      { agree: true, ...(mirror === undefined ? {} : { mirror }) },
      { signal },
    );
    if (!answer.ok)
      return writeFailure(streams, answer.error, signal.aborted ? exitCodes.interrupted : exitCodes.failed);
    await writeAnswer(streams, answer.value);
    return exitCodes.done;
  } finally {
    told.stop();
  }
}

function stepsText({ name, canInstall, packages, steps }: EngineSetup): string {
  const offer = canInstall ? [`slipway install --yes installs: ${packages.join(' ')}`] : [];
  const byHand = steps.map(({ command }) => `  ${command}`);
  const none = steps.length === 0 ? ['No steps are known for this system.'] : ['By hand:', ...byHand];
  return `${[`No engine is installed on this ${plain(name)}.`, ...offer, ...none].join('\n')}\n`;
}

/** Writes what an installation says as it comes. */
function tellLog({ stderr }: CliStreams, client: Client): { stop(): void } {
  let log: StreamHandle | null = null;
  const watch = client.stream(
    'operations.watch',
    {},
    {
      item: (list) => {
        const found = list.find(({ kind }) => kind === 'machine.install');
        if (found === undefined || log !== null) return;
        log = client.stream(
          'operations.log',
          { id: found.id },
          { item: (line) => write(stderr, `${plain(line.name)}\n`) },
        );
      },
    },
  );
  return {
    stop() {
      watch.cancel();
      log?.cancel();
    },
  };
}

/** Programs write what they like: control characters of theirs must not reach the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
