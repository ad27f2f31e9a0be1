import { formatBytes } from '../../../shared/model/sizes.ts';
import { text } from '../../engine/raw/fields.ts';
import { figure, nothingSeen, path, seen } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const gigabyte = 1e9;

/** What is left of a file system means: in bytes, and as a part of it. */
export function judgeSpace({ free, total }: { free: number; total: number }): 'enough' | 'low' | 'full' {
  const part = total === 0 ? 0 : free / total;
  if (free < gigabyte || (part < 0.02 && free < 10 * gigabyte)) return 'full';
  return free < 5 * gigabyte || (part < 0.05 && free < 50 * gigabyte) ? 'low' : 'enough';
}

/** Room where the engine keeps images and data. */
export async function checkDisk(site: Site): Promise<Finding> {
  const topic = 'disk';
  const root = text(site.info?.DockerRootDir);
  if (site.where !== 'here' || root === '')
    return {
      ...{ topic, status: 'unknown', evidence: nothingSeen },
      finding: site.where === 'elsewhere' ? 'any/elsewhere' : 'any/no-engine',
    };
  const space = await site.space(root);
  if (space === null)
    return { topic, finding: 'any/not-readable', status: 'unknown', evidence: seen`${path(root)}` };
  const verdict = judgeSpace(space);
  return {
    topic,
    finding: `disk/${verdict}`,
    status: verdict === 'enough' ? 'ok' : verdict === 'low' ? 'warning' : 'problem',
    evidence: seen`${figure(formatBytes(space.free, 'en'))} of ${figure(formatBytes(space.total, 'en'))} free, ${path(root)}`,
    ...(verdict === 'enough' ? {} : { fix: { route: '#/disk/prune' } }),
  };
}
