import { readFile, realpath } from 'node:fs/promises';

/** Mount points in the text of /proc/PID/mountinfo that are `folder` or lie below it. */
export function mountsIn(mountinfo: string, folder: string): string[] {
  return mountinfo
    .split('\n')
    .map((line) => unescaped(line.split(' ')[4] ?? ''))
    .filter((point) => point === folder || point.startsWith(`${folder}/`));
}

/**
 * What is mounted at a folder and below it, as this process sees it. The kernel tells real paths, and the folder may be
 * reached through a link.
 * @throws what the system says where the folder cannot be followed to its real path
 */
export async function mountsAt(folder: string): Promise<{ at: boolean; below: string[] }> {
  const real = await realpath(folder).catch(absent);
  if (real === null) return { at: false, below: [] };
  const points = mountsIn(await readFile('/proc/self/mountinfo', 'utf8'), real);
  return { at: points.includes(real), below: points.filter((point) => point !== real) };
}

/** Blanks and the like are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
  throw thrown;
}
