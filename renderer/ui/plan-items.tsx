import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { LastUse, ObjectKind, PlanItem } from '../../shared/contract/plans.ts';
import { bytesText, useWords } from '../i18n/index.ts';
import { Age } from './age.tsx';
import css from './plan-items.module.css';

const order: readonly ObjectKind[] = [
  'service',
  'secret',
  'config',
  'swarm',
  'container',
  'network',
  'volume',
  'image',
  'build-cache',
  'plugin',
];
const searchFrom = 9;

function LastUsed({ use }: { use: LastUse | null | undefined }) {
  const words = useWords();
  if (use == null) return <>–</>;
  const at = use.at === null ? Number.NaN : Date.parse(use.at);
  return (
    <>
      {!Number.isNaN(at) && <Age sinceMs={at} sentence={words.agoText} />}
      {use.by !== '' && (
        <span className={css.sub}>
          <bdi>{use.by}</bdi>
        </span>
      )}
    </>
  );
}

function Row({ item, dated }: { item: PlanItem; dated: boolean }) {
  const words = useWords().plan;
  const further = (item.tags ?? []).filter((tag) => tag !== item.name);
  return (
    <tr>
      <td className={css.object}>
        <bdi>{item.name}</bdi>
        {further.length > 0 && <span className={css.sub}>{further.join(', ')}</span>}
      </td>
      <td className={css.why}>{words.reasons[item.reasonKey]}</td>
      {dated && (
        <td className={css.used}>
          <LastUsed use={item.lastUse} />
        </td>
      )}
      <td className={css.bytes}>{item.bytes === null ? '–' : bytesText(item.bytes)}</td>
    </tr>
  );
}

function Group({
  kind,
  items,
  open,
  dated,
}: {
  kind: ObjectKind;
  items: readonly PlanItem[];
  open: boolean;
  dated: boolean;
}) {
  const words = useWords();
  const [folded, setFolded] = useState(false);
  const shown = open || !folded;
  const known = items.filter(({ bytes }) => bytes !== null);
  const sum = known.reduce((all, { bytes }) => all + (bytes ?? 0), 0);
  const Chevron = shown ? ChevronDown : ChevronRight;
  return (
    <tbody>
      <tr className={css.group}>
        <th scope="rowgroup" colSpan={dated ? 3 : 2}>
          <button type="button" aria-expanded={shown} className={css.fold} onClick={() => setFolded(!folded)}>
            <Chevron size={14} aria-hidden="true" />
            {words.prune.groups[kind]}
            <span className={css.count}>{items.length}</span>
          </button>
        </th>
        <td className={css.bytes}>{known.length === 0 ? '–' : bytesText(sum)}</td>
      </tr>
      {shown && items.map((item) => <Row key={item.id} item={item} dated={dated} />)}
    </tbody>
  );
}

function matches(item: PlanItem, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [item.name, item.id, ...(item.tags ?? []), item.lastUse?.by ?? ''].some((part) =>
    part.toLowerCase().includes(wanted),
  );
}

/** The objects of a prune, by kind, with a search where they are many. */
export function PlanItems({ items, label }: { items: readonly PlanItem[]; label: string }) {
  const words = useWords();
  const [text, setText] = useState('');
  // A reset takes all, whoever used it when.
  const dated = items.some(({ lastUse }) => lastUse !== undefined);
  const found = text.trim() === '' ? items : items.filter((item) => matches(item, text));
  return (
    <div className={css.items}>
      {items.length >= searchFrom && (
        <div className={css.bar}>
          <input
            type="search"
            className={css.search}
            aria-label={words.prune.search}
            placeholder={words.prune.search}
            value={text}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || text === '') return;
              event.stopPropagation();
              setText('');
            }}
          />
          <span className={css.found} role="status">
            {text.trim() === '' ? '' : words.prune.found(found.length, items.length)}
          </span>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard */}
      <section className={css.sheet} tabIndex={0} aria-label={label}>
        <table className={css.table} aria-label={label}>
          <thead>
            <tr className={css.columns}>
              <th scope="col">{words.plan.columns.object}</th>
              <th scope="col">{words.plan.columns.why}</th>
              {dated && <th scope="col">{words.prune.lastUsed}</th>}
              <th scope="col" className={css.bytes}>
                {words.plan.columns.frees}
              </th>
            </tr>
          </thead>
          {order.map((kind) => {
            const group = found.filter((item) => item.kind === kind);
            return group.length === 0 ? null : (
              <Group key={kind} kind={kind} items={group} open={text.trim() !== ''} dated={dated} />
            );
          })}
        </table>
      </section>
    </div>
  );
}
