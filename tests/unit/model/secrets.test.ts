import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  announcesSecret,
  isSecretName,
  maskArguments,
  maskSecret,
  secretMask,
} from '../../../shared/model/secrets.ts';

describe('a name that hides a secret', () => {
  it.each([
    'PASSWORD',
    'POSTGRES_PASSWORD',
    'dbPassword',
    'db-password',
    'MYSQL_PWD',
    'API_KEY',
    'apiKey',
    'APIKEY',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'GITHUB_TOKEN',
    'TOKEN2',
    'com.example.auth-key',
    'SENTRY_DSN',
    'SECRET_KEY_BASE',
    'AZURE_STORAGE_CONNECTION_STRING',
    'UnlockKey',
    'JoinTokens',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    'PATH',
    'POSTGRES_PASSWORD_FILE',
    'SecretID',
    'SecretName',
    'TOKEN_TTL',
    'TOKEN_URL',
    'CertIssuerPublicKey',
    'PUBLIC_KEY',
    'KEYBOARD',
    'MONKEY',
    'COMPASS',
    'BYPASS_CACHE',
    'AUTHOR',
    'com.docker.compose.project',
    'key',
    '',
  ])('but not %s', (name) => expect(isSecretName(name)).toBe(false));
});

describe('masking', () => {
  it.each([
    ['POSTGRES_PASSWORD=hunter2', null, `POSTGRES_PASSWORD=${secretMask}`],
    ['--password=hunter2', null, `--password=${secretMask}`],
    ['hunter2', 'Password', secretMask],
    [
      'DATABASE_URL=postgres://app:s3cr3t@db:5432/shop',
      null,
      `DATABASE_URL=postgres://app:${secretMask}@db:5432/shop`,
    ],
    ['redis://:pw@cache', null, `redis://:${secretMask}@cache`],
    ['amqp://u:p@ss@host', null, `amqp://u:${secretMask}@host`],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', null, secretMask],
    ['X=-----BEGIN RSA PRIVATE KEY-----\nabc', null, `X=${secretMask}`],
    ['TOKEN=a=b=c', null, `TOKEN=${secretMask}`],
  ] as const)('%s under %s', (text, name, masked) => expect(maskSecret(text, name)).toBe(masked));

  it.each([
    ['PATH=/usr/bin:/bin', null],
    ['POSTGRES_PASSWORD=', null],
    ['ALLOW_EMPTY_PASSWORD=yes', null],
    ['POSTGRES_PASSWORD_FILE=/run/secrets/db', null],
    ['http://example.com:8080/a@b', null],
    ['git@host:repo', null],
    ['sha256:abc', 'Image'],
    ['', 'Password'],
  ] as const)('leaves %s alone', (text, name) => expect(maskSecret(text, name)).toBeNull());

  it('never lets a value through whose name is secret', () => {
    const value = fc
      .string({ minLength: 4 })
      .filter((text) => /[a-z]{4}/i.test(text) && !/^(?:true|false|null|none)$/i.test(text));
    fc.assert(
      fc.property(value, (text) => {
        expect(maskSecret(`DB_PASSWORD=${text}`, null)).toBe(`DB_PASSWORD=${secretMask}`);
        expect(maskSecret(text, 'db_token')).toBe(secretMask);
      }),
    );
  });

  it('ends quickly on long texts', () => {
    const began = performance.now();
    maskSecret(`a://${':'.repeat(200_000)}`, null);
    maskSecret('a'.repeat(200_000), null);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('knows the option before a secret', () => {
    expect(announcesSecret('--password')).toBe(true);
    expect(announcesSecret('--api-key')).toBe(true);
    expect(announcesSecret('--password=x')).toBe(false);
    expect(announcesSecret('password')).toBe(false);
    expect(announcesSecret('-p')).toBe(false);
  });
});

describe('a command line', () => {
  it('is told without the passwords in it', () => {
    const args = [
      '-H',
      'fd://',
      '--http-proxy=http://me:hunter2@proxy:3128',
      '--https-proxy',
      'http://me:pw@p',
    ];
    expect(maskArguments([...args, '--token', 'abc'])).toEqual([
      ...['-H', 'fd://', `--http-proxy=http://me:${secretMask}@proxy:3128`],
      ...['--https-proxy', `http://me:${secretMask}@p`, '--token', secretMask],
    ]);
  });
});
