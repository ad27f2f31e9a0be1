import { useWords } from '../i18n/index.ts';
import css from './command-line.module.css';
import { CopyIconButton } from './copy-button.tsx';

/** One line to run in a terminal, with a button that copies it. */
export function CommandLine({ command }: { command: string }) {
  const words = useWords();
  return (
    <div className={css.line}>
      <code className={css.text}>{command}</code>
      <CopyIconButton text={command} label={words.copyThis(words.commandToRun)} />
    </div>
  );
}
