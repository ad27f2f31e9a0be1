import { useState } from 'react';
import { bytesText, timeText, useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { previewImport, useExports } from '../../../state/exports.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { TextField, Tick } from '../../../ui/field.tsx';
import css from './export.module.css';

/** Checks an export and shows, as a plan, what it would make here. */
export function ImportSection() {
  const all = useWords();
  const words = all.exports;
  const standing = useStanding();
  const { summary, checking, importError } = useExports();
  const [folder, setFolder] = useState('');
  const [checksum, setChecksum] = useState('');
  const [start, setStart] = useState(true);
  const wrongFolder =
    folder === '' || folder.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(folder) ? undefined : words.folderWrong;
  const wrongSum = checksum === '' || /^[0-9a-f]{64}$/.test(checksum) ? undefined : words.expectedWrong;
  const off = checking
    ? words.checking
    : standing !== 'ready'
      ? all.engine.notReady
      : folder === '' || wrongFolder !== undefined
        ? words.folderWrong
        : (wrongSum ?? null);
  return (
    <section className={css.card} aria-labelledby="import">
      <h2 id="import">{words.importTitle}</h2>
      <p className={css.text}>{words.importText}</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (off === null) void previewImport(folder, checksum, start);
        }}
      >
        <TextField
          label={words.importFolder}
          note={words.importFolderNote}
          wrong={wrongFolder}
          value={folder}
          onChange={setFolder}
        />
        <TextField
          label={words.expected}
          note={words.expectedNote}
          wrong={wrongSum}
          value={checksum}
          onChange={(value) => setChecksum(value.trim().toLowerCase())}
        />
        <Tick checked={start} onChange={setStart}>
          {words.startThem}
        </Tick>
        <div className={css.buttons}>
          <Button type="submit" disabledReason={off}>
            {checking ? words.checking : words.preview}
          </Button>
        </div>
      </form>
      {summary !== null && (
        <p role="status">
          {words.holds(
            timeText(Date.parse(summary.createdAt)),
            `${summary.engine.name} ${summary.engine.version}`,
          )}
          . {words.doneText(summary.counts, bytesText(summary.bytes))}
        </p>
      )}
      {importError !== null && <ErrorCard title={words.notImported} error={importError} />}
    </section>
  );
}
