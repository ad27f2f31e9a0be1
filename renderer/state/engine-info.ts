import { create } from 'zustand';
import type { EngineInfo } from '../../shared/contract/engine.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { call } from './link.ts';

interface EngineInfoState {
  /** The last answer and the engine it is of; kept while that engine is away. */
  known: { engineId: string; info: EngineInfo } | null;
  error: ApiError | null;
}

export const useEngineInfo = create<EngineInfoState>()(() => ({ known: null, error: null }));

/** Asks the engine about itself. An answer that `signal` no longer wants is dropped. */
export async function readEngineInfo(engineId: string, signal?: AbortSignal): Promise<void> {
  const result = await call('engine.info', {}, signal === undefined ? {} : { signal });
  if (signal?.aborted) return;
  if (result.ok) useEngineInfo.setState({ known: { engineId, info: result.value }, error: null });
  else useEngineInfo.setState({ error: result.error });
}
