import { useEffect, useRef, useState } from 'react';
import { type ContextRow, type TlsFileName, tlsFileNames } from '../../../../shared/contract/contexts.ts';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import { useWords } from '../../../i18n/index.ts';
import { saveContext, testContext } from '../../../state/contexts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Choice, TextField, Tick } from '../../../ui/field.tsx';
import { FileChooser } from '../../../ui/file-chooser.tsx';
import css from './contexts.module.css';
import { changesOf, type Draft, draftOf, inputOf, schemes, touchedOf, wrongName } from './draft.ts';
import { TlsFields } from './tls-fields.tsx';
import { type Trial, Verdict } from './verdict.tsx';

const folderOf = (path: string): string => path.replace(/\/[^/]*$/, '');

/** Asks for a new context, or for changes of one, and tries it before it is written. */
export function ContextDialog({
  row,
  taken,
  onClose,
}: {
  /** The one to be changed; null for a new one. */
  row: ContextRow | null;
  taken: ReadonlySet<string>;
  onClose(): void;
}) {
  const all = useWords();
  const words = all.contexts;
  const [draft, setDraft] = useState<Draft>(() => draftOf(row));
  const [choosing, setChoosing] = useState<TlsFileName | null>(null);
  const [trial, setTrial] = useState<Trial>({ at: 'none' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [touched, setTouched] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const trying = useRef<AbortController | null>(null);
  useEffect(() => () => trying.current?.abort(), []);

  const change = (changes: Partial<Draft>) => {
    trying.current?.abort();
    setDraft((before) => ({ ...before, ...changes }));
    // It was told of another address.
    setTrial({ at: 'none' });
    setError(null);
  };
  const nameWrong = row === null ? wrongName(draft.name.trim(), taken, words) : undefined;
  const noAddress = draft.scheme === 'tcp' || draft.scheme === 'ssh' ? draft.address.trim() === '' : false;
  // Without any of these the docker CLI would speak without TLS.
  const touchedEnd = touchedOf(draft, row);
  const noTls =
    (touchedEnd.host || touchedEnd.security) &&
    draft.scheme === 'tcp' &&
    draft.tls &&
    !draft.skipTlsVerify &&
    !Object.values(draft.files).some((file) => file !== null && (!('path' in file) || file.path !== ''));
  const missing = noAddress ? words.addressMissing : noTls ? words.tlsNothing : null;

  const test = async () => {
    if (missing !== null) return;
    trying.current?.abort();
    const controller = new AbortController();
    trying.current = controller;
    setTrial({ at: 'trying' });
    const { name, description: _, ...rest } = row === null ? inputOf(draft, row) : changesOf(draft, row);
    const result = await testContext(row === null ? rest : { ...rest, name }, controller.signal);
    if (controller.signal.aborted) return;
    setTrial(result.ok ? { at: 'over', verdict: result.value } : { at: 'failed', error: result.error });
  };
  const save = async () => {
    setTouched(true);
    if (busy || nameWrong !== undefined || missing !== null) return;
    setBusy(true);
    setError(null);
    const failed = await saveContext(
      row === null ? { create: inputOf(draft, row) } : { update: changesOf(draft, row) },
    );
    setBusy(false);
    if (failed === null) onClose();
    else setError(failed);
  };

  if (choosing !== null) {
    const title = words.chooseTitle(words.files[choosing]);
    const known = Object.values(draft.files).find((file) => file !== null && 'path' in file);
    return (
      <Dialog
        wide
        title={title}
        holds="outside"
        initialFocus={first}
        onClose={() => setChoosing(null)}
        buttons={<Button onClick={() => setChoosing(null)}>{words.back}</Button>}
      >
        <FileChooser
          start={known !== undefined && known !== null && 'path' in known ? folderOf(known.path) : ''}
          onChoose={(path) => {
            change({ files: { ...draft.files, [choosing]: { path } } });
            setChoosing(null);
          }}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      wide
      title={row === null ? words.createTitle : words.editTitle(row.name)}
      text={words.formText}
      holds={busy ? 'all' : 'outside'}
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button disabledReason={busy ? words.saving : null} onClick={onClose}>
            {all.cancel}
          </Button>
          <Button
            disabledReason={missing ?? (trial.at === 'trying' ? words.testing : null)}
            onClick={() => void test()}
          >
            {trial.at === 'trying' ? words.testing : words.test}
          </Button>
          <Button
            look="primary"
            disabledReason={busy ? words.saving : (nameWrong ?? missing)}
            onClick={() => void save()}
          >
            {busy ? words.saving : row === null ? words.createIt : words.save}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {row === null && (
          <TextField
            ref={first}
            label={words.name}
            note={words.nameNote}
            wrong={draft.name === '' && !touched ? undefined : nameWrong}
            value={draft.name}
            onChange={(name) => change({ name })}
          />
        )}
        <TextField
          {...(row === null ? {} : { ref: first })}
          label={words.description}
          value={draft.description}
          onChange={(description) => setDraft((before) => ({ ...before, description }))}
        />
        <div className={css.address}>
          <Choice
            full
            label={words.kind}
            value={draft.scheme}
            options={schemes.map((value) => ({ value, label: words.schemes[value] }))}
            onChange={(scheme) => change({ scheme })}
          />
          <TextField
            label={words.address[draft.scheme]}
            note={words.addressNote[draft.scheme]}
            value={draft.address}
            onChange={(address) => change({ address })}
          />
        </div>
        {draft.scheme === 'tcp' && (
          <Tick checked={draft.tls} note={words.tlsNote} onChange={(tls) => change({ tls })}>
            {words.tls}
          </Tick>
        )}
        {draft.scheme === 'tcp' && !draft.tls && <p className={css.risk}>{words.plainTcp}</p>}
        {draft.scheme === 'tcp' && draft.tls && (
          <>
            <TlsFields
              names={tlsFileNames}
              draft={draft}
              stored={row?.tlsFiles ?? []}
              onChange={change}
              onChoose={setChoosing}
            />
            <Tick
              checked={draft.skipTlsVerify}
              note={words.skipVerifyNote}
              onChange={(skipTlsVerify) => change({ skipTlsVerify })}
            >
              {words.skipVerify}
            </Tick>
          </>
        )}
        <button type="submit" hidden />
      </form>
      <div
        ref={(area) => {
          if (trial.at === 'over') area?.scrollIntoView({ block: 'nearest' });
        }}
      >
        <Verdict trial={trial} />
      </div>
      {error !== null && (
        <div ref={(card) => card?.scrollIntoView({ block: 'nearest' })}>
          <ErrorCard title={words.notSaved} error={error} />
        </div>
      )}
    </Dialog>
  );
}
