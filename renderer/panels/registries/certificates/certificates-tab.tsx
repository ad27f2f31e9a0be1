import { Plus, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type {
  CertificateList,
  CertificatePlace,
  PlaceKind,
  RegistryCertificates,
} from '../../../../shared/contract/registry-certificates.ts';
import { useWords } from '../../../i18n/index.ts';
import { certificatesKey, useCertificates } from '../../../state/certificates.ts';
import { useStanding } from '../../../state/connection.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import { useWantedHost } from '../use-wanted-host.ts';
import { AddDialog } from './add-dialog.tsx';
import { CertificateList as Listed } from './certificate-list.tsx';
import css from './certificates.module.css';
import { DetailsDialog } from './details-dialog.tsx';

function Where({ places }: { places: readonly CertificatePlace[] }) {
  const words = useWords().certificates;
  const [first] = places;
  if (first?.hidden) return <p>{words.placeHidden(first.path)}</p>;
  return <p>{words.readFrom(places.map(({ path }) => path).join(', '))}</p>;
}

/** Whether all was seen: where it was not, that nothing is listed means nothing. */
function isWhole({ places, failed }: CertificateList): boolean {
  return failed.length === 0 && !places.some(({ hidden }) => hidden);
}

/** The certificates the engine uses with registries; `#/registries/certificates?host=...` opens the form for that one. */
export function CertificatesTab() {
  const all = useWords();
  const words = all.certificates;
  const standing = useStanding();
  const { list, error, read } = useCertificates();
  /** Whose certificate is replaced; a registry of '' for a new one. */
  const [adding, setAdding] = useState<{ registry: string; place?: PlaceKind } | null>(null);
  const { wanted, forget } = useWantedHost('certificates');
  const form = adding ?? (wanted === null ? null : { registry: '', proposed: wanted });
  const [shown, setShown] = useState<string | null>(null);
  const off = standing === 'ready' ? null : all.engine.notReady;
  const row = list?.registries.find((one) => certificatesKey(one) === shown);
  const addButton = (
    <Button look="primary" disabledReason={off} onClick={() => setAdding({ registry: '' })}>
      <Plus size={14} aria-hidden="true" />
      {words.add}
    </Button>
  );
  const empty = list !== null && list.registries.length === 0;
  return (
    <div className={css.tab}>
      <StaleBar standing={standing} error={list === null ? null : error} />
      {list === null && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.notListed} error={error} onRetry={read} />
        </div>
      )}
      {list === null && error === null && (
        <div className={css.pad} role="status" aria-label={all.loading}>
          <Skeleton width="52%" />
          <Skeleton width="40%" />
        </div>
      )}
      {list !== null && (
        <div className={css.lead}>
          <Where places={list.places} />
          {!empty && addButton}
        </div>
      )}
      {list !== null && list.failed.length > 0 && (
        <p className={css.lead} role="status">
          {words.notListedOf(list.failed.map(({ path, message }) => `${path} (${message})`).join(', '))}
        </p>
      )}
      {empty && (
        <EmptyState
          picture={<ShieldCheck size={26} />}
          title={isWhole(list) ? words.emptyTitle : words.unknownTitle}
          text={isWhole(list) ? words.emptyText : words.unknownText}
        >
          {addButton}
        </EmptyState>
      )}
      {list !== null && !empty && (
        <Listed
          list={list}
          onDetails={(one: RegistryCertificates) => setShown(certificatesKey(one))}
          onReplace={({ registry, place }) => setAdding({ registry, place })}
        />
      )}
      {form !== null && (
        <AddDialog
          {...form}
          onClose={() => {
            setAdding(null);
            forget();
          }}
        />
      )}
      {row !== undefined && <DetailsDialog row={row} onClose={() => setShown(null)} />}
    </div>
  );
}
