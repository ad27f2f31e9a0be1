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

/** Why something is in such a plan. */
export type SwitchReason =
  | 'engine-asked-for'
  /** It runs, and stops with its engine. */
  | 'engine-stops-it'
  /** It stops, and its restart policy starts it again with the engine. */
  | 'engine-starts-it-again'
  /** Its engine leaves it running (live-restore). */
  | 'engine-leaves-it';

/** `go-on`: not touched by a stop of its engine. */
export type SwitchAction = 'stop' | 'restart' | 'go-on';

/** `stays-stopped`: it ran before its engine was restarted, and does not now. */
export type SwitchOutcome = 'stopped' | 'restarted' | 'goes-on' | 'stays-stopped';
