import { readFile } from 'node:fs/promises';

/** Mount points in the text of /proc/PID/mountinfo that are `folder` or lie below it. */
export function mountsIn(mountinfo: string, folder: string): string[] {
  return mountinfo
    .split('\n')
    .map((line) => unescaped(line.split(' ')[4] ?? ''))
    .filter((point) => point === folder || point.startsWith(`${folder}/`));
}

/** What is mounted at a folder or below it, as this process sees it. */
export async function mountsAt(folder: string): Promise<string[]> {
  return mountsIn(await readFile('/proc/self/mountinfo', 'utf8'), folder);
}

/** Blanks and the like are written as three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
