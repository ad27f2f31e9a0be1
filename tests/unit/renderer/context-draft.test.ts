import { describe, expect, it } from 'vitest';
import { changesOf, draftOf, inputOf } from '../../../renderer/panels/machine/contexts/draft.ts';
import type { ContextRow } from '../../../shared/contract/contexts.ts';

const row = (more: Partial<ContextRow>): ContextRow => ({
  name: 'work',
  description: 'before',
  host: 'tcp://there:2376',
  scheme: 'tcp',
  tls: true,
  skipTlsVerify: false,
  tlsFiles: [{ name: 'ca', path: '/ca.pem', subject: null, notAfter: null }],
  builtIn: false,
  current: false,
  inUse: false,
  file: '/meta.json',
  broken: null,
  ...more,
});

describe('what the form of a context changes', () => {
  it.each([
    row({}),
    // The form has no such kinds of address, and would spell them as others.
    row({ host: 'https://there', tlsFiles: [] }),
    row({ host: 'http://there', tls: false, tlsFiles: [] }),
    row({ host: 'fd://3', scheme: 'other', tls: false }),
  ])('is the description alone where nothing else was touched ($host)', (before) => {
    const draft = { ...draftOf(before), description: 'after' };
    expect(changesOf(draft, before)).toEqual({ name: 'work', description: 'after' });
  });

  it('is all that was touched', () => {
    const before = row({ host: 'https://there' });
    const begun = draftOf(before);
    expect(changesOf({ ...begun, address: 'other:1' }, before)).toMatchObject({
      host: 'tcp://other:1',
      tls: {},
    });
    const other = changesOf({ ...begun, files: { ...begun.files, ca: { path: '/new.pem' } } }, before);
    expect(other).toEqual({
      ...{ name: 'work', description: 'before' },
      ...{ skipTlsVerify: false, tls: { ca: '/new.pem' } },
    });
    expect(changesOf({ ...begun, files: { ...begun.files, ca: null } }, before)).toMatchObject({
      tls: { ca: null },
    });
    expect(changesOf({ ...begun, skipTlsVerify: true }, before)).toMatchObject({ skipTlsVerify: true });
    expect(changesOf({ ...begun, scheme: 'unix', address: '/a' }, before)).toMatchObject({
      ...{ host: 'unix:///a', skipTlsVerify: false, tls: { ca: null } },
    });
    expect(inputOf({ ...begun, scheme: 'unix', address: '/a' }, null).host).toBe('unix:///a');
  });
});
