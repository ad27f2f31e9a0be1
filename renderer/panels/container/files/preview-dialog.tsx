import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { baseName } from '../../../../shared/model/file-paths.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { downloadPath } from '../../../state/files/download.ts';
import { type Preview, readPreview } from '../../../state/files/preview.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './files.module.css';

const linesABlock = 200;

function blocksOf(text: string): string[] {
  const lines = text.split('\n');
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; at += linesABlock)
    blocks.push(`${lines.slice(at, at + linesABlock).join('\n')}\n`);
  return blocks;
}

/** A text in blocks, of which the browser lays out only those that are seen. */
function Text({ label, text }: { label: string; text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.text} aria-label={label} tabIndex={0}>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
        <div key={at}>{block}</div>
      ))}
    </section>
  );
}

function Content({ preview, name }: { preview: Preview; name: string }) {
  const words = useWords().files;
  switch (preview.is) {
    case 'text':
      return (
        <>
          {preview.lossy && <p className={css.quiet}>{words.lossy}</p>}
          {preview.text === '' ? (
            <p>{words.emptyFile}</p>
          ) : (
            <Text label={words.previewOf(name)} text={preview.text} />
          )}
        </>
      );
    case 'binary':
      return <p>{words.binary}</p>;
    case 'too-large':
      return <p>{words.tooLarge(bytesText(preview.size))}</p>;
    case 'failed':
      return <ErrorCard title={words.notOpened(name)} error={preview.error} />;
  }
}

/** A file as text, to be read only. */
export function PreviewDialog({ id, path, onClose }: { id: string; path: string; onClose(): void }) {
  const words = useWords();
  const [preview, setPreview] = useState<Preview | null>(null);
  const close = useRef<HTMLButtonElement>(null);
  const name = shownText(baseName(path));
  useEffect(() => readPreview(id, path, setPreview), [id, path]);
  return (
    <Dialog
      wide
      title={words.files.previewTitle(name)}
      text={shownText(path)}
      initialFocus={close}
      onClose={onClose}
      buttons={
        <>
          {preview?.is === 'text' && preview.text !== '' && (
            <CopyButton text={preview.text} label={words.copy} />
          )}
          <Button onClick={() => downloadPath(id, path)}>
            <Download size={14} />
            {words.files.download}
          </Button>
          <Button ref={close} look="primary" onClick={onClose}>
            {words.close}
          </Button>
        </>
      }
    >
      {preview === null ? (
        <div role="status" aria-label={words.loading}>
          <Skeleton width="60%" />
        </div>
      ) : (
        <Content preview={preview} name={name} />
      )}
    </Dialog>
  );
}
