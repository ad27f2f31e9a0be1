import { text } from '../../engine/raw/fields.ts';
import { address, type Evidence, nothingSeen, seen } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

/** A proxy's address without who logs in to it. */
export function withoutLogin(proxy: string): string {
  return proxy.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@/i, '$1').replace(/\/+$/, '');
}

interface Proxies {
  http: string;
  https: string;
}

const ofEnv = (env: NodeJS.ProcessEnv): Proxies => ({
  http: env.HTTP_PROXY || env.http_proxy || '',
  https: env.HTTPS_PROXY || env.https_proxy || '',
});

const same = (a: string, b: string): boolean => withoutLogin(a) === withoutLogin(b);

/** Whether Slipway and the engine go through the same proxy. */
export function checkProxy({ env, info }: Pick<Site, 'env' | 'info'>): Finding {
  const topic = 'proxy';
  if (info === null) return { topic, finding: 'any/no-engine', status: 'unknown', evidence: nothingSeen };
  const own = ofEnv(env);
  const theirs: Proxies = { http: text(info.HttpProxy), https: text(info.HttpsProxy) };
  const has = ({ http, https }: Proxies): boolean => http !== '' || https !== '';
  const shown = (proxies: Proxies) => address(withoutLogin(proxies.https || proxies.http || '-'));
  const evidence: Evidence = seen`Slipway ${shown(own)}, engine ${shown(theirs)}`;
  const fix = { route: '#/machine/engine-settings' };
  if (!has(own) && !has(theirs)) return { topic, finding: 'proxy/none', status: 'ok', evidence: nothingSeen };
  if (!has(theirs)) return { topic, finding: 'proxy/app-only', status: 'warning', evidence, fix };
  if (!has(own)) return { topic, finding: 'proxy/engine-only', status: 'warning', evidence };
  return same(own.http, theirs.http) && same(own.https, theirs.https)
    ? { topic, finding: 'proxy/same', status: 'ok', evidence }
    : { topic, finding: 'proxy/differ', status: 'warning', evidence, fix };
}
