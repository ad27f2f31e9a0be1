import { FolderOpen } from 'lucide-react';
import type { ContextTlsFile, TlsFileName } from '../../../../shared/contract/contexts.ts';
import { timeText, useWords } from '../../../i18n/index.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import css from './contexts.module.css';
import type { Draft, DraftFile } from './draft.ts';

/** The TLS files of a context: what is stored, a path to copy from, or none. */
export function TlsFields({
  names,
  draft,
  stored,
  onChange,
  onChoose,
}: {
  names: readonly TlsFileName[];
  draft: Draft;
  stored: readonly ContextTlsFile[];
  onChange(changes: Partial<Draft>): void;
  onChoose(name: TlsFileName): void;
}) {
  const words = useWords().contexts;
  const set = (name: TlsFileName, file: DraftFile) => onChange({ files: { ...draft.files, [name]: file } });
  return names.map((name) => {
    const file = draft.files[name];
    const had = stored.find((one) => one.name === name);
    const label = words.files[name];
    const path = file !== null && 'path' in file ? file.path : '';
    const kept =
      had === undefined
        ? words.fileNotes[name]
        : `${
            file === null
              ? words.fileGone
              : words.filesStored(
                  had.subject === null || had.notAfter === null
                    ? words.keyStored
                    : words.fileStored(had.subject, timeText(Date.parse(had.notAfter))),
                )
          } ${file === null ? '' : words.fileKept}`;
    return (
      <div key={name} className={css.file}>
        <TextField
          label={label}
          note={kept}
          value={path}
          onChange={(value) =>
            set(name, value === '' && had !== undefined ? { kept: true } : { path: value })
          }
        />
        <Button label={words.chooseFor(label)} onClick={() => onChoose(name)}>
          <FolderOpen size={14} aria-hidden="true" />
          {words.choose}
        </Button>
        {had !== undefined && (
          <Button
            label={file === null ? words.keepThis(label) : words.takeAwayThis(label)}
            onClick={() => set(name, file === null ? { kept: true } : null)}
          >
            {file === null ? words.keepIt : words.takeAway}
          </Button>
        )}
      </div>
    );
  });
}
