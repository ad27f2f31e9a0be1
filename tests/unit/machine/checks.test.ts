import { describe, expect, it } from 'vitest';
import { checksFor } from '../../../electron/machine/handlers.ts';
import type { ProbedEndpoint } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';

const endpoint = (name: string, more: Partial<ProbedEndpoint>): ProbedEndpoint => ({
  id: name,
  name,
  address: `unix:///${name}`,
  source: 'socket',
  tls: false,
  current: false,
  probe: { status: 'unusable', error: failure('unreachable', 'socket-missing', { path: `/${name}` }) },
  ...more,
});
const usable = { status: 'usable', version: '26.1.5', apiVersion: '1.45', kind: 'docker', ms: 2 } as const;

describe('checksFor', () => {
  it('names the remedy when there is no engine', () => {
    const [overall, first] = checksFor([endpoint('docker', { current: true })]);
    expect(overall).toMatchObject({ id: 'engine', status: 'problem' });
    expect(overall?.fix?.command).toContain('install');
    expect(first).toMatchObject({ status: 'problem' });
    expect(first?.fix?.text).toBeTruthy();
  });

  it('does not blame the machine for a place where nothing listens while another engine answers', () => {
    const checks = checksFor([endpoint('docker', { probe: usable, current: true }), endpoint('podman', {})]);
    expect(checks.map(({ status }) => status)).toEqual(['ok', 'ok', 'unknown']);
  });

  it('warns of a broken context', () => {
    const checks = checksFor([
      endpoint('docker', { probe: usable, current: true }),
      endpoint('lab', { source: 'context' }),
    ]);
    expect(checks[2]?.status).toBe('warning');
  });
});
