import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/contract/errors.ts';
import { useWords, wordError } from '../i18n/index.ts';
import { navigate } from '../state/route.ts';
import { Button, IconButton } from './button.tsx';
import { CommandLine } from './command-line.tsx';
import { CopyButton } from './copy-button.tsx';
import css from './error-card.module.css';
import { Shape } from './shape.tsx';

/** Everything worth putting into a report, as text. */
function errorDetails(title: string, error: ApiError): string {
  const lines = [
    title,
    error.message,
    `code: ${error.code}`,
    ...(error.reason === undefined ? [] : [`reason: ${error.reason}`]),
    ...(error.status === undefined ? [] : [`status: ${error.status}`]),
    ...(error.engine === undefined ? [] : [`engine: ${error.engine}`]),
    ...(error.hint === undefined ? [] : [`hint: ${error.hint.text}`]),
    `at: ${new Date().toISOString()}`,
  ];
  return lines.join('\n');
}

interface ErrorCardProps {
  title: string;
  error: ApiError;
  /** Makes "Try again" appear. */
  onRetry?: (() => void) | undefined;
  onDismiss?: (() => void) | undefined;
  /** Further buttons. */
  children?: ReactNode;
}

/** A failure: cause, what to do, what the engine said, and a way to copy it all. */
export function ErrorCard({ title, error, onRetry, onDismiss, children }: ErrorCardProps) {
  const words = useWords();
  const { message, hint } = wordError(error, words);
  const action = error.hint?.action;
  // The engine's own words are told again only where the sentence does not have them.
  const said = error.engine !== undefined && !message.includes(error.engine) ? error.engine : undefined;
  return (
    <article className={css.card} aria-label={title}>
      <Shape name="triangle" className={css.mark} />
      <p className={css.title}>{title}</p>
      {onDismiss !== undefined && (
        <IconButton label={words.dismiss} onClick={onDismiss} className={css.close}>
          <X size={14} />
        </IconButton>
      )}
      <div className={css.body}>
        <p className={css.cause}>{message}</p>
        {hint !== undefined && <p className={css.hint}>{hint}</p>}
        {said !== undefined && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <p className={css.said} tabIndex={0}>
            {words.engineSaid}: <code>{said}</code>
          </p>
        )}
        {action?.kind === 'copy' && <CommandLine command={action.text} />}
        <div className={css.actions}>
          {onRetry !== undefined && <Button onClick={onRetry}>{words.tryAgain}</Button>}
          {action?.kind === 'open' && <Button onClick={() => navigate(action.route)}>{words.show}</Button>}
          {children}
          <CopyButton text={errorDetails(title, error)} label={words.copyDetails} />
        </div>
      </div>
    </article>
  );
}
