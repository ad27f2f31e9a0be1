import { useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { LoginChoices } from '../../../../shared/contract/registry-login.ts';
import { useWords, type Words } from '../../../i18n/index.ts';
import { logIn, useLoginChoices } from '../../../state/registry-logins.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Choice, TextField, Tick } from '../../../ui/field.tsx';
import css from './login.module.css';

const helperMark = 'helper:';
type Kept = 'session' | 'plain-text' | `${typeof helperMark}${string}`;

function keepOptions(choices: LoginChoices | null, { logins }: Words): { value: Kept; label: string }[] {
  const { helpers = [], configured = '' } = choices ?? {};
  return [
    ...helpers.map((name) => ({
      value: `${helperMark}${name}` as const,
      label: name === configured ? logins.keepConfigured(name) : logins.keepWith(name),
    })),
    { value: 'session', label: logins.keepSession },
    // Where the docker CLI asks a helper nobody would find it.
    ...(configured === '' ? [{ value: 'plain-text' as const, label: logins.keepPlain }] : []),
  ];
}

function proposedOf(choices: LoginChoices | null): Kept {
  const [first] = choices?.helpers ?? [];
  return choices?.proposed === 'helper' && first !== undefined ? `${helperMark}${first}` : 'session';
}

function toKeep(kept: Kept) {
  if (kept === 'session' || kept === 'plain-text') return { kind: kept };
  return { kind: 'helper' as const, helper: kept.slice(helperMark.length) };
}

interface LoginDialogProps {
  host: string;
  username?: string;
  onClose(): void;
  /** Called before, where somebody got in. */
  onDone?: () => void;
}

/** Asks who one is to a registry, and where that is to be kept. */
export function LoginDialog({ host: given, username: known = '', onClose, onDone }: LoginDialogProps) {
  const all = useWords();
  const words = all.logins;
  const [host, setHost] = useState(given);
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const [choices, setChoices] = useState<LoginChoices | null>(null);
  const [chosen, setChosen] = useState<Kept | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useLoginChoices(host, setChoices);
  const options = keepOptions(choices, all);
  const kept = options.find(({ value }) => value === chosen)?.value ?? proposedOf(choices);
  const isPlain = kept === 'plain-text';
  const off = host.trim() === '' || username === '' || password === '' || (isPlain && !agreed);

  const send = async () => {
    if (busy || off) return;
    setBusy(true);
    setError(null);
    const failed = await logIn({ host, username, password, keep: toKeep(kept) });
    setBusy(false);
    if (failed !== null) {
      setError(failed);
      return;
    }
    onDone?.();
    onClose();
  };
  return (
    <Dialog
      title={words.dialogTitle}
      text={words.dialogText}
      holds={busy ? 'all' : 'outside'}
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button disabledReason={busy ? words.submitting : null} onClick={onClose}>
            {all.cancel}
          </Button>
          <Button
            look="primary"
            disabledReason={busy ? words.submitting : off ? words.missing : null}
            onClick={() => void send()}
          >
            {busy ? words.submitting : words.submit}
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
        {error !== null && <ErrorCard title={words.failed} error={error} />}
        <TextField
          {...(given === '' ? { ref: first } : {})}
          label={words.host}
          note={words.hostNote}
          value={host}
          onChange={setHost}
        />
        <TextField
          {...(given === '' ? {} : { ref: first })}
          label={words.username}
          value={username}
          onChange={setUsername}
        />
        <TextField
          secret
          label={words.password}
          note={words.passwordNote}
          value={password}
          onChange={setPassword}
        />
        <Choice
          full
          label={words.keep}
          value={kept}
          options={options}
          onChange={(value) => {
            setChosen(value);
            setAgreed(false);
          }}
        />
        {isPlain ? (
          <div className={css.risk}>
            <p>{words.plainRisk(choices?.path ?? 'config.json')}</p>
            <Tick checked={agreed} onChange={setAgreed}>
              {words.plainAgree}
            </Tick>
          </div>
        ) : (
          <p className={css.note}>{kept === 'session' ? words.keepNotes.session : words.keepNotes.helper}</p>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
