import { Download, FolderOpen, FolderUp, PackageOpen, RotateCw, SearchX, Upload } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { FileChange } from '../../../../shared/contract/container-insides.ts';
import type { Container } from '../../../../shared/contract/containers.ts';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { baseName, joinPath, parentPath } from '../../../../shared/model/file-paths.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { copyText } from '../../../state/clipboard.ts';
import { useStanding } from '../../../state/connection.ts';
import { downloadPath, downloadPaths } from '../../../state/files/download.ts';
import { useFolder } from '../../../state/files/folder.ts';
import { call } from '../../../state/link.ts';
import { useGone } from '../../../state/resources.ts';
import { toastError } from '../../../state/toasts.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import type { GridHandle, MenuAnchor } from '../../../ui/data-grid/types.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { FilterBox } from '../../../ui/field.tsx';
import { AnchoredMenu, type MenuEntry } from '../../../ui/menu.tsx';
import { useFilterKey } from '../../../ui/use-filter-key.ts';
import { byName, type FileRow, fileColumns } from './columns.tsx';
import { Crumbs } from './crumbs.tsx';
import css from './files.module.css';
import { GoTo } from './go-to.tsx';
import { PreviewDialog } from './preview-dialog.tsx';
import { ReplaceDialog } from './replace-dialog.tsx';
import { useUpload } from './use-upload.ts';

interface FolderViewProps {
  container: Container;
  path: string;
  changes: readonly FileChange[] | null;
  hrefOf(path: string): string;
  onGo(path: string): void;
  /** Something may have been written: what differs from the image is to be read anew. */
  onWritten(): void;
  /** The choice between this and the list of changes. */
  choice: ReactNode;
}

const rowKey = ({ name }: FileRow): string => name;

