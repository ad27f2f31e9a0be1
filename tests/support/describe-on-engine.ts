import { describe, it } from 'vitest';
import { labSupport } from '../engine-lab/support.ts';
import type { EngineKind } from '../engine-lab/types.ts';

/**
 * A suite that needs an engine of the lab: `describe`, or where the lab cannot run such an engine, one test that is
 * skipped with the reason (`describe.skipIf` would lose it).
 */
export function describeOnEngine(kind: EngineKind, title: string, suite: () => void): void {
  const support = labSupport(kind);
  describe(`${title} [${kind}]`, () => {
    if (support.ok) suite();
    else it('needs an engine', (context) => context.skip(support.reason));
  });
}
