import { join } from 'node:path';
import type { Settings } from '../../shared/contract/settings.ts';
import type { Engine } from '../engine/engine.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { Alerts } from './alerts.ts';
import { liveFile, pastFile } from './export.ts';
import { History } from './history.ts';
import { MinuteStore } from './minute-store.ts';
import { keepRecording } from './recording.ts';
import { Stats } from './stats.ts';

export interface StatsOptions {
  /** The folder for settings and state. */
  home: string;
  settings: {
    get(): Readonly<Settings>;
    onChange(listener: () => void): () => void;
  };
  /** A program that stays: it records in the background where the settings say so. */
  stays: boolean;
}

export interface OpenStats {
  handlers: DomainHandlers<'stats'>;
  close(): Promise<void>;
}

/** Serves `stats.*`. */
export function openStats(engine: Engine, { home, settings, stays }: StatsOptions): OpenStats {
  const stats = new Stats(engine);
  const history = new History(
    stats,
    new MinuteStore(join(home, 'stats'), undefined, () => settings.get().statsHistory),
  );
  const { onChange } = settings;
  const alerts = new Alerts(stats, { current: () => settings.get().statsAlerts, onChange });
  const wish = { current: () => settings.get().statsInBackground, onChange };
  const stopRecording = stays ? keepRecording(stats, wish) : () => Promise.resolve();
  return {
    handlers: {
      watch: (input, { signal }) => stats.watch(input, signal),
      history: async (input, { signal }) => history.read(input, await engine.engineId(signal), signal),
      export: async function* ({ format, span, machine, ...wanted }, { signal }) {
        if (span === undefined) yield* liveFile(stats.watch(wanted, signal), format);
        else {
          const engineId = await engine.engineId(signal);
          const asked = { ids: wanted.ids ?? [], machine, span };
          yield* pastFile(history.series(asked, engineId, signal), format);
        }
      },
      alerts: (_input, { signal }) => alerts.stream(signal),
    },
    async close() {
      await stopRecording();
      stats.close();
      await history.close();
    },
  };
}
