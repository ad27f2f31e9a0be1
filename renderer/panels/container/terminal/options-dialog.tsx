import { useId, useRef, useState } from 'react';
import type { Container } from '../../../../shared/contract/containers.ts';
import { splitWords } from '../../../../shared/model/terminal.ts';
import { useWords, type Words } from '../../../i18n/index.ts';
import { openTerminal, type TerminalChoice } from '../../../state/terminals.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Choice, TextField } from '../../../ui/field.tsx';
import css from './terminal.module.css';

const choices = ['shell', 'bash', 'sh', 'ash', 'command', 'attach'] as const;
type What = (typeof choices)[number];

interface Draft {
  what: What;
  command: string;
  user: string;
  workdir: string;
  env: string;
}

const draft: Draft = { what: 'shell', command: '', user: '', workdir: '', env: '' };
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** What is wrong with each field; empty where all may be sent. */
function wrongs(
  { what, command, workdir, env }: Draft,
  words: Words['terminal'],
): Partial<Record<'command' | 'workdir' | 'env', string>> {
  if (what === 'attach') return {};
  const split = splitWords(command);
  const odd = linesOf(env).find((line) => !/^[^=]+=/.test(line));
  return {
    ...(what !== 'command'
      ? {}
      : split === null
        ? { command: words.commandOpen }
        : split.length === 0
          ? { command: words.commandMissing }
          : {}),
    ...(workdir === '' || workdir.startsWith('/') ? {} : { workdir: words.workdirWrong }),
    ...(odd === undefined ? {} : { env: words.envWrong(odd) }),
  };
}

function choiceOf({ what, command, user, workdir, env }: Draft): TerminalChoice {
  if (what === 'attach') return { attach: true };
  const lines = linesOf(env);
  return {
    ...(what === 'shell' ? {} : { command: what === 'command' ? (splitWords(command) ?? []) : [what] }),
    ...(user === '' ? {} : { user }),
    ...(workdir === '' ? {} : { workdir }),
    ...(lines.length === 0 ? {} : { env: lines }),
  };
}

/** Asks what a new terminal is to run, as whom, where and with which environment. */
export function OptionsDialog({ container, onClose }: { container: Container; onClose(): void }) {
  const all = useWords();
  const words = all.terminal;
  const [values, setValues] = useState(draft);
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const envId = useId();
  const wrong = wrongs(values, words);
  const set = (parts: Partial<Draft>) => setValues({ ...values, ...parts });
  const send = () => {
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    onClose();
    openTerminal(container.id, choiceOf(values));
  };
  // An empty command is told of only once it was to be sent.
  const commandWrong = tried || values.command !== '' ? wrong.command : undefined;
  return (
    <Dialog
      holds={JSON.stringify(values) === JSON.stringify(draft) ? 'outside' : 'all'}
      title={words.dialogTitle(container.name)}
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button ref={first} onClick={onClose}>
            {all.cancel}
          </Button>
          <Button look="primary" onClick={send}>
            {words.open}
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
        <Choice<What>
          full
          label={words.what}
          value={values.what}
          options={choices.map((value) => ({ value, label: words.choices[value] }))}
          onChange={(what) => set({ what })}
        />
        {values.what === 'attach' && <p className={css.warning}>{words.attachedNote}</p>}
        {values.what === 'command' && (
          <TextField
            label={words.command}
            note={words.commandNote}
            wrong={commandWrong}
            value={values.command}
            onChange={(command) => set({ command })}
          />
        )}
        {values.what !== 'attach' && (
          <>
            <TextField
              label={words.user}
              note={words.userNote}
              value={values.user}
              onChange={(user) => set({ user: user.trim() })}
            />
            <TextField
              label={words.workdir}
              note={words.workdirNote}
              wrong={wrong.workdir}
              value={values.workdir}
              onChange={(workdir) => set({ workdir })}
            />
            <div className={css.lines}>
              <label htmlFor={envId}>{words.env}</label>
              <textarea
                id={envId}
                rows={3}
                spellCheck={false}
                value={values.env}
                aria-invalid={wrong.env !== undefined}
                aria-describedby={`${envId}-note`}
                onChange={(event) => set({ env: event.target.value })}
              />
              <p id={`${envId}-note`} className={wrong.env === undefined ? undefined : css.wrong}>
                {wrong.env ?? words.envNote}
              </p>
            </div>
          </>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
