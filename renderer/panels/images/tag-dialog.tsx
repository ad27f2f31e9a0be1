import { useRef, useState } from 'react';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { referenceProblem } from '../../../shared/model/image-reference.ts';
import { useWords } from '../../i18n/index.ts';
import { type ImageRow, tagAs } from '../../state/images.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { TextField, Tick } from '../../ui/field.tsx';
import css from './images.module.css';

/** Asks for one more name of an image. */
export function TagDialog({
  image,
  onClose,
}: {
  image: Pick<ImageRow, 'id' | 'title' | 'tags'>;
  onClose(): void;
}) {
  const all = useWords();
  const words = all.images;
  const [name, setName] = useState(image.tags[0] ?? '');
  const [move, setMove] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const problem = referenceProblem(name.trim(), 'tag');
  const wrong = problem === null ? undefined : words.problems[problem];
  const send = async () => {
    if (busy || problem !== null) return;
    setBusy(true);
    setError(null);
    const failed = await tagAs(image.id, name.trim(), move);
    setBusy(false);
    if (failed === null) onClose();
    else setError(failed);
  };
  return (
    <Dialog
      title={words.tagTitle(image.title)}
      text={words.tagText}
      holds="outside"
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{all.cancel}</Button>
          <Button look="primary" disabledReason={wrong ?? null} onClick={() => void send()}>
            {words.tag}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {error !== null && <ErrorCard title={words.notTagged(image.title)} error={error} />}
        <TextField
          ref={first}
          label={words.newName}
          note={words.newNameNote}
          wrong={wrong}
          value={name}
          onChange={setName}
        />
        {error?.reason === 'image-name-taken' && (
          <Tick checked={move} onChange={setMove}>
            {words.moveName}
          </Tick>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
