import { expect, it } from 'vitest';
import { endingNotice } from '../../../electron/desktop/ending-notices.ts';
import type { EndingCertificate } from '../../../shared/contract/registry-certificates.ts';

const ending: EndingCertificate = {
  ...{ registry: 'r.example:5000', place: 'docker', daysLeft: 3, expiry: 'late' },
};

it('a notification of a certificate says when it ends, and leads to it', () => {
  expect(endingNotice(ending, 'en')).toEqual({
    title: 'The certificate for r.example:5000 ends soon',
    body: 'It ends in 3 days. Ask who issued it for a new one.',
    route: '/registries/certificates',
  });
  const ended = { ...ending, daysLeft: -1, expiry: 'ended' } as const;
  expect(endingNotice(ended, 'zh-CN').title).toBe('r.example:5000 的证书已到期');
});
