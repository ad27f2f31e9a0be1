import { Check, FlaskConical, Pencil, Trash2 } from 'lucide-react';
import type { ContextRow } from '../../../../shared/contract/contexts.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import { type Words, wordError } from '../../../i18n/index.ts';
import { planContextRemoval, switchContext } from '../../../state/contexts.ts';
import { IconButton } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from './contexts.module.css';

/** The built-in one first, as the docker CLI lists them. */
export const byName = (a: ContextRow, b: ContextRow): number =>
  Number(b.builtIn) - Number(a.builtIn) || compareNames(a.name, b.name);

function kindText({ scheme, tls, skipTlsVerify }: ContextRow, { contexts: words }: Words): string {
  const kind = tls ? words.withTls(words.schemes[scheme]) : words.schemes[scheme];
  return tls && skipTlsVerify ? `${kind}, ${words.unchecked}` : kind;
}

const rank = ({ inUse, current, broken }: ContextRow): number =>
  inUse ? 0 : current ? 1 : broken === null ? 2 : 3;

function State({ row, words }: { row: ContextRow; words: Words }) {
  const { contexts } = words;
  if (row.broken !== null)
    return (
      <span data-tip={wordError(row.broken, words).message}>
        <StatusPill shape="cross" tone="bad">
          {contexts.broken}
        </StatusPill>
      </span>
    );
  if (!row.inUse && !row.current)
    return (
      <StatusPill shape="ring" tone="idle">
        {contexts.idle}
      </StatusPill>
    );
  return (
    <span className={css.states}>
      {row.inUse && (
        <span data-tip={contexts.inUseTip}>
          <StatusPill shape="disc" tone="ok">
            {contexts.inUse}
          </StatusPill>
        </span>
      )}
      {row.current && (
        <span data-tip={contexts.currentTip}>
          <StatusPill shape="check" tone="busy">
            {contexts.current}
          </StatusPill>
        </span>
      )}
    </span>
  );
}

/** The columns of the list of contexts. */
export function contextColumns(
  words: Words,
  act: { onTest(row: ContextRow): void; onEdit(row: ContextRow): void; switchingTo: string | null },
): GridColumn<ContextRow>[] {
  const { contexts } = words;
  const base = { grow: 0, priority: 0, hideable: false };
  return [
    {
      ...base,
      ...{ id: 'name', header: contexts.columns.name, minWidth: 140, grow: 2 },
      compare: byName,
      cell: (row) => (
        <bdi className={css.name} data-tip={row.name}>
          {row.name}
        </bdi>
      ),
    },
    {
      ...base,
      ...{ id: 'state', header: contexts.columns.state, minWidth: 176 },
      compare: (a, b) => rank(a) - rank(b) || byName(a, b),
      cell: (row) => <State row={row} words={words} />,
    },
    {
      ...base,
      ...{ id: 'address', header: contexts.columns.address, minWidth: 180, grow: 3 },
      compare: (a, b) => compareNames(a.host, b.host),
      cell: (row) => (
        <bdi className={css.mono} data-tip={row.host}>
          {row.host}
        </bdi>
      ),
    },
    {
      ...base,
      ...{ id: 'kind', header: contexts.columns.kind, minWidth: 150, grow: 1, priority: 1 },
      compare: (a, b) => compareNames(kindText(a, words), kindText(b, words)),
      cell: (row) => (
        <span className={row.skipTlsVerify && row.tls ? css.warn : css.text} data-tip={kindText(row, words)}>
          {kindText(row, words)}
        </span>
      ),
    },
    {
      ...base,
      ...{ id: 'description', header: contexts.columns.description, minWidth: 140, grow: 2, priority: 2 },
      compare: (a, b) => compareNames(a.description, b.description),
      cell: (row) => {
        const text = row.builtIn ? contexts.builtIn : row.description;
        return (
          <bdi className={css.faint} data-tip={text}>
            {text}
          </bdi>
        );
      },
    },
    {
      ...base,
      ...{ id: 'actions', header: contexts.columns.actions, quietHeader: true, minWidth: 136, align: 'end' },
      cell: (row) => {
        const fixed = row.builtIn ? contexts.builtInFixed : null;
        const busy = act.switchingTo === null ? null : contexts.using;
        return (
          <span className={css.actions}>
            <IconButton
              tabIndex={-1}
              label={contexts.useThis(row.name)}
              tip={contexts.use}
              disabledReason={
                busy ??
                (row.broken === null
                  ? row.inUse && row.current
                    ? contexts.usedAlready
                    : null
                  : wordError(row.broken, words).message)
              }
              onClick={() => void switchContext(row.name)}
            >
              <Check size={14} />
            </IconButton>
            <IconButton
              tabIndex={-1}
              label={contexts.testThis(row.name)}
              tip={contexts.test}
              onClick={() => act.onTest(row)}
            >
              <FlaskConical size={14} />
            </IconButton>
            <IconButton
              tabIndex={-1}
              label={contexts.editThis(row.name)}
              tip={contexts.edit}
              disabledReason={fixed}
              onClick={() => act.onEdit(row)}
            >
              <Pencil size={14} />
            </IconButton>
            <IconButton
              tabIndex={-1}
              label={contexts.removeThis(row.name)}
              tip={contexts.remove}
              disabledReason={fixed}
              onClick={() => planContextRemoval([row.name])}
            >
              <Trash2 size={14} />
            </IconButton>
          </span>
        );
      },
    },
  ];
}
