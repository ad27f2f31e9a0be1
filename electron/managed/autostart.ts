import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import writeFileAtomic from 'write-file-atomic';
import { fail } from '../../shared/contract/failure.ts';

const fileName = 'slipway-engine.desktop';

/** The entry that desktops run at login (XDG autostart). */
function autostartFile(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'autostart', fileName);
}

/** Whether Slipway's own engine is started at login. */
export async function isInAutostart(env: NodeJS.ProcessEnv): Promise<boolean> {
  const text = await readFile(autostartFile(env), 'utf8').catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown) return '';
    throw thrown;
  });
  return text.includes('[Desktop Entry]') && !/^Hidden=true$/m.test(text);
}

/** Whether there is a command line that a desktop can run: the program of a package is none. */
export function hasCommandLine(): boolean {
  return commandLine() !== null;
}

/** Writes or deletes the entry. `home`: Slipway's, whose engine it starts. @throws what the disk says */
export async function setAutostart(env: NodeJS.ProcessEnv, home: string, on: boolean): Promise<void> {
  const file = autostartFile(env);
  if (!on) return rm(file, { force: true });
  const script = commandLine();
  if (script === null)
    throw fail('internal', 'internal', { detail: 'the command line of Slipway is not there' });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, entry(home, script), { mode: 0o644 });
}

function entry(home: string, script: string): string {
  const command = [process.execPath, script, 'engine', 'start', '--of', 'own'];
  const variables = [`SLIPWAY_HOME=${home}`, 'ELECTRON_RUN_AS_NODE=1'];
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Slipway engine',
    'Comment=Starts the container engine of Slipway',
    `Exec=${['env', ...variables, ...command].map(quoted).join(' ')}`,
    'Terminal=false',
    'NoDisplay=true',
  ].join('\n')}\n`;
}

/** The command line of this Slipway: the script of a checkout, or the one beside the program; null where there is none. */
function commandLine(): string | null {
  // What a package installs does not run scripts (the fuse `runAsNode`): it would open its window instead.
  if (process.versions.electron !== undefined && !('defaultApp' in process)) return null;
  let folder = dirname(fileURLToPath(import.meta.url));
  for (; folder !== dirname(folder); folder = dirname(folder))
    for (const name of ['build/slipway.mjs', 'dist/node/cli.js'])
      if (existsSync(join(folder, name))) return join(folder, name);
  return null;
}

/** As the specification of desktop entries has it. */
function quoted(word: string): string {
  if (/^[\w./:=@+-]+$/.test(word)) return word;
  return `"${word.replace(/[\\"`$]/g, '\\$&').replaceAll('%', '%%')}"`;
}
