import type { HistoryStep, ImageHistory } from '../../../../shared/contract/images.ts';
import { parseTime } from '../../../../shared/model/durations.ts';
import { shortId } from '../../../../shared/model/names.ts';
import { bytesText, timeText, useWords } from '../../../i18n/index.ts';
import { type ImageRow, useImageHistory } from '../../../state/images.ts';
import { imageHash } from '../../../state/object-links.ts';
import { Age } from '../../../ui/age.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Shape, type ShapeName } from '../../../ui/shape.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './details.module.css';

const shapes: Record<HistoryStep['role'], ShapeName> = {
  layer: 'disc',
  settings: 'ring',
  squashed: 'check',
  merged: 'minus',
  imported: 'disc',
};

function Step({ step, place, history }: { step: HistoryStep; place: number; history: ImageHistory }) {
  const all = useWords();
  const words = all.images;
  const made = parseTime(step.createdAt);
  const squash = history.squashes.find(({ step: at }) => history.steps[at] === step);
  return (
    <tr>
      <td className={css.step}>
        <span className={css.stepLine}>
          <span className={css.place}>{place}</span>
          <span
            className={css.role}
            role="img"
            aria-label={words.roles[step.role]}
            data-tip={words.roles[step.role]}
          >
            <Shape name={shapes[step.role]} />
          </span>
          <code className={step.role === 'settings' || step.role === 'merged' ? css.quiet : css.code}>
            {step.instruction !== '' && <b>{step.instruction} </b>}
            {step.text || step.comment || step.createdBy}
          </code>
        </span>
        {step.role !== 'layer' && step.role !== 'settings' && (
          <span className={css.note}>{words.roles[step.role]}</span>
        )}
        {squash !== undefined && (
          <span className={css.note}>
            {words.squash(squash.merged, squash.exact)}{' '}
            {words.squashOnto(shortId(squash.from), squash.onto === null ? null : shortId(squash.onto))}
          </span>
        )}
        {step.comment !== '' && step.text !== '' && <span className={css.note}>{step.comment}</span>}
      </td>
      <td className={css.end}>{step.sizeBytes === 0 ? '–' : bytesText(step.sizeBytes)}</td>
      <td>
        {made === null ? (
          '–'
        ) : (
          <span data-tip={timeText(made)}>
            <Age sinceMs={made} sentence={all.agoText} />
          </span>
        )}
      </td>
      <td className={css.mono}>
        {step.id === null ? (
          <span className={css.faint}>{words.missing}</span>
        ) : (
          <a className={css.link} href={imageHash(step.id)}>
            {shortId(step.id)}
          </a>
        )}
      </td>
    </tr>
  );
}

/** How the image was made, the newest step first. */
export function HistoryTab({ image }: { image: ImageRow }) {
  const all = useWords();
  const words = all.images;
  const { value: history, error, read } = useImageHistory(image.id);
  if (history === null)
    return error === null ? (
      <div className={css.pad} role="status" aria-label={all.loading}>
        <Skeleton width="60%" />
      </div>
    ) : (
      <div className={css.pad}>
        <ErrorCard title={words.notRead} error={error} onRetry={read} />
      </div>
    );
  const { steps } = history;
  if (steps.length === 0)
    return <EmptyState picture={<Shape name="dashed" />} title={words.noHistory} text="" />;
  const placed = steps.map((step, at) => ({ step, place: steps.length - at }));
  const missing = steps.some((step) => step.missing !== 'none');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroller} tabIndex={0} aria-label={words.tab.history}>
      <p className={css.summary}>
        {words.historyTotal(steps.length, history.layers, bytesText(history.totalBytes))}
      </p>
      {missing && <p className={css.summary}>{words.missingWhy}</p>}
      <table className={css.table} aria-label={words.historyLabel}>
        <thead>
          <tr>
            <th scope="col">{words.historyColumns.step}</th>
            <th scope="col" className={css.end}>
              {words.historyColumns.size}
            </th>
            <th scope="col">{words.historyColumns.made}</th>
            <th scope="col">{words.historyColumns.id}</th>
          </tr>
        </thead>
        <tbody>
          {placed.map(({ step, place }) => (
            <Step key={place} step={step} place={place} history={history} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
