import { expect, it } from 'vitest';
import { Inspections } from '../../../renderer/state/certificates.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { fakeLink } from './fake-link.ts';

it('an answer to an older question is dropped, whichever comes first', async () => {
  const answers = new Map<string, () => void>();
  const { link } = fakeLink({
    'registries.inspectCertificate': ({ registry }) =>
      new Promise((resolve) => {
        answers.set(String(registry), () => resolve({ ok: true, value: { registry } }));
      }),
  });
  attachBridge(link);
  const inspections = new Inspections();
  const a = inspections.ask({ registry: 'a', ca: '/x' });
  const b = inspections.ask({ registry: 'b', ca: '/x' });
  await Promise.resolve();
  answers.get('b')?.();
  expect(await b).toMatchObject({ ok: true, value: { registry: 'b' } });
  answers.get('a')?.();
  expect(await a).toBeNull();
  const c = inspections.ask({ registry: 'c', ca: '/x' });
  await Promise.resolve();
  // Something else was typed meanwhile.
  inspections.drop();
  answers.get('c')?.();
  expect(await c).toBeNull();
});
