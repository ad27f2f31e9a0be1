import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n/index.ts';
import { copyText } from '../state/clipboard.ts';
import { Button, IconButton } from './button.tsx';

const doneForMs = 1_600;

function useCopy(text: string) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), doneForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: async () => setCopied(await copyText(text)) };
}

/** A small button that copies `text`; `what` completes its name, e.g. "Copy id". */
export function CopyIconButton({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <IconButton label={label} onClick={() => void copy()}>
      {copied ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  );
}

/** A button with words that copies `text`. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const words = useWords();
  const { copied, copy } = useCopy(text);
  return (
    <Button onClick={() => void copy()} label={label}>
      {copied ? <Check size={14} /> : <Copy size={14} />}
      {copied ? words.copied : label}
    </Button>
  );
}
