import {
  File as FileIcon,
  FileQuestion,
  FileSymlink,
  Folder as FolderIcon,
  type LucideIcon,
} from 'lucide-react';
import type { FileEntry, FileType } from '../../../../shared/contract/container-files.ts';
import type { FileChange } from '../../../../shared/contract/container-insides.ts';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { modeText } from '../../../../shared/model/file-mode.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import { bytesText, timeText, type Words } from '../../../i18n/index.ts';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import type { ShapeName } from '../../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../../ui/status-pill.tsx';
import css from './files.module.css';

export interface FileRow extends FileEntry {
  change: FileChange['change'] | null;
}

const icons: Partial<Record<FileType, LucideIcon>> = {
  file: FileIcon,
  directory: FolderIcon,
  symlink: FileSymlink,
};

const looks: Record<FileChange['change'], { shape: ShapeName; tone: Tone }> = {
  added: { shape: 'disc', tone: 'ok' },
  changed: { shape: 'half', tone: 'warn' },
  deleted: { shape: 'minus', tone: 'bad' },
};

/** A change as shape and word. */
export function ChangePill({ change, words }: { change: FileChange['change']; words: Words['files'] }) {
  return (
    <StatusPill shape={looks[change].shape} tone={looks[change].tone}>
      {words.change[change]}
    </StatusPill>
  );
}

/** Folders first, then by name. */
export function byName(a: FileEntry, b: FileEntry): number {
  const folders = Number(b.type === 'directory') - Number(a.type === 'directory');
  return folders || compareNames(a.name, b.name) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

interface ColumnsInput {
  words: Words['files'];
  onOpen(row: FileRow): void;
}

/** The columns of a folder. */
export function fileColumns({ words, onOpen }: ColumnsInput): GridColumn<FileRow>[] {
  const { columns } = words;
  return [
    {
      id: 'name',
      header: columns.name,
      minWidth: 220,
      grow: 3,
      priority: 0,
      hideable: false,
      compare: byName,
      cell: (row) => {
        const Icon = icons[row.type] ?? FileQuestion;
        return (
          <span className={css.file}>
            <Icon
              size={15}
              aria-hidden="true"
              className={row.type === 'directory' ? css.folder : css.faint}
            />
            <button
              type="button"
              className={css.name}
              tabIndex={-1}
              data-tip={shownText(row.name)}
              onClick={() => onOpen(row)}
            >
              <bdi>{shownText(row.name)}</bdi>
            </button>
            {row.linkTarget !== undefined && (
              <bdi className={css.target} data-tip={words.links(shownText(row.linkTarget))}>
                {`→ ${shownText(row.linkTarget)}`}
              </bdi>
            )}
          </span>
        );
      },
    },
    {
      id: 'change',
      header: columns.change,
      minWidth: 112,
      grow: 0,
      priority: 1,
      hideable: false,
      compare: (a, b) => (a.change ?? '~').localeCompare(b.change ?? '~'),
      cell: (row) => row.change !== null && <ChangePill change={row.change} words={words} />,
    },
    {
      id: 'size',
      header: columns.size,
      minWidth: 88,
      grow: 0,
      priority: 0,
      hideable: false,
      align: 'end',
      compare: (a, b) => a.size - b.size,
      cell: (row) => (row.type === 'file' ? bytesText(row.size) : '–'),
    },
    {
      id: 'mode',
      header: columns.mode,
      minWidth: 112,
      grow: 0,
      priority: 3,
      hideable: false,
      compare: (a, b) => a.mode - b.mode,
      cell: (row) => (
        <span className={css.mono} data-tip={row.mode.toString(8).padStart(4, '0')}>
          {modeText(row.mode)}
        </span>
      ),
    },
    {
      id: 'owner',
      header: columns.owner,
      minWidth: 92,
      grow: 0,
      priority: 4,
      hideable: false,
      compare: (a, b) => (a.uid ?? -1) - (b.uid ?? -1) || (a.gid ?? -1) - (b.gid ?? -1),
      cell: (row) =>
        row.uid === undefined ? '–' : <span className={css.mono}>{`${row.uid}:${row.gid ?? ''}`}</span>,
    },
    {
      id: 'modified',
      header: columns.modified,
      minWidth: 184,
      grow: 0,
      priority: 2,
      hideable: false,
      compare: (a, b) => Date.parse(a.modifiedAt) - Date.parse(b.modifiedAt),
      cell: (row) => timeText(Date.parse(row.modifiedAt)),
    },
  ];
}
