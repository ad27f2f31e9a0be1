/** What `slipway engine` does. */
export const engineVerbs = ['status', 'start', 'stop', 'restart'] as const;
export type EngineVerb = (typeof engineVerbs)[number];
