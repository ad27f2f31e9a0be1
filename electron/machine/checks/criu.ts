import { figure, nothingSeen, seen, text } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { System } from '../setup/os-release.ts';
import { installLine, packageOf } from '../setup/packages.ts';
import type { Site } from '../site.ts';

/** Whether CRIU is on the machine of the engine, and works with its kernel where that may be tried. */
export async function checkCriu(site: Site, system: System): Promise<Finding> {
  const topic = 'criu';
  if (site.where === 'elsewhere')
    return { topic, finding: 'any/elsewhere', status: 'unknown', evidence: nothingSeen };
  if (site.platform !== 'linux')
    return { topic, finding: 'any/not-linux', status: 'unknown', evidence: nothingSeen };
  const version = await site.run('criu', ['--version']);
  if (version.code === null || version.code === 127) {
    const name = packageOf(system, 'criu');
    return {
      ...{ topic, finding: 'criu/missing', status: 'warning', evidence: nothingSeen },
      fix:
        name === null
          ? {}
          : { command: installLine(system, name), ...(system.apt ? { run: 'install-criu' } : {}) },
    };
  }
  const number = /\d+(?:\.\d+)*/.exec(version.stdout)?.[0] ?? '-';
  // It needs an administrator to try itself, and its being there tells little.
  if (process.getuid?.() !== 0)
    return {
      ...{ topic, finding: 'criu/untried', status: 'unknown', evidence: seen`CRIU ${figure(number)}` },
      fix: { command: 'sudo criu check' },
    };
  const tried = await site.run('criu', ['check']);
  if (tried.code === 0)
    return { topic, finding: 'criu/works', status: 'ok', evidence: seen`CRIU ${figure(number)}` };
  const said = `${tried.stdout}\n${tried.stderr}`.trim().split('\n').at(-1) ?? '';
  return {
    ...{ topic, finding: 'criu/fails', status: 'warning' },
    evidence: seen`CRIU ${figure(number)}: ${text(said)}`,
  };
}
