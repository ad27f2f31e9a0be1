import type { EffectiveSetting } from '../../shared/contract/daemon.ts';
import { sameValue } from '../../shared/model/daemon/changes.ts';
import { flag, list, num, record, text, texts } from '../engine/raw/fields.ts';

const dockerHub = 'docker.io';

/** The settings that `/info` tells, by the key of daemon.json. Passwords of proxies are masked by the engine itself. */
export function effectiveSettings(info: unknown): EffectiveSetting[] {
  const raw = record(info);
  const registry = record(raw.RegistryConfig);
  const pools = list(raw.DefaultAddressPools).map((pool) => {
    const { Base, Size } = record(pool);
    return { base: text(Base), size: num(Size) };
  });
  const all: [key: string, value: unknown][] = [
    ['debug', flag(raw.Debug)],
    ['experimental', flag(raw.ExperimentalBuild)],
    ['live-restore', flag(raw.LiveRestoreEnabled)],
    ['labels', texts(raw.Labels)],
    ['log-driver', text(raw.LoggingDriver)],
    ['storage-driver', text(raw.Driver)],
    ['data-root', text(raw.DockerRootDir)],
    ['default-runtime', text(raw.DefaultRuntime)],
    ['registry-mirrors', texts(registry.Mirrors)],
    ['insecure-registries', insecure(registry)],
    ...(pools.length > 0 ? [['default-address-pools', pools] as [string, unknown]] : []),
    ...proxies(raw),
  ];
  return all.map(([key, value]) => ({ key, value }));
}

function insecure(registry: Readonly<Record<string, unknown>>): string[] {
  const hosts = Object.entries(record(registry.IndexConfigs))
    .filter(([name, config]) => name !== dockerHub && !flag(record(config).Secure))
    .map(([name]) => name);
  // The engine always trusts itself.
  const ranges = texts(registry.InsecureRegistryCIDRs).filter(
    (range) => range !== '127.0.0.0/8' && range !== '::1/128',
  );
  return [...hosts, ...ranges].sort();
}

function proxies(raw: Readonly<Record<string, unknown>>): [string, unknown][] {
  const told = {
    ...(text(raw.HttpProxy) === '' ? {} : { 'http-proxy': text(raw.HttpProxy) }),
    ...(text(raw.HttpsProxy) === '' ? {} : { 'https-proxy': text(raw.HttpsProxy) }),
    ...(text(raw.NoProxy) === '' ? {} : { 'no-proxy': text(raw.NoProxy) }),
  };
  return Object.keys(told).length === 0 ? [] : [['proxies', told]];
}

/** Keys by whether the engine tells the value that was asked for: as wanted, otherwise, or not at all. */
export function compareEffective(
  wanted: readonly { key: string; after: unknown }[],
  told: readonly EffectiveSetting[],
): { seen: string[]; different: string[]; untold: string[] } {
  const found = { seen: [] as string[], different: [] as string[], untold: [] as string[] };
  for (const { key, after } of wanted) {
    const one = told.find((setting) => setting.key === key);
    // What was taken out has the engine's own default, and what it says of proxies is masked.
    if (one === undefined || after === undefined || key === 'proxies') found.untold.push(key);
    else if (sameValue(plain(key, one.value), plain(key, after))) found.seen.push(key);
    else found.different.push(key);
  }
  return found;
}

/** Engines write what they were given in their own way. */
function plain(key: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const words = value.map((one) => (typeof one === 'string' ? one.replace(/\/$/, '') : one));
  if (key === 'insecure-registries')
    return words.filter((one) => one !== '127.0.0.0/8' && one !== '::1/128').sort();
  return key === 'default-address-pools' ? words : words.sort();
}
