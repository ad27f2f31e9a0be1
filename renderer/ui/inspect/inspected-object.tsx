import type { InspectableKind } from '../../../shared/contract/inspect.ts';
import { useWords } from '../../i18n/index.ts';
import { useInspected } from '../../state/inspected.ts';
import { rawHash } from '../../state/object-links.ts';
import { ErrorCard } from '../error-card.tsx';
import { Skeleton } from '../skeleton.tsx';
import css from './inspect.module.css';
import { InspectView } from './inspect-view.tsx';

interface InspectedObjectViewProps {
  kind: InspectableKind;
  id: string;
  /** Changes when there may be more to read. */
  stamp?: string;
}

/** Reads an object and shows it, or why it could not be read. */
export function InspectedObjectView({ kind, id, stamp = '' }: InspectedObjectViewProps) {
  const words = useWords();
  const { object, error, reading, read } = useInspected(kind, id, stamp);
  return (
    <>
      {error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.inspect.notRead} error={error} onRetry={read} />
        </div>
      )}
      {object === null && error === null && (
        <div className={css.pad} role="status" aria-label={words.loading}>
          <Skeleton width="60%" />
        </div>
      )}
      {object !== null && (
        <InspectView
          key={`${object.kind}/${object.id}`}
          name={words.inspect.named(words.inspect.kinds[object.kind], object.name)}
          document={object.raw}
          self={rawHash(object.kind, object.id)}
          reading={reading}
          onRead={read}
        />
      )}
    </>
  );
}
