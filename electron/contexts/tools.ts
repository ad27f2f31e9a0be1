import type { ConfigFile } from '../docker-config/config-file.ts';
import type { Engine } from '../engine/engine.ts';
import type { ContextStore } from './store.ts';

/** What the parts of this domain work with. */
export interface ContextTools {
  engine: Engine;
  env: NodeJS.ProcessEnv;
  store: ContextStore;
  config: ConfigFile;
  /** Forgets what was chosen here apart from contexts. */
  forgetChosen(): Promise<void>;
}
