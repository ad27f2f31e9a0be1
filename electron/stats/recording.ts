import { NamesDemand } from './demand.ts';
import { Sampling } from './sampling.ts';
import type { Stats } from './stats.ts';

const everyMs = 60_000;

/** What is read of the settings. */
export interface RecordingWish {
  current(): boolean;
  onChange(listener: () => void): () => void;
}

/** Samples every container once a minute while the settings ask for it, so that the day has no holes where nobody looked. */
export function keepRecording(stats: Stats, wish: RecordingWish): () => Promise<void> {
  const sampling = new Sampling(stats);
  const apply = () => {
    if (wish.current() !== sampling.running)
      sampling.set(wish.current() ? new NamesDemand(everyMs, () => true) : null);
  };
  const stop = wish.onChange(apply);
  apply();
  return async () => {
    stop();
    await sampling.close();
  };
}
