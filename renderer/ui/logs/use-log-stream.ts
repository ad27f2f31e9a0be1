import { useEffect, useMemo, useState } from 'react';
import { rangeTimes, useLogOptions } from '../../state/logs/log-options.ts';
import { LogStore } from '../../state/logs/log-store.ts';
import { LogStream, type LogStreamState, sinceHidden } from '../../state/logs/log-stream.ts';
import { useSettings } from '../../state/settings.ts';

/** A container whose log is read. */
export interface LogSubject {
  id: string;
  name: string;
}

/** Reads the logs of some containers while the panel is shown. `turn` begins the reading anew. */
export function useLogStream(
  subjects: readonly LogSubject[],
  turn: number,
): { store: LogStore; state: LogStreamState; follows: boolean } {
  const { tail, stdout, stderr, range, from, to } = useLogOptions();
  const [state, setState] = useState<LogStreamState>({ status: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each reading has rows of its own
  const store = useMemo(() => new LogStore(), [subjects, turn, tail, stdout, stderr, range, from, to]);
  const follows = range !== 'between' || to === '';

  useEffect(() => {
    const hidden = useSettings.getState().settings?.logsHiddenUpTo ?? {};
    const idOf = new Map(subjects.map(({ id, name }) => [name, id]));
    const options = { ...useLogOptions.getState(), range, from, to };
    const { since, until } = rangeTimes(options);
    const stream = new LogStream(
      {
        ids: subjects.map(({ id }) => id),
        tail,
        since: sinceHidden(
          subjects.map(({ id }) => hidden[id]),
          since,
        ),
        until,
        stdout,
        stderr,
      },
      store,
      (name) => hidden[idOf.get(name) ?? ''],
      setState,
    );
    return () => stream.stop();
  }, [store, subjects, tail, stdout, stderr, range, from, to]);
  return { store, state, follows };
}
