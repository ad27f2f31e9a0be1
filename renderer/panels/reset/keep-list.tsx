import { useState } from 'react';
import type { ResetObject } from '../../../shared/contract/reset.ts';
import { bytesText, useWords } from '../../i18n/index.ts';
import { keepKey, keepObject, useChosen } from '../../state/reset.ts';
import css from './reset.module.css';

/** More than these are found by searching. */
const shownAtMost = 100;

function Row({ object, kept }: { object: ResetObject; kept: boolean }) {
  const words = useWords();
  const marks = [
    object.protected ? words.reset.protectedMark : '',
    object.running ? words.reset.running : '',
    object.trashed ? words.reset.trashed : '',
  ].filter((mark) => mark !== '');
  return (
    <li className={css.keepRow}>
      <label>
        <input
          type="checkbox"
          aria-label={words.reset.keepOne(object.name)}
          checked={kept || object.protected}
          disabled={object.protected}
          onChange={(event) => keepObject(object, event.target.checked)}
        />
        <bdi className={css.name}>{object.name}</bdi>
      </label>
      <span className={css.sub}>{[words.plan.kinds[object.kind], ...marks].join(' · ')}</span>
      <span className={css.bytes}>{object.bytes === null ? '–' : bytesText(object.bytes)}</span>
    </li>
  );
}

/** Objects of the ticked kinds, to pick what of them is kept. */
export function KeepList({ objects }: { objects: readonly ResetObject[] }) {
  const words = useWords().reset;
  const { ticks, keep } = useChosen();
  const [text, setText] = useState('');
  const offered = objects.filter(({ tick }) => ticks.has(tick));
  const wanted = text.trim().toLowerCase();
  const found = offered.filter(({ name, id }) => `${name}\n${id}`.toLowerCase().includes(wanted));
  // What is chosen stays in sight.
  const first = found.filter((one) => keep.has(keepKey(one)) || one.protected);
  const rest = found.filter((one) => !first.includes(one));
  const shown = [...first, ...rest].slice(0, shownAtMost);
  return (
    <div className={css.card}>
      <h2>{words.keepTitle}</h2>
      <p className={css.note}>{offered.length === 0 ? words.keepNone : words.keepText}</p>
      {offered.length > 0 && (
        <>
          <div className={css.search}>
            <input
              type="search"
              aria-label={words.keepSearch}
              placeholder={words.keepSearch}
              value={text}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
            />
            <span role="status" className={css.sub}>
              {wanted === '' ? words.keepCount(first.length) : words.keepFound(found.length, offered.length)}
            </span>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard */}
          <section className={css.keepSheet} tabIndex={0} aria-label={words.keepTitle}>
            <ul>
              {shown.map((object) => (
                <Row key={keepKey(object)} object={object} kept={keep.has(keepKey(object))} />
              ))}
            </ul>
          </section>
          {found.length > shown.length && (
            <p className={css.note}>{words.keepMore(found.length - shown.length)}</p>
          )}
        </>
      )}
    </div>
  );
}
