import { list, record, text } from '../../engine/raw/fields.ts';
import { address, nothingSeen, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Reach } from '../reach.ts';
import type { Site } from '../site.ts';

/** Whether the mirrors the engine asks first can be reached from this machine. */
export async function checkMirrors(
  { info }: Pick<Site, 'info'>,
  reach: Reach,
  signal: AbortSignal,
): Promise<Finding[]> {
  const topic = 'mirror';
  if (info === null) return [{ topic, finding: 'any/no-engine', status: 'unknown', evidence: nothingSeen }];
  const mirrors = list(record(info.RegistryConfig).Mirrors).map(text);
  if (mirrors.length === 0) return [{ topic, finding: 'mirror/none', status: 'ok', evidence: nothingSeen }];
  return Promise.all(
    mirrors.map(async (mirror, at): Promise<Finding> => {
      const answer = await reach(mirror, signal);
      const of = String(at + 1);
      if (answer.ok)
        return { topic, of, finding: 'mirror/reached', status: 'ok', evidence: seen`${address(mirror)}` };
      const evidence = seen`${address(mirror)}: ${word(answer.why)}`;
      const fix = { route: '#/machine/engine-settings' };
      return { topic, of, finding: 'mirror/unreached', status: 'warning', evidence, fix };
    }),
  );
}
