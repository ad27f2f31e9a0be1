import { type LayerProgress, wholePart } from '../../../shared/model/image-progress.ts';
import { bytesText, useWords, type Words } from '../../i18n/index.ts';
import { isOver, type Transfer, type TransferPhase } from '../../state/image-transfers.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import type { ShapeName } from '../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../ui/status-pill.tsx';
import css from './operations.module.css';

const looks: Record<TransferPhase, { shape: ShapeName; tone: Tone }> = {
  asking: { shape: 'ring', tone: 'busy' },
  moving: { shape: 'ring', tone: 'busy' },
  receiving: { shape: 'ring', tone: 'busy' },
  checking: { shape: 'ring', tone: 'busy' },
  loading: { shape: 'ring', tone: 'busy' },
  stopping: { shape: 'ring', tone: 'warn' },
  done: { shape: 'check', tone: 'ok' },
  failed: { shape: 'triangle', tone: 'bad' },
  cancelled: { shape: 'minus', tone: 'idle' },
};

/** 0..1; null while it cannot be told. What is said of bytes beforehand is no more than about right. */
function partOf({ kind, phase, layers, bytes, totalBytes }: Transfer): number | null {
  if (phase === 'done') return 1;
  if (kind === 'pull' || kind === 'push') return wholePart(layers);
  if (phase === 'loading') return wholePart(layers);
  if (totalBytes === null || totalBytes === 0) return null;
  return Math.min(kind === 'save' ? 0.99 : 1, bytes / totalBytes);
}

function lineOf({ kind, phase, layers, line, bytes, totalBytes }: Transfer, words: Words['images']): string {
  if (phase === 'receiving' || kind === 'save')
    return totalBytes === null || kind === 'save'
      ? bytesText(bytes)
      : words.ofBytes(bytesText(bytes), bytesText(totalBytes));
  const done = layers.filter((layer) => layer.done).length;
  return [layers.length > 0 ? words.layersOf(done, layers.length) : '', line]
    .filter((part) => part !== '')
    .join(' · ');
}

function Layer({ layer, words }: { layer: LayerProgress; words: Words['images'] }) {
  const { id, status, current, total, part, done } = layer;
  const figures =
    !done && current !== null && total !== null ? words.ofBytes(bytesText(current), bytesText(total)) : '';
  return (
    <li className={css.layer}>
      <span className={css.layerId}>{id}</span>
      <span className={css.sub}>{[status, figures].filter((one) => one !== '').join(' ')}</span>
      <progress className={css.layerBar} max={1} value={part} aria-label={`${id} ${status}`} />
    </li>
  );
}

interface TransferCardProps {
  transfer: Transfer;
  onCancel(key: string): void;
  onDismiss(key: string): void;
}

/** An image on its way: how far each layer is, a way to stop it, why it failed. */
export function TransferCard({ transfer, onCancel, onDismiss }: TransferCardProps) {
  const all = useWords();
  const words = all.images;
  const { key, kind, name, phase, layers, error, again } = transfer;
  const title = words.kinds[kind](name);
  const over = isOver(transfer);
  const part = partOf(transfer);
  return (
    <li className={css.card} aria-label={title}>
      <div className={css.line}>
        <span className={css.name}>
          <bdi>{title}</bdi>
        </span>
        <StatusPill {...looks[phase]} turning={!over}>
          {words.phases[phase]}
        </StatusPill>
      </div>
      {!over && (
        <progress
          className={css.progress}
          max={1}
          {...(part === null ? {} : { value: part })}
          aria-label={all.operations.named(all.operations.progress, title)}
        />
      )}
      <p className={css.sub}>{lineOf(transfer, words)}</p>
      {!over && layers.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard
        <section className={css.layers} tabIndex={0} aria-label={all.operations.named(words.layers, title)}>
          <ul className={css.layerList}>
            {layers.map((layer) => (
              <Layer key={layer.id} layer={layer} words={words} />
            ))}
          </ul>
        </section>
      )}
      {error !== null && <ErrorCard title={words.failed[kind](name)} error={error} />}
      <div className={css.buttons}>
        {over ? (
          <>
            {phase !== 'done' && again !== null && (
              <Button label={all.operations.named(words.again, title)} onClick={again}>
                {words.again}
              </Button>
            )}
            <Button look="quiet" label={words.dismissIt(title)} onClick={() => onDismiss(key)}>
              {all.operations.forget}
            </Button>
          </>
        ) : (
          <Button
            label={words.cancelIt(title)}
            disabledReason={phase === 'stopping' ? words.phases.stopping : null}
            onClick={() => onCancel(key)}
          >
            {all.cancel}
          </Button>
        )}
      </div>
    </li>
  );
}
