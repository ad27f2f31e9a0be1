import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Credential } from '../../../electron/docker-config/credentials.ts';
import { repositoryPage, tagPage } from '../../../electron/registries/browse/pages.ts';
import { RegistryClient } from '../../../electron/registries/client/registry-client.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { type FakeServer, sendJson, startFakeServer } from '../../rig/fake-registry.ts';

const canary = 'canary-password-77';
const ann: Credential = { username: 'ann', password: canary, identityToken: '', registryToken: '' };
const basic = `Basic ${Buffer.from(`ann:${canary}`).toString('base64')}`;
const never = new AbortController().signal;

let servers: FakeServer[] = [];
afterEach(async () => {
  const open = servers;
  servers = [];
  for (const server of open) await server.close();
});

async function serve(answer: Parameters<typeof startFakeServer>[0]): Promise<string> {
  const server = await startFakeServer(answer);
  servers.push(server);
  return server.host;
}

/** Over plain HTTP, as an engine takes what is on its own machine. */
function open(
  host: string,
  credential: Credential | null = null,
  more: { deadlineMs?: number; env?: object } = {},
) {
  const { deadlineMs = 10_000, env = {} } = more;
  const tls = { ca: [], pairs: [] };
  return new RegistryClient({
    host,
    credential,
    insecure: true,
    tls,
    roots: [],
    env: { ...env },
    deadlineMs,
  });
}

async function failing(work: Promise<unknown>) {
  try {
    await work;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    // Whatever fails, what was sent stays unsaid.
    expect(JSON.stringify(thrown.error)).not.toContain(canary);
    expect(JSON.stringify(thrown.error)).not.toContain(basic.slice(6));
    return thrown.error;
  }
  throw new Error('it was to fail');
}

describe('a token server', () => {
  it('is asked once for each scope, with the password only there', async () => {
    const asked: string[] = [];
    const seen: string[] = [];
    const auth = await serve(({ url, headers }, outgoing) => {
      asked.push(`${url} ${headers.authorization === basic}`);
      sendJson(outgoing, { access_token: `t-${new URL(url ?? '', 'http://x').searchParams.get('scope')}` });
    });
    const host = await serve(({ url, headers }, outgoing) => {
      seen.push(headers.authorization ?? '');
      const scope = `repository:${(url ?? '').split('/')[2]}:pull`;
      if (headers.authorization === `Bearer t-${scope}`) return sendJson(outgoing, { tags: ['1'] });
      const challenge = `Bearer realm="http://${auth}/token",service="s",scope="${scope}"`;
      return sendJson(outgoing, {}, 401, { 'www-authenticate': challenge });
    });
    const client = open(host, ann);
    for (let count = 0; count < 3; count += 1)
      expect(await tagPage(client, 'a', { limit: 9 }, never)).toEqual({ tags: ['1'], next: null });
    expect(asked).toEqual(['/token?service=s&scope=repository%3Aa%3Apull&account=ann true']);
    expect(await tagPage(client, 'b', { limit: 9 }, never)).toEqual({ tags: ['1'], next: null });
    expect(seen).not.toContain(basic);
  });

  it('is asked for what is wanted, not for what an older answer wanted', async () => {
    const scopes: (string | null)[] = [];
    const auth = await serve(({ url }, outgoing) => {
      scopes.push(new URL(url ?? '', 'http://x').searchParams.get('scope'));
      sendJson(outgoing, { access_token: `t${scopes.length}` });
    });
    const host = await serve(({ url, headers }, outgoing) => {
      const isFirst = url?.startsWith('/v2/a/') === true;
      if (headers.authorization === (isFirst ? 'Bearer t1' : 'Bearer t2'))
        return sendJson(outgoing, { tags: ['1'] });
      // In other words than it was asked for.
      const scope = isFirst ? 'repository:a:*' : 'never';
      const challenge = `Bearer realm="http://${auth}/token",service="s",scope="${scope}"`;
      return sendJson(outgoing, {}, 401, { 'www-authenticate': challenge });
    });
    const client = open(host);
    await tagPage(client, 'a', { limit: 9 }, never);
    await tagPage(client, 'b', { limit: 9 }, never);
    expect(scopes).toEqual(['repository:a:*', 'repository:b:pull']);
  });

  it('gets an identity token by OAuth2, and nothing else', async () => {
    const bodies: string[] = [];
    const auth = await serve(({ method, headers }, outgoing, body) => {
      bodies.push(`${method} ${headers.authorization ?? 'nothing'} ${body}`);
      sendJson(outgoing, { access_token: 'good' });
    });
    const host = await serve(({ headers }, outgoing) => {
      if (headers.authorization === 'Bearer good') return sendJson(outgoing, {});
      return sendJson(outgoing, {}, 401, {
        'www-authenticate': `Bearer realm="http://${auth}/t",service="s"`,
      });
    });
    await open(host, { ...ann, password: '', identityToken: 'idt' }).check(never);
    expect(bodies).toEqual([
      'POST nothing service=s&grant_type=refresh_token&refresh_token=idt&client_id=slipway',
    ]);
  });

  it('without TLS gets no password of a registry that is to be secure', async () => {
    const host = 'reg.example';
    const tls = { ca: [], pairs: [] };
    const made = new RegistryClient({ host, credential: ann, insecure: false, tls, roots: [], env: {} });
    expect((await failing(made.check(AbortSignal.abort()))).code).toBe('cancelled');
    const bad = await serve((_, outgoing) =>
      sendJson(outgoing, {}, 401, { 'www-authenticate': 'Bearer realm="ftp://x/t"' }),
    );
    expect(await failing(open(bad, ann).check(never))).toMatchObject({ reason: 'registry-token-server' });
  });
});

