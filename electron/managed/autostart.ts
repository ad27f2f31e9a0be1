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

/** Writes or deletes the entry. `home`: Slipway's, whose engine it starts. @throws what the disk says */
export async function setAutostart(env: NodeJS.ProcessEnv, home: string, on: boolean): Promise<void> {
  const file = autostartFile(env);
  if (!on) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, entry(home), { mode: 0o644 });
}

function entry(home: string): string {
  const command = [process.execPath, commandLine(), 'engine', 'start', '--of', 'own'];
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

/** The command line of this Slipway: the script of a checkout, or the one beside the program. */
function commandLine(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (; folder !== dirname(folder); folder = dirname(folder))
    for (const name of ['build/slipway.mjs', 'dist/node/cli.js'])
      if (existsSync(join(folder, name))) return join(folder, name);
  throw fail('internal', 'internal', { detail: 'the command line of Slipway is not there' });
}

/** As the specification of desktop entries has it. */
function quoted(word: string): string {
  if (/^[\w./:=@+-]+$/.test(word)) return word;
  return `"${word.replace(/[\\"`$]/g, '\\$&').replaceAll('%', '%%')}"`;
}
