import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { EngineLogLine, ManagedId } from '../../../../shared/contract/managed.ts';
import { useWords } from '../../../i18n/index.ts';
import { openStream, useLink } from '../../../state/link.ts';
import type { LogRow } from '../../../state/logs/log-store.ts';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { FixedRows } from '../../../ui/logs/fixed-rows.tsx';
import { LogLine } from '../../../ui/logs/log-line.tsx';
import css from './engine.module.css';

const most = 5000;
const tail = 500;
// Each line has its time in it, as the engine wrote it.
const look = { times: false, colours: null, pattern: null };

/** What an engine says: its last lines, and those that come. */
export function EngineLog({ id }: { id: ManagedId }) {
  const words = useWords().managed;
  const link = useLink((state) => state.link.status);
  const rows = useRef<LogRow[]>([]);
  const [version, setVersion] = useState(0);
  const [follow, setFollow] = useState(true);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    if (link !== 'open') return;
    rows.current = [];
    setError(null);
    setVersion((count) => count + 1);
    let seq = 0;
    let frame = 0;
    const show = () => {
      frame = 0;
      setVersion((count) => count + 1);
    };
    const stream = openStream(
      'managed.log',
      { engine: id, tail },
      {
        item: (line) => {
          seq += 1;
          rows.current.push(rowOf(line, seq));
          if (rows.current.length > most) rows.current.splice(0, rows.current.length - most);
          if (frame === 0) frame = requestAnimationFrame(show);
        },
        done: (failed) => {
          if (failed !== undefined && failed.code !== 'cancelled') setError(failed);
        },
      },
    );
    return () => {
      cancelAnimationFrame(frame);
      stream?.cancel();
    };
  }, [id, link]);

  const first = rows.current[0]?.seq ?? 0;
  return (
    <section className={css.log} aria-labelledby="managed-log">
      <h2 id="managed-log">{words.log}</h2>
      {error !== null && <ErrorCard title={words.logEnded} error={error} />}
      {rows.current.length === 0 && error === null && <p className={css.text}>{words.logEmpty}</p>}
      <FixedRows
        ref={null}
        role="log"
        aria-label={words.log}
        aria-live="off"
        tabIndex={0}
        rows={{
          version,
          count: rows.current.length,
          at: (index) => rows.current[index],
          indexOf: (seq) => Math.max(0, seq - first),
        }}
        follow={follow}
        onFollow={setFollow}
        render={(row) => <LogLine key={row.seq} row={row} look={look} selected={false} current={false} />}
      />
    </section>
  );
}

const colours: Readonly<Record<string, string>> = { error: '\u001b[31m', warning: '\u001b[33m' };

/** Errors stand out by the colours of a terminal. */
function rowOf({ at, level, text }: EngineLogLine, seq: number): LogRow {
  const colour = colours[level ?? ''] ?? '';
  const line = {
    container: '',
    at: at ?? '',
    atNano: '',
    channel: 'stdout',
    text: `${colour}${text}`,
  } as const;
  return { kind: 'line', seq, line };
}
