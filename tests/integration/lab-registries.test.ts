import { readFileSync } from 'node:fs';
import { Agent, get, type RequestOptions } from 'node:https';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabRegistries, openRegistries, registryUser } from '../rig/lab-registries.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-lab-registry-';

/** The status of `/v2/`, or what the connection broke with. */
function ask(address: string, options: RequestOptions): Promise<string> {
  const agent = new Agent({ maxCachedSessions: 0, keepAlive: false });
  return new Promise((resolve) => {
    const request = get(`https://${address}/v2/`, { agent, ...options }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(String(answer.statusCode)));
    });
    request.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}

onEachEngine('registries of the lab', { prefix, kinds: ['main'] }, (bench) => {
  let registries: LabRegistries;
  beforeAll(async () => {
    registries = await openRegistries(bench.engine);
  });
  afterAll(() => registries.stop());

  it('serve without TLS, with it, with client certificates and with passwords', async () => {
    const { certificates, host } = registries;
    const ca = readFileSync(certificates.ca);
    const client = { ca, cert: readFileSync(certificates.rsa.cert), key: readFileSync(certificates.rsa.key) };
    const plain = await registries.start('plain');
    expect(plain.address.startsWith(`${host}:`)).toBe(true);
    expect((await fetch(`http://${plain.address}/v2/`)).status).toBe(200);
    const tls = await registries.start('tls');
    expect(await ask(tls.address, { ca })).toBe('200');
    expect(await ask(tls.address, {})).toMatch(/SELF_SIGNED|UNABLE_TO/);
    const strict = await registries.start('client-certificate');
    expect(await ask(strict.address, { ca })).toMatch(/^E|SSL/);
    expect(await ask(strict.address, client)).toBe('200');
    const guarded = await registries.start('password');
    expect(await ask(guarded.address, { ca })).toBe('401');
    expect(await ask(guarded.address, { ca, auth: `${registryUser.name}:${registryUser.password}` })).toBe(
      '200',
    );
    const expired = await registries.start('tls', { server: certificates.expiredServer });
    expect(await ask(expired.address, { ca })).toBe('CERT_HAS_EXPIRED');
    // The engine reaches them too: what it refuses is the certificate.
    const refused = await bench.engine.docker(['pull', `${tls.address}/nothing:1`]);
    expect(refused.stderr).toMatch(/x509: certificate signed by unknown authority/);
  });
});
