import { labDockerPath } from './docker-cli.ts';
import { startEngine } from './engine.ts';
import { isAlive } from './processes.ts';
import { provision } from './provision.ts';
import { attachEngine } from './shared-engine.ts';
import { listStates } from './state.ts';
import { labSupport } from './support.ts';
import { sweep } from './sweep.ts';
import { type EngineKind, engineKinds } from './types.ts';

const usage = `Usage: npx tsx tests/engine-lab/cli.ts COMMAND
  provision [KIND...]        make the roots (default: all kinds)
  support                    tell which kinds can run here, and why not
  start KIND [RUNDIR]        start an engine with the lab images; it stays until "stop" or "sweep --all"
  list                       engines of this machine
  stop SOCKET                end one
  sweep [--all]              remove what crashed runs left; --all: also engines started to stay
  docker-path                path of the lab's docker CLI
Kinds: ${engineKinds.join(', ')}`;

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  const since = performance.now();
  const seconds = (): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  switch (command) {
    case 'provision':
      await provision(rest.length > 0 ? rest.map(toKind) : engineKinds, say);
      say(`roots ready: ${seconds()}`);
      return;
    case 'support':
      for (const kind of engineKinds) {
        const support = labSupport(kind);
        say(support.ok ? `${kind}: can run` : `${kind}: no: ${support.reason}`);
      }
      return;
    case 'start': {
      const place = rest[1] === undefined ? {} : { runDir: rest[1] };
      const engine = await startEngine(toKind(rest[0]), { detached: true, images: true, ...place });
      say(`${engine.host}  ${engine.version} (API ${engine.apiVersion}), pid ${engine.pid}, ${seconds()}`);
      return;
    }
    case 'list':
      for (const state of listStates()) {
        say(
          `${state.kind} unix://${state.socket} ${state.version} ${isAlive(state.daemon) ? 'runs' : 'is down'}`,
        );
      }
      return;
    case 'stop':
      await (await attachEngine('main', `unix://${(rest[0] ?? '').replace(/^unix:\/\//, '')}`)).stop();
      return;
    case 'sweep':
      for (const state of await sweep({ all: rest.includes('--all') }))
        say(`removed ${state.kind} ${state.runDir}`);
      return;
    case 'docker-path':
      say(labDockerPath());
      return;
    default:
      say(usage);
      process.exitCode = command === undefined || command === 'help' ? 0 : 2;
  }
}

function toKind(text: string | undefined): EngineKind {
  const kind = engineKinds.find((known) => known === text);
  if (kind === undefined)
    throw new Error(`Unknown engine kind "${text ?? ''}". Kinds: ${engineKinds.join(', ')}`);
  return kind;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
