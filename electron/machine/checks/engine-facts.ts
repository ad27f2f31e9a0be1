import { flag, list, type RawRecord, text } from '../../engine/raw/fields.ts';
import { type Fact, nothingSeen, text as quoted, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

/** What the engine says of itself; where none answers these stay unknown. */
export function checkEngineFacts({ info, kind }: Pick<Site, 'info' | 'kind'>): Finding[] {
  if (info === null)
    return (['cgroup', 'storage', 'experimental'] as const).map((topic) => ({
      topic,
      finding: 'any/no-engine',
      status: 'unknown',
      evidence: nothingSeen,
    }));
  return [cgroup(info), storage(info), experimental(info, kind)];
}

// Podman and dockerd alike tell what is missing by flags that are false.
const limits: readonly [field: string, controller: string][] = [
  ['MemoryLimit', 'memory'],
  ['CpuCfsQuota', 'cpu'],
  ['PidsLimit', 'pids'],
  ['CPUSet', 'cpuset'],
];

function cgroup(info: RawRecord): Finding {
  const [version, driver] = [text(info.CgroupVersion), text(info.CgroupDriver)];
  const topic = 'cgroup';
  const evidence = seen`cgroup ${word(version || '-')}, driver ${word(driver || '-')}`;
  const missing = limits.filter(([field]) => info[field] === false).map(([, controller]) => controller);
  if (missing.length > 0)
    return {
      ...{ topic, finding: 'cgroup/limits', status: 'warning', evidence },
      params: { missing: word(missing.join(', ')) },
    };
  if (version === '2') return { topic, finding: 'cgroup/v2', status: 'ok', evidence };
  if (version === '1') return { topic, finding: 'cgroup/v1', status: 'warning', evidence };
  return { topic, finding: 'cgroup/untold', status: 'unknown', evidence };
}

const good: ReadonlySet<string> = new Set([
  'overlay2',
  'overlay',
  'overlayfs',
  'fuse-overlayfs',
  'btrfs',
  'zfs',
]);
const old: ReadonlySet<string> = new Set(['aufs', 'devicemapper']);

function storage(info: RawRecord): Finding {
  const driver = text(info.Driver);
  const below = list(info.DriverStatus)
    .filter((pair): pair is [string, string] => Array.isArray(pair) && pair[0] === 'Backing Filesystem')
    .map(([, value]) => text(value))[0];
  const topic = 'storage';
  const onWhat: Fact = word(below ?? '-');
  const evidence = seen`${word(driver || '-')} on ${onWhat}`;
  const params = { driver: word(driver) };
  if (driver === 'vfs') return { topic, finding: 'storage/vfs', status: 'warning', evidence };
  if (old.has(driver)) return { topic, finding: 'storage/old', status: 'warning', evidence, params };
  return good.has(driver)
    ? { topic, finding: 'storage/good', status: 'ok', evidence }
    : { topic, finding: 'storage/other', status: 'unknown', evidence: seen`${quoted(driver || '-')}` };
}

function experimental(info: RawRecord, kind: Site['kind']): Finding {
  const topic = 'experimental';
  if (kind === 'podman')
    return { topic, finding: 'experimental/not-needed', status: 'ok', evidence: nothingSeen };
  return flag(info.ExperimentalBuild)
    ? { topic, finding: 'experimental/on', status: 'ok', evidence: nothingSeen }
    : {
        ...{ topic, finding: 'experimental/off', status: 'warning', evidence: nothingSeen },
        fix: { route: '#/machine/engine-settings' },
      };
}
