import { useRef, useState } from 'react';
import { referenceProblem } from '../../../shared/model/image-reference.ts';
import { useWords } from '../../i18n/index.ts';
import { pullImage } from '../../state/image-moves.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField, Tick } from '../../ui/field.tsx';
import css from './images.module.css';

const platformForm = /^(?:[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9]+)?)?$/;

/** Asks which image is to be pulled; it goes on in the list of activity. */
export function PullDialog({ reference: given, onClose }: { reference: string; onClose(): void }) {
  const all = useWords();
  const words = all.images;
  const [reference, setReference] = useState(given);
  const [platform, setPlatform] = useState('');
  const [allTags, setAllTags] = useState(false);
  const [asked, setAsked] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const problem = referenceProblem(reference.trim(), allTags ? 'repository' : 'any');
  const platformWrong = platformForm.test(platform) ? undefined : words.platformWrong;
  // An empty box is not wrong before anybody tried to go on.
  const wrong = problem === null || (problem === 'empty' && !asked) ? undefined : words.problems[problem];
  const send = () => {
    setAsked(true);
    if (problem !== null || platformWrong !== undefined) return;
    pullImage({ reference: reference.trim(), platform, allTags });
    onClose();
  };
  return (
    <Dialog
      title={words.pullTitle}
      text={words.pullText}
      holds="outside"
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{all.cancel}</Button>
          <Button look="primary" disabledReason={wrong ?? platformWrong ?? null} onClick={send}>
            {words.pull}
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
        <TextField
          ref={first}
          label={words.reference}
          note={words.referenceNote}
          wrong={wrong}
          value={reference}
          onChange={setReference}
        />
        <TextField
          label={words.platform}
          note={words.platformNote}
          wrong={platformWrong}
          value={platform}
          onChange={setPlatform}
        />
        <Tick checked={allTags} onChange={setAllTags}>
          {words.allTags}
        </Tick>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
