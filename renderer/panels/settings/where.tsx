import { FolderOpen, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { StorageAnswer, StoragePart } from '../../../shared/contract/settings.ts';
import { bytesText, useWords } from '../../i18n/index.ts';
import { call } from '../../state/link.ts';
import { useSettings } from '../../state/settings.ts';
import { toastError } from '../../state/toasts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyIconButton } from '../../ui/copy-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './settings.module.css';

type Reading =
  | { at: 'measuring' }
  | { at: 'read'; storage: StorageAnswer }
  | { at: 'failed'; error: ApiError };

async function reveal(part: StoragePart | undefined): Promise<void> {
  const result = await call('settings.reveal', part === undefined ? {} : { part });
  if (!result.ok) toastError((words) => words.settings.notRevealed, result.error, 'reveal');
}

function Buttons({ what, path, part }: { what: string; path: string; part?: StoragePart }) {
  const all = useWords();
  const words = all.settings;
  const host = useSettings((state) => state.host);
  return (
    <span className={css.tools}>
      <CopyIconButton text={path} label={all.copyThis(words.copyPath(what))} />
      {host.reveal && (
        <IconButton label={words.revealPart(what)} tip={words.reveal} onClick={() => void reveal(part)}>
          <FolderOpen size={14} />
        </IconButton>
      )}
    </span>
  );
}

/** Slipway's own folder, what each part of it takes, and how to get there. */
export function WhereThingsAre() {
  const words = useWords().settings;
  const [reading, setReading] = useState<Reading>({ at: 'measuring' });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for a measurement now
  useEffect(() => {
    const controller = new AbortController();
    void (async () => {
      const result = await call('settings.storage', {}, { signal: controller.signal });
      if (controller.signal.aborted) return;
      setReading(result.ok ? { at: 'read', storage: result.value } : { at: 'failed', error: result.error });
    })();
    return () => controller.abort();
  }, [turn]);
  const again = () => setTurn((count) => count + 1);
  return (
    <section className={css.card} aria-labelledby="where">
      <h2 id="where">{words.where}</h2>
      <p className={css.note}>{words.whereText}</p>
      {reading.at === 'measuring' && (
        <div role="status" aria-label={words.measuring}>
          <Skeleton width="70%" />
        </div>
      )}
      {reading.at === 'failed' && (
        <ErrorCard title={words.notMeasured} error={reading.error} onRetry={again} />
      )}
      {reading.at === 'read' && (
        <>
          <div className={css.path}>
            <code>{reading.storage.folder}</code>
            <Buttons what={words.folder} path={reading.storage.folder} />
          </div>
          <ul className={css.parts} aria-label={words.where}>
            {reading.storage.parts.map(({ part, paths, bytes, files, complete }) => (
              <li key={part} className={css.part}>
                <span>
                  {words.part[part]}
                  <span className={css.faint}>{words.partNote(files)}</span>
                </span>
                <span className={css.size}>
                  {complete ? bytesText(bytes) : words.atLeast(bytesText(bytes))}
                </span>
                <Buttons what={words.part[part]} path={paths[0] ?? reading.storage.folder} part={part} />
              </li>
            ))}
            <li className={css.part}>
              <span className={css.total}>{words.total}</span>
              <span className={css.size}>{bytesText(reading.storage.totalBytes)}</span>
              <span />
            </li>
          </ul>
          <div className={css.row}>
            <span />
            <Button onClick={again}>
              <RefreshCw size={14} aria-hidden="true" />
              {words.measureAgain}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
