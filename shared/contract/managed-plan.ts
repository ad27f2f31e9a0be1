/**
 * Who looks after an engine of this machine: a systemd unit of the system or of the user, Slipway itself, or nobody that
 * Slipway knows (`process`: found by its socket).
 */
export const managedIds = ['system', 'user', 'own', 'process'] as const;
export type ManagedId = (typeof managedIds)[number];

/** What a plan to stop or restart an engine is about, beside its items. */
export interface EngineSwitchPlan {
  engine: ManagedId;
  restart: boolean;
  /** Containers go on running without their engine. */
  liveRestore: boolean;
  /** null where the engine did not tell: it hangs, or is only starting. */
  running: number | null;
}
