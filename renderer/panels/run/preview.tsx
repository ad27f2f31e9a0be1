import { Copy } from 'lucide-react';
import { printRun } from '../../../shared/model/container-spec/print-run.ts';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { call } from '../../state/link.ts';
import { toastError } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import css from './run.module.css';
import { useRun } from './store.ts';

/** The form as a docker run line, and both forms to take away. */
export function Preview() {
  const words = useWords().run;
  const spec = useRun((state) => state.read.spec);
  const pull = useRun((state) => state.pull);
  const printed = spec.image === '' ? '' : printRun(spec);
  const line = pull === 'missing' ? printed : printed.replace(/^docker run /, `docker run --pull ${pull} `);
  const copyCompose = async () => {
    const answer = await call('containers.toCompose', { spec });
    if (answer.ok) await copyText(answer.value.yaml, words.composeCopied);
    else toastError(({ run }) => run.notCopied(spec.name || spec.image), answer.error);
  };
  const off = line === '' ? words.previewEmpty : null;
  return (
    <section className={css.card} aria-label={words.preview}>
      <h2 className={css.title}>{words.preview}</h2>
      {line === '' ? (
        <p className={css.note}>{words.previewEmpty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={css.preview} tabIndex={0}>
          {line}
        </pre>
      )}
      <div className={css.inline}>
        <Button disabledReason={off} onClick={() => void copyText(line, words.runCopied)}>
          <Copy size={14} />
          {words.copyAsRun}
        </Button>
        <Button disabledReason={off} onClick={() => void copyCompose()}>
          <Copy size={14} />
          {words.copyAsCompose}
        </Button>
      </div>
    </section>
  );
}
