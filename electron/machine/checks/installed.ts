import { delimiter, join } from 'node:path';
import { listed, nothingSeen, path, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const programs = ['dockerd', 'podman'];
const usual = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin'];
const applications = ['/Applications/Docker.app', '/Applications/OrbStack.app', '/opt/homebrew/bin/colima'];

/** Paths of engines that are on the machine of the engine, or on this one. */
export async function installedEngines({
  env,
  exists,
  platform,
}: Pick<Site, 'env' | 'exists' | 'platform'>): Promise<string[]> {
  const own = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const folders = [...new Set([...own, ...usual])];
  const found: string[] = [];
  for (const program of programs)
    for (const folder of folders) {
      const candidate = join(folder, program);
      if (!(await exists(candidate))) continue;
      found.push(candidate);
      break;
    }
  if (platform === 'darwin')
    for (const application of applications) if (await exists(application)) found.push(application);
  return found;
}

/** Whether an engine is installed, and whether it runs. */
export async function checkInstalled(site: Site): Promise<Finding[]> {
  if (site.where === 'elsewhere') return [elsewhere('engine-installed'), elsewhere('engine-running')];
  const [found, running] = await Promise.all([installedEngines(site), site.engineProcesses()]);
  // What answers was installed somehow, wherever its programs are.
  const there = found.length > 0 || site.info !== null || running.length > 0;
  const installed: Finding = {
    topic: 'engine-installed',
    finding: there ? 'engine-installed/yes' : 'engine-installed/no',
    status: there ? 'ok' : 'problem',
    evidence: found.length > 0 ? listed(found.map((one) => path(one))) : nothingSeen,
    ...(there ? {} : { fix: { route: '#/machine/doctor' } }),
  };
  const alive = running.length > 0 || site.info !== null;
  const state: Finding = {
    topic: 'engine-running',
    finding: alive ? 'engine-running/yes' : there ? 'engine-running/no' : 'engine-running/absent',
    status: alive ? 'ok' : there ? 'problem' : 'unknown',
    evidence: running.length > 0 ? seen`${word(running.join(', '))}` : nothingSeen,
    ...(alive || !there
      ? {}
      : { fix: { command: 'sudo systemctl start docker', route: '#/machine/engine' } }),
  };
  return [installed, state];
}

function elsewhere(topic: Finding['topic']): Finding {
  return { topic, finding: 'any/elsewhere', status: 'unknown', evidence: nothingSeen };
}
