import { expect, it } from 'vitest';
import { targetOf } from '../../../electron/registries/doctor/target.ts';

it('what a person wants to know about is an image or a registry', () => {
  const told = (text: string) => {
    const { host, image } = targetOf(text);
    return `${host} ${image ?? '-'}`;
  };
  expect(told('nginx')).toBe('docker.io library/nginx:latest');
  expect(told('nginx:1')).toBe('docker.io library/nginx:1');
  expect(told('nginx:1.27')).toBe('docker.io library/nginx:1.27');
  expect(told('team/app')).toBe('docker.io team/app:latest');
  expect(told('docker.io/team/app:2')).toBe('docker.io team/app:2');
  expect(told('r.example:5000')).toBe('r.example:5000 -');
  expect(told('registry:5000')).toBe('registry:5000 -');
  expect(told('https://r.example/')).toBe('r.example -');
  expect(told('docker.io')).toBe('docker.io -');
  expect(told('10.0.0.1:5000/a/b:3')).toBe('10.0.0.1:5000 a/b:3');
  expect(told(`r.example/a@sha256:${'0'.repeat(64)}`)).toBe(`r.example a@sha256:${'0'.repeat(64)}`);
  expect(targetOf('docker.io').address).toMatchObject({ host: 'registry-1.docker.io', port: 443 });
});