/** What is in one folder of a container. */
export function FolderView({ container, path, changes, hrefOf, onGo, onWritten, choice }: FolderViewProps) {
  const all = useWords();
  const words = all.files;
  const standing = useStanding();
  const { id, name } = container;
  const folder = useFolder(id, path);
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const goBox = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const tarPicker = useRef<HTMLInputElement>(null);
  /** Which row is to have the focus once it is there: null for the first. */
  const wanted = useRef<{ of: string; row: string | null } | null>(null);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [sort, setSort] = useState<GridSort>({ column: 'name', descending: false });
  const [text, setText] = useState('');
  const [menu, setMenu] = useState<{ row: FileRow; anchor: MenuAnchor } | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const upload = useUpload(id, path, () => {
    folder.read();
    onWritten();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder begins without a filter and selection
  useEffect(() => {
    setText('');
    setSelection(nothingSelected);
  }, [path]);
  useFilterKey(filterBox);

  const rows = useMemo(() => {
    const marks = new Map(changes?.map(({ path: of, change }) => [of, change]));
    return folder.entries.map(
      (entry): FileRow => ({ ...entry, change: marks.get(joinPath(path, entry.name)) ?? null }),
    );
  }, [folder.entries, changes, path]);
  const shown = useMemo(() => {
    const part = text.toLowerCase();
    return part === '' ? rows : rows.filter((row) => shownText(row.name).toLowerCase().includes(part));
  }, [rows, text]);
  const keys = useMemo(() => new Set(shown.map(rowKey)), [shown]);
  const present = withoutGone(selection, keys);
  if (present !== selection) setSelection(present);

  useEffect(() => {
    const { current } = wanted;
    if (current === null || current.of !== path) return;
    const there = current.row !== null && keys.has(current.row);
    if (!there && !folder.ended) return;
    wanted.current = null;
    if (keys.size > 0)
      handle.current?.focusRow(there ? current.row : ([...shown].sort(byName)[0]?.name ?? null));
    else goBox.current?.focus();
  }, [path, keys, shown, folder.ended]);

  const goTo = (to: string, row: string | null) => {
    wanted.current = { of: to, row };
    onGo(to);
  };
  const up = (): boolean => {
    if (path === '/') return false;
    goTo(parentPath(path), baseName(path));
    return true;
  };
  const open = async (row: FileRow): Promise<void> => {
    const target = joinPath(path, row.name);
    let { type } = row;
    if (type === 'symlink') {
      const result = await call('containers.statPath', { id, path: target });
      if (!result.ok) {
        toastError((w) => w.files.notOpened(shownText(row.name)), result.error);
        return;
      }
      type = result.value.target?.type ?? 'symlink';
    }
    if (type === 'directory') goTo(target, null);
    else if (type === 'file') setPreview(target);
    else
      toastError((w) => w.files.notOpened(shownText(row.name)), {
        code: 'invalid-input',
        reason: type === 'symlink' ? 'link-broken' : 'not-downloadable',
        params: { path: shownText(target) },
        message: '',
      });
  };
  const openStable = useRef(open);
  openStable.current = open;
  const columns = useMemo(
    () => fileColumns({ words, onOpen: (row) => void openStable.current(row) }),
    [words],
  );
  const entries = (row: FileRow): MenuEntry[] => {
    const target = joinPath(path, row.name);
    const folderLike = row.type === 'directory';
    return [
      {
        kind: 'item',
        label: folderLike || row.type === 'symlink' ? words.open : words.preview,
        keys: 'Enter',
        onSelect: () => void open(row),
      },
      {
        kind: 'item',
        label: folderLike ? words.downloadAsTar : words.download,
        onSelect: () => downloadPath(id, target),
      },
      { kind: 'item', label: words.copyPath, onSelect: () => void copyText(shownText(target)) },
    ];
  };
  const chosen = shown.filter((row) => present.keys.has(row.name));
  const gone = useGone('container', id);
  const off = standing !== 'ready' ? all.engine.notReady : gone ? all.containers.gone : null;
  const pick = (input: HTMLInputElement, unpack: boolean) => {
    const files = [...(input.files ?? [])];
    // The same file may be chosen again.
    input.value = '';
    if (files.length > 0) upload.start(files, unpack);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' || event.target instanceof HTMLInputElement) return;
    if (up()) event.preventDefault();
  };

  return (
    <>
      <div className={css.bar}>
        <IconButton label={words.up} disabledReason={path === '/' ? words.atRoot : null} onClick={up}>
          <FolderUp size={16} />
        </IconButton>
        <Crumbs path={path} hrefOf={hrefOf} />
        <span className={css.tools}>{choice}</span>
      </div>
      <div className={css.bar}>
        <div className={css.filter}>
          <FilterBox
            ref={filterBox}
            label={words.filter}
            placeholder={words.filterPlaceholder}
            clearLabel={words.clearFilter}
            value={text}
            onChange={setText}
            onLeave={() => handle.current?.focusRow(null)}
          />
        </div>
        <GoTo ref={goBox} path={path} onGo={(to) => goTo(to, null)} />
        <span className={css.tools}>
          {chosen.length > 0 && (
            <Button
              label={`${words.download} (${words.selected(chosen.length)})`}
              onClick={() =>
                downloadPaths(
                  id,
                  chosen.map((row) => joinPath(path, row.name)),
                )
              }
            >
              <Download size={14} />
              {`${words.download} (${words.selected(chosen.length)})`}
            </Button>
          )}
          <Button disabledReason={off} onClick={() => picker.current?.click()}>
            <Upload size={14} />
            {words.upload}
          </Button>
          <Button disabledReason={off} onClick={() => tarPicker.current?.click()}>
            <PackageOpen size={14} />
            {words.unpack}
          </Button>
          <IconButton label={words.readAgain} disabledReason={off} onClick={folder.read}>
            <RotateCw size={14} />
          </IconButton>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            data-upload="files"
            onChange={(event) => pick(event.target, false)}
          />
          <input
            ref={tarPicker}
            type="file"
            hidden
            accept=".tar,.tar.gz,.tgz,application/x-tar,application/gzip"
            data-upload="tar"
            onChange={(event) => pick(event.target, true)}
          />
        </span>
      </div>
      {folder.hiddenBy !== null && (
        <p className={css.note} data-tone="warn">
          {words.hidden[folder.hiddenBy]}
        </p>
      )}
      {folder.ended && !folder.complete && folder.error === null && (
        <p className={css.note} data-tone="warn" role="status">
          {words.incomplete(bytesText(folder.readBytes))}
          <Button onClick={folder.readOn}>{words.readOn}</Button>
        </p>
      )}
      {!folder.ended && folder.readBytes > 0 && (
        <p className={css.note} role="status" data-tip={words.readingText}>
          {words.reading(bytesText(folder.readBytes))}
          <Button onClick={folder.stop}>{words.stop}</Button>
        </p>
      )}
      {folder.error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.notRead} error={folder.error} onRetry={folder.read} />
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop files on; the button does the same */}
      <div
        className={css.list}
        data-over={upload.over || undefined}
        data-drop-zone
        onKeyDown={onKeyDown}
        {...upload.dropProps}
      >
        {(folder.error === null || rows.length > 0) && (
          <DataGrid
            ref={handle}
            label={words.label(name)}
            columns={columns}
            rows={shown}
            rowKey={rowKey}
            rowName={(row) =>
              [
                shownText(row.name),
                words.types[row.type],
                row.change === null ? '' : words.change[row.change],
              ]
                .filter((part) => part !== '')
                .join(', ')
            }
            selectLabel={(row) => words.select(shownText(row.name))}
            selectAllLabel={words.selectAll}
            tie={byName}
            sort={sort}
            onSort={setSort}
            orderKey={path}
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={(row) => void open(row)}
            onMenu={(row, anchor) => setMenu({ row, anchor })}
            onRowKey={(_row, key) => key === 'Backspace' && up()}
            stale={standing === 'stale'}
            heldLabel={{ text: words.held, why: words.heldWhy }}
            empty={
              !folder.ended ? null : text !== '' ? (
                <EmptyState picture={<SearchX size={26} />} title={words.noMatch}>
                  <Button onClick={() => setText('')}>{words.clearFilter}</Button>
                </EmptyState>
              ) : (
                <EmptyState picture={<FolderOpen size={26} />} title={words.empty} text={words.emptyText} />
              )
            }
          />
        )}
        {upload.over && <p className={css.drop}>{words.dropHere(shownText(path))}</p>}
      </div>
      <p className={css.status} role="status">
        {folder.ended && folder.error === null ? words.entries(rows.length) : ''}
      </p>
      {menu !== null && (
        <AnchoredMenu
          entries={entries(menu.row)}
          label={words.menuOf(shownText(menu.row.name))}
          at={menu.anchor}
          returnTo={menu.anchor.returnTo}
          onClose={() => setMenu(null)}
        />
      )}
      {preview !== null && <PreviewDialog id={id} path={preview} onClose={() => setPreview(null)} />}
      {upload.question !== null && <ReplaceDialog {...upload.question} />}
    </>
  );
}
