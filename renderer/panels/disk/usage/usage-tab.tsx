import { HardDrive } from 'lucide-react';
import { type DiskDetails, type DiskKind, diskKinds } from '../../../../shared/contract/disk-usage.ts';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { measureDisk, useDisk } from '../../../state/disk.ts';
import { navigate, routeHash, useRoute } from '../../../state/route.ts';
import { useSettings } from '../../../state/settings.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import { FreeCards } from './free-cards.tsx';
import { MeasureBar } from './measure-bar.tsx';
import { Objects } from './objects.tsx';
import { Picture } from './picture.tsx';
import { Totals } from './totals.tsx';
import css from './usage.module.css';

type View = 'overview' | DiskKind;

function Overview({ details }: { details: DiskDetails }) {
  const words = useWords().disk;
  const { usage } = details;
  const nothing = diskKinds.every((kind) => usage[kind].total === 0);
  if (nothing)
    return <EmptyState picture={<HardDrive size={26} />} title={words.empty} text={words.emptyText} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={css.overview} tabIndex={0}>
      <FreeCards details={details} />
      <div className={css.halves}>
        <Picture details={details} />
        <Totals usage={usage} />
      </div>
    </div>
  );
}

/** What takes space: in sum, as a picture, and object by object at `#/disk/usage/KIND`. */
export function UsageTab() {
  const words = useWords().disk;
  const { tab } = useRoute();
  const state = useDisk();
  const standing = useStanding();
  const keepDays = useSettings(({ settings }) => settings?.trashDays ?? 7);
  const kind = diskKinds.find((one) => one === tab) ?? null;
  const details = state?.details ?? null;
  const error = state?.error ?? null;
  const options: { value: View; label: string; count?: number }[] = [
    { value: 'overview', label: words.overview },
    ...diskKinds.map((value) => ({
      value,
      label: words.kinds[value],
      ...(details === null ? {} : { count: details.usage[value].total }),
    })),
  ];
  return (
    <div className={css.tab}>
      <div className={css.bar}>
        <Segmented<View>
          label={words.views}
          value={kind ?? 'overview'}
          options={options}
          onChange={(view) =>
            navigate(routeHash('disk', 'usage', {}, view === 'overview' ? '' : view), { replace: true })
          }
        />
        <MeasureBar state={state} />
      </div>
      <StaleBar standing={standing} error={details === null ? null : error} />
      {details !== null &&
        (kind === null ? (
          <Overview details={details} />
        ) : (
          <Objects key={kind} details={details} kind={kind} keepDays={keepDays} />
        ))}
      {details === null && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.notMeasured} error={error} onRetry={measureDisk} />
        </div>
      )}
      {details === null && error === null && state?.measuring != null && (
        <div className={css.waiting} aria-busy="true">
          <p>{words.measuringFirst}</p>
          <Skeleton width="62%" />
          <Skeleton width="48%" />
          <Skeleton width="71%" />
        </div>
      )}
      {details === null && error === null && state !== null && state.measuring === null && (
        <EmptyState picture={<HardDrive size={26} />} title={words.stopped} text={words.stoppedText}>
          <Button onClick={measureDisk}>{words.measureAgain}</Button>
        </EmptyState>
      )}
    </div>
  );
}
