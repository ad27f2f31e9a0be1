import { useId, useRef, useState } from 'react';
import { referenceProblem } from '../../../shared/model/image-reference.ts';
import { bytesText, useWords } from '../../i18n/index.ts';
import { importImage } from '../../state/image-transfers.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import css from './images.module.css';

/** Asks for a tar with a root filesystem, and for what the image made of it is to be. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const all = useWords();
  const words = all.images;
  const [file, setFile] = useState<File | null>(null);
  const [reference, setReference] = useState('');
  const [changes, setChanges] = useState('');
  const [message, setMessage] = useState('');
  const id = useId();
  const choose = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const problem = reference === '' ? null : referenceProblem(reference.trim(), 'tag');
  const wrong = problem === null ? undefined : words.problems[problem];
  const send = () => {
    if (file === null || problem !== null) return;
    const lines = changes
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    importImage(file, { reference: reference.trim(), changes: lines, message: message.trim() });
    onClose();
  };
  return (
    <Dialog
      title={words.importTitle}
      text={words.importText}
      holds="outside"
      initialFocus={choose}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{all.cancel}</Button>
          <Button
            look="primary"
            disabledReason={file === null ? words.importNone : (wrong ?? null)}
            onClick={send}
          >
            {words.importNow}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className={css.file}>
          <input
            ref={input}
            type="file"
            className={css.hidden}
            aria-label={words.importFile}
            tabIndex={-1}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
          <Button ref={choose} onClick={() => input.current?.click()}>
            {words.importChoose}
          </Button>
          <span className={css.note} role="status">
            {file === null ? words.importNone : words.importChosen(file.name, bytesText(file.size))}
          </span>
        </div>
        <TextField
          label={words.importName}
          note={words.importNameNote}
          wrong={wrong}
          value={reference}
          onChange={setReference}
        />
        <div className={css.block}>
          <label className={css.label} htmlFor={id}>
            {words.importChanges}
          </label>
          <textarea
            id={id}
            className={css.area}
            value={changes}
            spellCheck={false}
            aria-describedby={`${id}-note`}
            onChange={(event) => setChanges(event.target.value)}
          />
          <p id={`${id}-note`} className={css.note}>
            {words.importChangesNote}
          </p>
        </div>
        <TextField
          label={words.importMessage}
          note={words.importMessageNote}
          value={message}
          onChange={setMessage}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
