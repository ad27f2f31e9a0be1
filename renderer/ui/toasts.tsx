import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n/index.ts';
import { dismissToast, type Toast, useToasts } from '../state/toasts.ts';
import { Button, IconButton } from './button.tsx';
import { ErrorCard } from './error-card.tsx';
import { Shape, type ShapeName } from './shape.tsx';
import css from './toasts.module.css';

const shownForMs = 4_500;

const marks: Record<Toast['tone'], { shape: ShapeName; tone: string | undefined }> = {
  done: { shape: 'check', tone: css.done },
  info: { shape: 'disc', tone: css.info },
  warning: { shape: 'triangle', tone: css.warning },
  problem: { shape: 'triangle', tone: css.failed },
};

function Message({ toast, held }: { toast: Toast; held: boolean }) {
  const words = useWords();
  const { key, turn, sticky, progress, action, detail } = toast;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn of the same toast starts its time again
  useEffect(() => {
    if (sticky || held) return;
    const timer = setTimeout(() => dismissToast(key), shownForMs);
    return () => clearTimeout(timer);
  }, [key, turn, sticky, held]);
  const mark = marks[toast.tone];
  return (
    <div className={css.toast} data-tone={toast.tone}>
      <Shape name={mark.shape} className={mark.tone} />
      <div className={css.words}>
        <p className={css.title}>{toast.title(words)}</p>
        {detail !== undefined && <p className={css.detail}>{detail(words)}</p>}
      </div>
      {action !== undefined ? (
        <Button look="quiet" onClick={action.run}>
          {action.label(words)}
        </Button>
      ) : (
        <span />
      )}
      <IconButton label={words.dismiss} onClick={() => dismissToast(key)}>
        <X size={14} />
      </IconButton>
      {progress !== undefined && (
        <span className={css.progress} style={{ transform: `scaleX(${progress})` }} />
      )}
    </div>
  );
}

/** Messages in the corner: status messages that go by themselves, and error cards that stay. */
export function Toasts() {
  const words = useWords();
  const toasts = useToasts((state) => state.toasts);
  const [held, setHeld] = useState(false);
  const problems = toasts.filter((toast) => toast.error !== undefined);
  const messages = toasts.filter((toast) => toast.error === undefined);
  return (
    <section
      aria-label={words.notifications}
      className={css.stack}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="alert" className={css.group}>
        {problems.map(({ key, title, error, action }) =>
          error === undefined ? null : (
            <div key={key} className={css.problem}>
              <ErrorCard
                title={title(words)}
                error={error}
                onDismiss={() => dismissToast(key)}
                onRetry={
                  action === undefined
                    ? undefined
                    : () => {
                        dismissToast(key);
                        action.run();
                      }
                }
              />
            </div>
          ),
        )}
      </div>
      <div role="status" className={css.group}>
        {messages.map((message) => (
          <Message key={message.key} toast={message} held={held} />
        ))}
      </div>
    </section>
  );
}
