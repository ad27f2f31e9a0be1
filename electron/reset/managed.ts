import type { PlanItem } from '../../shared/contract/plans.ts';

/** The engine that Slipway owns: it can be stopped, its data root wiped as a whole and started again. See docs/reset.md. */
export interface ManagedEngine {
  /** What would be wiped; null where this engine is not Slipway's, or another Slipway looks after it. */
  describe(engineId: string): Promise<{ dataRoot: string } | null>;
  /**
   * Stops the engine, wipes its data root and starts it. The items are those of the plan, and every one of them is gone
   * once it resolves, with the bytes that were freed. Settings outside of the data root are not touched.
   * @throws what stopped it, with the engine started again on whatever is left
   */
  wipe(engineId: string, items: readonly PlanItem[], signal: AbortSignal): Promise<{ freedBytes: number }>;
}
