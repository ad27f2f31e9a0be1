import { describe, expect, it } from 'vitest';
import { removeUnusedVolume } from '../../../electron/plans/removing/steps.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { StubClient } from './stub-client.ts';

const never = new AbortController().signal;
const item: PlanItem = {
  ...{ kind: 'volume', id: 'data', name: 'data', reason: '', reasonKey: 'reset', bytes: null },
  ...{ action: 'remove', createdAt: '2026-01-01T00:00:00Z' },
};

async function remove(apiVersion: string, driver: string, headers: Record<string, string> = {}) {
  const client = new StubClient((request) => {
    if (request === 'GET /volumes/data')
      return { body: { Name: 'data', Driver: driver, CreatedAt: '2026-01-01T00:05:00Z' }, headers };
    return request === 'DELETE /volumes/data' ? { status: 204 } : null;
  }, apiVersion);
  const { outcomeKey } = await removeUnusedVolume(client, item, never);
  return [outcomeKey, client.asked.includes('DELETE /volumes/data')];
}

describe('a volume whose time of creation is another than in the plan', () => {
  it('is another volume, except where that time tells of the last write', async () => {
    expect(await remove('1.42', 'local')).toEqual(['changed-since', false]);
    expect(await remove('1.41', 'local')).toEqual(['removed', true]);
    expect(await remove('1.41', 'lab/driver')).toEqual(['changed-since', false]);
    expect(await remove('1.41', 'local', { 'libpod-api-version': '5.0.0' })).toEqual([
      'changed-since',
      false,
    ]);
  });
});
