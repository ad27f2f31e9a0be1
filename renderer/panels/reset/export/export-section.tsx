import { useState } from 'react';
import {
  type Exported,
  type ExportKind,
  exportKinds,
  type LeftOutWhy,
} from '../../../../shared/contract/reset-export.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { startExport, useExports } from '../../../state/exports.ts';
import { stopOperation, useOperations } from '../../../state/operations.ts';
import { toastError } from '../../../state/toasts.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyIconButton } from '../../../ui/copy-button.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { TextField, Tick } from '../../../ui/field.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from './export.module.css';

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <span className={css.copied}>
      <code>{text}</code>
      <CopyIconButton text={text} label={label} />
    </span>
  );
}

/** Where it is, its checksum, and what is not in it. */
function Result({ exported }: { exported: Exported }) {
  const all = useWords();
  const words = all.exports;
  const whys = [...new Set(exported.leftOut.map(({ why }) => why))];
  const dataless = exported.leftOut.filter(({ why }) => why === 'data-unreadable').length;
  const names = (why: LeftOutWhy) => {
    const these = exported.leftOut.filter((one) => one.why === why);
    const shown = these
      .slice(0, 8)
      .map(({ name, detail }) => (why === 'data-unreadable' ? `${name}: ${detail}` : name));
    return these.length > shown.length
      ? `${shown.join(', ')}, +${these.length - shown.length}`
      : shown.join(', ');
  };
  return (
    <div role="status">
      <p>
        <StatusPill shape={dataless > 0 ? 'triangle' : 'check'} tone={dataless > 0 ? 'warn' : 'ok'}>
          {dataless > 0 ? words.doneWithout(dataless) : words.done}
        </StatusPill>{' '}
        {words.doneText(exported.counts, bytesText(exported.bytes))}
      </p>
      <dl className={css.facts}>
        <dt>{words.where}</dt>
        <dd>
          <Copied text={exported.folder} label={all.copyThis(words.where)} />
        </dd>
        <dt>{words.checksum}</dt>
        <dd>
          <Copied text={exported.checksum} label={all.copyThis(words.checksum)} />
          {words.checksumNote}
        </dd>
        {whys.length > 0 && (
          <>
            <dt>{words.notIn}</dt>
            <dd>
              <ul className={css.lacking}>
                {whys.map((why) => (
                  <li key={why}>
                    {words.whys[why]}: <bdi>{names(why)}</bdi>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}

/** An export that goes on, also one that another page began. */
function Running({ folder }: { folder: string | null }) {
  const words = useWords().exports;
  const operation = useOperations(({ list }) =>
    list.find(({ kind, finishedAt }) => kind === 'reset.export' && finishedAt === null),
  );
  const { done = 0, total = 0, bytes = 0, current = null, state } = operation ?? {};
  return (
    <div role="status" className={css.card}>
      <strong>{words.running(operation?.subject ?? folder ?? '')}</strong>
      <progress
        className={css.progress}
        max={Math.max(1, total)}
        value={done}
        aria-label={words.running(operation?.subject ?? folder ?? '')}
      />
      <div className={css.buttons}>
        <span>{total === 0 ? words.beginning : words.progress(done, total, bytesText(bytes))}</span>
        {current !== null && <bdi className={css.text}>{current}</bdi>}
        <Button
          disabledReason={operation === undefined || state === 'stopping' ? words.beginning : null}
          onClick={async () => {
            if (operation === undefined) return;
            const error = await stopOperation(operation.id);
            if (error !== null) toastError((all) => all.operations.cancelFailed, error, 'export-cancel');
          }}
        >
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

/** Writes data and definitions into a folder before anything is removed. */
export function ExportSection() {
  const all = useWords();
  const words = all.exports;
  const standing = useStanding();
  const { asked, exported, error } = useExports();
  const running = useOperations(({ list }) =>
    list.some(({ kind, finishedAt }) => kind === 'reset.export' && finishedAt === null),
  );
  const [folder, setFolder] = useState('');
  const [kinds, setKinds] = useState<readonly ExportKind[]>(exportKinds);
  const busy = running || asked !== null;
  const wrong =
    folder === '' || folder.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(folder) ? undefined : words.folderWrong;
  const off = busy
    ? words.running(asked ?? '')
    : standing !== 'ready'
      ? all.engine.notReady
      : folder === '' || wrong !== undefined
        ? words.folderWrong
        : kinds.length === 0
          ? words.what
          : null;
  return (
    <section className={css.card} aria-labelledby="export-first">
      <h2 id="export-first">{words.title}</h2>
      <p className={css.text}>{words.text}</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (off === null) void startExport(folder, kinds);
        }}
      >
        <TextField
          label={words.folder}
          note={words.folderNote}
          wrong={wrong}
          value={folder}
          onChange={setFolder}
        />
        <fieldset className={css.kinds} disabled={busy}>
          <legend>{words.what}</legend>
          {exportKinds.map((kind) => (
            <Tick
              key={kind}
              checked={kinds.includes(kind)}
              disabled={busy}
              note={words.kindNotes[kind]}
              onChange={(on) =>
                setKinds(exportKinds.filter((one) => (one === kind ? on : kinds.includes(one))))
              }
            >
              {words.kinds[kind]}
            </Tick>
          ))}
        </fieldset>
        <div className={css.buttons}>
          <Button type="submit" disabledReason={off}>
            {words.start}
          </Button>
        </div>
      </form>
      {busy && <Running folder={asked} />}
      {error !== null && <ErrorCard title={words.failed} error={error} />}
      {exported !== null && !busy && <Result exported={exported} />}
    </section>
  );
}
