import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { figure, nothingSeen, seen, word } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { hasModule, kernelOption } from '../kernel-config.ts';
import type { Site } from '../site.ts';

interface Feature {
  /** Words are looked up by it. */
  id: 'ipvs' | 'overlay' | 'vxlan' | 'bridge-netfilter';
  module: string;
  option: string;
  /** Nothing works without it. */
  needed: boolean;
}

const features: readonly Feature[] = [
  { id: 'ipvs', module: 'ip_vs', option: 'CONFIG_IP_VS', needed: false },
  { id: 'overlay', module: 'overlay', option: 'CONFIG_OVERLAY_FS', needed: true },
  { id: 'vxlan', module: 'vxlan', option: 'CONFIG_VXLAN', needed: false },
  { id: 'bridge-netfilter', module: 'br_netfilter', option: 'CONFIG_BRIDGE_NETFILTER', needed: false },
];

/** The modules of some features, by id. */
export function loadableModules(ids: readonly string[]): string[] {
  return features.filter(({ id }) => ids.includes(id)).map(({ module }) => module);
}

type State = 'there' | 'loadable' | 'missing' | 'untold';

interface KernelFacts {
  config: string | null;
  modules: string | null;
  loaded: ReadonlySet<string>;
}

/** What a kernel tells of one of its features. What it has loaded counts for more than any list. */
export function judgeFeature({ module, option }: Feature, { config, modules, loaded }: KernelFacts): State {
  if (loaded.has(module)) return 'there';
  const built = kernelOption(config, option);
  if (built === 'built-in') return 'there';
  if (built === 'no') return 'missing';
  if (modules === null) return built === 'module' ? 'missing' : 'untold';
  return hasModule(modules, module) ? 'loadable' : 'missing';
}

/** What engines and swarms need of the kernel: it is one for all engines of a machine. */
export async function checkKernel(site: Site): Promise<Finding[]> {
  const about = (feature: Feature) => ({
    topic: 'kernel' as const,
    of: feature.id,
    params: { feature: word(feature.id) },
  });
  if (site.where === 'elsewhere' || site.platform !== 'linux')
    return features.map((feature) => ({
      ...about(feature),
      finding: site.where === 'elsewhere' ? 'any/elsewhere' : 'any/not-linux',
      status: 'unknown',
      evidence: nothingSeen,
    }));
  const facts = await kernelFacts(site);
  const evidence = seen`kernel ${figure(site.kernel)}`;
  return Promise.all(
    features.map(async (feature): Promise<Finding> => {
      const state = judgeFeature(feature, facts);
      const command = `sudo modprobe ${feature.module}`;
      const whole = { ...about(feature), evidence };
      switch (state) {
        case 'missing':
          return { ...whole, finding: 'kernel/missing', status: feature.needed ? 'problem' : 'warning' };
        case 'untold':
          return { ...whole, finding: 'kernel/untold', status: 'unknown', fix: { command } };
        case 'loadable':
          return {
            ...whole,
            finding: 'kernel/loadable',
            status: 'ok',
            fix: { command, run: 'load-modules' },
          };
        case 'there':
          if (feature.id === 'bridge-netfilter' && (await isTurnedOff(site)))
            return {
              ...{ ...whole, finding: 'kernel/off', status: 'warning' },
              fix: { command: 'sudo sysctl -w net.bridge.bridge-nf-call-iptables=1' },
            };
          return { ...whole, finding: 'kernel/there', status: 'ok' };
      }
    }),
  );
}

async function kernelFacts(site: Site): Promise<KernelFacts> {
  const folder = `/lib/modules/${site.kernel}`;
  const [packed, plain, listing, builtIn, proc] = await Promise.all([
    site.read('/proc/config.gz'),
    site.read(`/boot/config-${site.kernel}`),
    site.read(`${folder}/modules.dep`),
    site.read(`${folder}/modules.builtin`),
    site.read('/proc/modules'),
  ]);
  const config =
    packed === null ? (plain?.toString('utf8') ?? null) : (await promisify(gunzip)(packed)).toString('utf8');
  const loaded = new Set((proc?.toString('utf8') ?? '').split('\n').map((line) => line.split(' ')[0] ?? ''));
  for (const { module } of features) {
    const [inUse, built] = [`/sys/module/${module}`, hasModule(builtIn?.toString('utf8') ?? '', module)];
    if (built || (await site.exists(inUse))) loaded.add(module);
  }
  return { config, modules: listing?.toString('utf8') ?? null, loaded };
}

/** Bridges pass packets by the firewall, unless told otherwise; a setting of the network namespace of the engine. */
async function isTurnedOff(site: Site): Promise<boolean> {
  const { code, stdout } = await site.run('cat', ['/proc/sys/net/bridge/bridge-nf-call-iptables']);
  return code === 0 && stdout.trim() === '0';
}