describe('pages', () => {
  it('follow the link of the registry, whole or relative', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const host = await serve(({ url, headers }, outgoing) => {
      const query = new URL(url ?? '', 'http://x').searchParams;
      const from = names.indexOf(query.get('last') ?? '') + 1;
      const page = names.slice(from, from + Number(query.get('n')));
      const more = from + page.length < names.length;
      const link = `${from === 0 ? '' : `http://${headers.host}`}/v2/_catalog?last=${page.at(-1)}&n=2`;
      sendJson(outgoing, { repositories: page }, 200, more ? { link: `<${link}>; rel="next"` } : {});
    });
    const client = open(host);
    const found: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 5; pages += 1) {
      const page = await repositoryPage(client, host, { after, limit: 2 }, never);
      found.push(...page.repositories);
      if (page.next === null) break;
      after = page.next;
    }
    expect(found).toEqual(names);
    expect(
      await failing(repositoryPage(client, host, { after: 'http://elsewhere/', limit: 2 }, never)),
    ).toMatchObject({
      reason: 'registry-page',
    });
  });

  it('are cut here where the registry sends everything at once', async () => {
    const tags = Array.from({ length: 7 }, (_, at) => `v${at}`);
    const host = await serve((_, outgoing) => sendJson(outgoing, { name: 'a', tags }));
    const first = await tagPage(open(host), 'a', { limit: 4 }, never);
    expect(first.tags).toEqual(tags.slice(0, 4));
    const second = await tagPage(open(host), 'a', { limit: 4, after: first.next ?? '' }, never);
    expect(second).toEqual({ tags: tags.slice(4), next: null });
  });

  it('of a catalog that is refused say what to do, of no login ask for one', async () => {
    const host = await serve(({ url }, outgoing) =>
      url === '/v2/' ? sendJson(outgoing, {}) : sendJson(outgoing, { errors: [{ message: canary }] }, 403),
    );
    expect(await failing(repositoryPage(open(host, ann), host, { limit: 5 }, never))).toMatchObject({
      code: 'unsupported',
      reason: 'registry-no-catalog',
    });
    const closed = await serve((_, outgoing) =>
      sendJson(outgoing, {}, 401, { 'www-authenticate': 'Basic realm=x' }),
    );
    expect((await failing(repositoryPage(open(closed), closed, { limit: 5 }, never))).reason).toBe(
      'registry-wants-login',
    );
    expect((await failing(repositoryPage(open(closed, ann), closed, { limit: 5 }, never))).reason).toBe(
      'registry-denied',
    );
  });

  it('of a repository with no tags are empty', async () => {
    const host = await serve((_, outgoing) => sendJson(outgoing, { name: 'a', tags: null }));
    expect(await tagPage(open(host), 'a', { limit: 4 }, never)).toEqual({ tags: [], next: null });
  });
});

