import { nothingSeen, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { hasEngineRules, readChain } from '../iptables.ts';
import type { Site } from '../site.ts';

const look = 'sudo iptables -S FORWARD';

/** Whether packets of containers get through this machine. */
export async function checkForward(site: Site): Promise<Finding> {
  const topic = 'forward';
  const unknown = (finding: Finding['finding'], command?: string): Finding => ({
    ...{ topic, finding, status: 'unknown', evidence: nothingSeen },
    ...(command === undefined ? {} : { fix: { command } }),
  });
  if (site.platform !== 'linux') return unknown('any/not-linux');
  if (site.where === 'elsewhere') return unknown('any/elsewhere');
  if (site.where === 'nowhere') return unknown('any/no-engine');
  const [setting, listing] = await Promise.all([
    site.run('cat', ['/proc/sys/net/ipv4/ip_forward']),
    site.run('iptables', ['-S', 'FORWARD']),
  ]);
  const off = setting.code === 0 && setting.stdout.trim() === '0';
  if (off && site.kind === 'podman')
    return { topic, finding: 'forward/later', status: 'ok', evidence: seen`ip_forward = 0` };
  if (off)
    return {
      ...{ topic, finding: 'forward/off', status: 'problem', evidence: seen`ip_forward = 0` },
      fix: { command: 'sudo sysctl -w net.ipv4.ip_forward=1' },
    };
  const chain = listing.code === 0 ? readChain(listing.stdout, 'FORWARD') : null;
  if (chain === null) return unknown('forward/untold', look);
  const evidence = seen`FORWARD ${word(chain.policy)}`;
  if (chain.policy === 'ACCEPT') return { topic, finding: 'forward/open', status: 'ok', evidence };
  return hasEngineRules(chain)
    ? { topic, finding: 'forward/docker', status: 'ok', evidence }
    : { topic, finding: 'forward/closed', status: 'problem', evidence, fix: { command: look } };
}
