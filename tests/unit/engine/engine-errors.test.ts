import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../electron/engine/address.ts';
import { engineError, engineMessage } from '../../../electron/engine/engine-errors.ts';
import { networkError } from '../../../electron/engine/network-errors.ts';

// The sentences are what 20.10, 26.1, 28.5 and Podman 4.3 answered in the lab.
const told: [status: number, sentence: string, code: string, reason: string, params: object][] = [
  [404, 'No such container: nope', 'not-found', 'object-unknown', { kind: 'container', id: 'nope' }],
  [
    409,
    'Conflict. The container name "/web" is already in use by container "9f81acb97e2ae3b0aa3bdbefc732fe1c05dd6e28db2bf460a818d3d3efa4fb9a". You have to remove (or rename) that container to be able to reuse that name.',
    'conflict',
    'name-taken',
    { name: 'web', by: 'container 9f81acb97e2a' },
  ],
  [
    500,
    'driver failed programming external connectivity on endpoint b (1f): Bind for 0.0.0.0:8080 failed: port is already allocated',
    'conflict',
    'port-taken',
    { port: '8080', by: 'another container or program' },
  ],
  [
    500,
    'driver failed programming external connectivity on endpoint b: Error starting userland proxy: listen tcp4 0.0.0.0:9090: bind: address already in use',
    'conflict',
    'port-taken',
    { port: '9090', by: 'another container or program' },
  ],
  [
    409,
    'remove x: volume is in use - [abc]',
    'in-use',
    'engine-error',
    { detail: 'remove x: volume is in use - [abc]' },
  ],
  [
    400,
    'Client sent an HTTP request to an HTTPS server.',
    'unauthorized',
    'tls-expected',
    { address: 'tcp://box:2375' },
  ],
  [
    500,
    'container e8d36056089fc364c50cd8ce3e7d8bc363fc45143bebd493046f247cbd10583e does not exist in database: no such container',
    'not-found',
    'object-unknown',
    { kind: 'container', id: 'e8d36056089f' },
  ],
  [501, 'not supported', 'unsupported', 'engine-error', { detail: 'not supported' }],
  [503, 'service unavailable', 'engine-error', 'engine-error', { detail: 'service unavailable' }],
];

describe('engineError', () => {
  it.each(told)('types %i %s', (status, sentence, code, reason, params) => {
    const { error } = engineError(status, JSON.stringify({ message: sentence }), 'tcp://box:2375');
    expect(error).toMatchObject({ code, reason, params, status });
    expect(error.engine).toBe(sentence);
    expect(error.hint?.text).toBeTruthy();
  });

  it('takes a web page for what it is, and does not quote it', () => {
    const { error } = engineError(502, '<!DOCTYPE html><h1>Bad gateway</h1>', 'tcp://box:2375');
    expect(error).toMatchObject({ code: 'unsupported', reason: 'not-an-engine' });
    expect(JSON.stringify(error)).not.toContain('<h1>');
  });

  it('reads plain text and empty answers', () => {
    expect(engineMessage('page not found\n')).toBe('page not found');
    expect(engineError(500, '', 'x').error.message).toContain('status 500');
  });
});

describe('networkError', () => {
  const unix = parseAddress('unix:///run/engine.sock');
  const tcp = parseAddress('tcp://box:2376');
  const of = (code: string, message = code) => Object.assign(new Error(message), { code });

  it.each([
    ['ENOENT', unix, 'unreachable', 'socket-missing'],
    ['EACCES', unix, 'permission-denied', 'socket-permission'],
    ['ECONNREFUSED', unix, 'unreachable', 'connection-refused'],
    ['ECONNRESET', unix, 'unreachable', 'connection-lost'],
    ['ENOTFOUND', tcp, 'unreachable', 'host-unknown'],
    ['EHOSTUNREACH', tcp, 'unreachable', 'host-unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', tcp, 'unauthorized', 'tls-untrusted'],
    ['CERT_HAS_EXPIRED', tcp, 'unauthorized', 'tls-untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', tcp, 'unauthorized', 'tls-untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', tcp, 'unauthorized', 'tls-not-spoken'],
    ['HPE_INVALID_CONSTANT', tcp, 'unsupported', 'not-an-engine'],
  ] as const)('%s', (code, address, kind, reason) => {
    const { error } = networkError(of(code), address);
    expect(error).toMatchObject({ code: kind, reason });
    expect(error.hint?.text).toBeTruthy();
  });

  it('tells the alert of a refused client certificate, without file and line of OpenSSL', () => {
    const alert = of(
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      '40:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:rec.c:1605:SSL alert number 116',
    );
    expect(networkError(alert, tcp).error).toMatchObject({
      reason: 'tls-client-refused',
      params: { detail: 'certificate required' },
    });
  });
});
