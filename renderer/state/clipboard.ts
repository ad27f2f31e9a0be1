import { currentWords } from '../i18n/index.ts';
import { toast } from './toasts.ts';

/** Copies text; tells that it did, or that it could not. */
export async function copyText(text: string, told?: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (fault) {
    console.warn('Clipboard:', fault);
    toast({ key: 'copy', tone: 'warning', title: (words) => words.copyFailed });
    return false;
  }
  toast({ key: 'copy', tone: 'done', title: () => told ?? currentWords().copied });
  return true;
}
