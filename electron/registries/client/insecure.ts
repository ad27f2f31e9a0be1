import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { list, record, text } from '../../engine/raw/fields.ts';
import { bare, isInRange } from './proxy.ts';

/** Engines take these without TLS whatever their settings. */
const always = ['127.0.0.0/8', '::1/128'];

/**
 * Whether engines speak to a registry without checking its certificate, and without TLS: it is on their own machine, or
 * among `insecure-registries`.
 * @param info the engine's `/info`; null where no engine answers
 */
export async function isInsecure(host: string, info: unknown): Promise<boolean> {
  const config = record(record(info).RegistryConfig);
  const own = record(record(config.IndexConfigs)[host]);
  if (own.Secure === false) return true;
  const ranges = [...always, ...list(config.InsecureRegistryCIDRs).map(text)];
  const name = bare(host.replace(/:\d+$/, ''));
  if (isIP(name) !== 0) return ranges.some((range) => isInRange(name, range));
  try {
    const addresses = await lookup(name, { all: true });
    return addresses.some(({ address }) => ranges.some((range) => isInRange(address, range)));
  } catch {
    // Whoever connects to it tells that the name is not known.
    return false;
  }
}
