import { readFile } from 'node:fs/promises';

/** The name of a user of this machine, or their number where it has none. */
export async function userNameOf(uid: number): Promise<string> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown) return '';
    throw thrown;
  });
  const line = passwd.split('\n').find((one) => one.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? String(uid);
}
