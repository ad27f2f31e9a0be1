import { CornerLeftUp, File as FileIcon, Folder } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { LocalFolder } from '../../shared/contract/registry-certificates.ts';
import { bytesText, useWords } from '../i18n/index.ts';
import { call } from '../state/link.ts';
import { Button } from './button.tsx';
import { ErrorCard } from './error-card.tsx';
import css from './file-chooser.module.css';

const below = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

/** Walks the folders of the machine that Slipway runs on. The page is told names, never what is in a file. */
export function FileChooser({ start, onChoose }: { start: string; onChoose(path: string): void }) {
  const words = useWords().certificates;
  const [path, setPath] = useState(start);
  const [folder, setFolder] = useState<LocalFolder | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    void (async () => {
      const result = await call('registries.localFiles', path === '' ? {} : { path }, {
        signal: controller.signal,
      });
      if (controller.signal.aborted) return;
      setError(result.ok ? null : result.error);
      if (result.ok) setFolder(result.value);
    })();
    return () => controller.abort();
  }, [path]);

  return (
    <div className={css.form}>
      {error !== null && <ErrorCard title={words.folderFailed} error={error} onRetry={() => setPath('')} />}
      {folder !== null && (
        <>
          <div className={css.folder}>
            <Button
              disabledReason={folder.parent === null ? folder.path : null}
              onClick={() => folder.parent !== null && setPath(folder.parent)}
            >
              <CornerLeftUp size={14} aria-hidden="true" />
              {words.up}
            </Button>
            <bdi className={css.mono}>{folder.path}</bdi>
          </div>
          {folder.entries.length === 0 && <p className={css.fix}>{words.folderEmpty}</p>}
          {!folder.complete && <p className={css.fix}>{words.folderMore}</p>}
          <ul className={css.entries} aria-label={folder.path}>
            {folder.entries.map(({ name, type, size }) => (
              <li key={name} className={css.entryRow}>
                <button
                  type="button"
                  className={css.entry}
                  onClick={() => {
                    const whole = below(folder.path, name);
                    if (type === 'folder') setPath(whole);
                    else onChoose(whole);
                  }}
                >
                  {type === 'folder' ? (
                    <Folder size={14} aria-hidden="true" />
                  ) : (
                    <FileIcon size={14} aria-hidden="true" />
                  )}
                  <span>
                    <bdi>{name}</bdi>
                  </span>
                </button>
                <span className={css.size}>{type === 'file' ? bytesText(size) : ''}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
