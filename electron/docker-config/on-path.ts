import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** File names of the programs on PATH that are wanted. */
export async function programsOnPath(
  wanted: (file: string) => boolean,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const file of await filesOf(folder))
      if (wanted(file) && !found.has(file) && (await isExecutable(join(folder, file)))) found.add(file);
  }
  return [...found];
}

/** Whether there is a program of this name. */
export async function programOnPath(name: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await programsOnPath((file) => file === name, env)).length > 0;
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // PATH may name what is not there or may not be read.
    return [];
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
