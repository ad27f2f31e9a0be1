import { expect, it } from 'vitest';
import { refusedLoginNotice } from '../../../electron/desktop/refused-login-notices.ts';

it('a notification of a refused login names the registry, and leads to the form for it', () => {
  expect(refusedLoginNotice('r.example:5000', 'en')).toEqual({
    title: 'r.example:5000 refuses your login',
    body: 'It was changed or has expired. Log in again to pull and push.',
    route: '/registries/logins?host=r.example%3A5000',
  });
  expect(refusedLoginNotice('docker.io', 'zh-CN').title).toBe('Docker Hub 拒绝了您的登录');
});