describe('what is no registry', () => {
  it.each([
    [
      'a web page',
      'registry-not-one',
      (outgoing: ServerResponse) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['rubbish', 'registry-not-one', (outgoing: ServerResponse) => outgoing.end('hello')],
    [
      'an endless answer',
      'registry-too-large',
      (outgoing: ServerResponse) => void outgoing.end(Buffer.alloc(9_000_000, ' ')),
    ],
    ['a server error', 'registry-error', (outgoing: ServerResponse) => outgoing.writeHead(503).end('<html>')],
    ['too many requests', 'registry-limit', (outgoing: ServerResponse) => outgoing.writeHead(429).end()],
    [
      'a redirect in a circle',
      'registry-redirect',
      (outgoing: ServerResponse) => outgoing.writeHead(302, { location: '/v2/' }).end(),
    ],
    [
      'a redirect to nowhere',
      'registry-redirect',
      (outgoing: ServerResponse) => outgoing.writeHead(302).end(),
    ],
    [
      'a redirect to what is no address',
      'registry-redirect',
      (outgoing: ServerResponse) => outgoing.writeHead(302, { location: 'http://[' }).end(),
    ],
    [
      'a cut answer',
      'registry-unreachable',
      (outgoing: ServerResponse) =>
        outgoing.writeHead(200, { 'content-length': '50' }).write('{', () => outgoing.destroy()),
    ],
  ])('%s is %s', async (_, reason, answer) => {
    const host = await serve((__, outgoing) => void answer(outgoing));
    expect(await failing(open(host, ann).check(never))).toMatchObject({ reason });
  });

  it('one that hangs, nothing, and no address', async () => {
    const host = await serve(() => undefined);
    expect(await failing(open(host, ann, { deadlineMs: 200 }).check(never))).toMatchObject({
      code: 'timeout',
      reason: 'registry-no-answer',
    });
    expect(await failing(open('127.0.0.1:1').check(never))).toMatchObject({ reason: 'registry-refused' });
    expect(await failing(open('host:port:x').check(never))).toMatchObject({ reason: 'registry-address' });
    expect(await failing(open('user@host').check(never))).toMatchObject({ reason: 'registry-address' });
    expect(await failing(open('no-such-host.invalid').check(never))).toMatchObject({
      reason: 'registry-host-unknown',
    });
  });

  it('a registry that repeats what it was sent is not repeated', async () => {
    const host = await serve(({ headers }, outgoing) => {
      const challenge = { 'www-authenticate': 'Basic realm=x' };
      if (headers.authorization === undefined) return sendJson(outgoing, {}, 401, challenge);
      return sendJson(
        outgoing,
        { errors: [{ message: `no: ${headers.authorization} ${canary}` }] },
        401,
        challenge,
      );
    });
    const error = await failing(open(host, ann).check(never));
    expect(error).toMatchObject({ reason: 'registry-denied', engine: 'no: Basic *** ***' });
  });

  it('who one is stays with the registry that asked', async () => {
    const told: (string | undefined)[] = [];
    const other = await serve(({ headers }, outgoing) => {
      told.push(headers.authorization);
      sendJson(outgoing, {});
    });
    const host = await serve(({ headers }, outgoing) => {
      if (headers.authorization === undefined)
        return sendJson(outgoing, {}, 401, { 'www-authenticate': 'Basic realm=x' });
      return void outgoing.writeHead(307, { location: `http://${other}/blob` }).end();
    });
    await open(host, ann).check(never);
    expect(told).toEqual([undefined]);
  });
});

describe('a proxy', () => {
  it('is asked for what is not on this machine', async () => {
    const lines: string[] = [];
    const proxy = await serve(({ url, headers }, outgoing) => {
      lines.push(`${url} ${headers['proxy-authorization']}`);
      sendJson(outgoing, {});
    });
    const env = { HTTP_PROXY: `http://me:pw@${proxy}`, HTTPS_PROXY: `http://${proxy}` };
    // It answers CONNECT with a page of its own, so that TLS is not to be had and plain HTTP is tried.
    const error = await failing(open('reg.invalid', null, { env }).check(never));
    expect(error).toMatchObject({ reason: 'registry-proxy', params: { proxy } });
    expect(lines).toEqual([]);
  });
});
