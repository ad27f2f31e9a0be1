import { type DiskUsage, diskKinds } from '../../../../shared/contract/disk-usage.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { routeHash } from '../../../state/route.ts';
import css from './usage.module.css';

const sizeText = (bytes: number | null): string => (bytes === null ? '–' : bytesText(bytes));

/** The lines of `docker system df`. */
export function Totals({ usage }: { usage: DiskUsage }) {
  const words = useWords().disk;
  const { total } = words;
  return (
    <section className={css.totals} aria-label={words.totals}>
      <h2 className={css.sectionTitle}>{words.totals}</h2>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{total.kind}</th>
            <th scope="col" className={css.number}>
              {total.total}
            </th>
            <th scope="col" className={css.number}>
              {total.active}
            </th>
            <th scope="col" className={css.number}>
              {total.size}
            </th>
            <th scope="col" className={css.number} data-tip={words.reclaimableNote}>
              {total.reclaimable}
            </th>
          </tr>
        </thead>
        <tbody>
          {diskKinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                <a href={routeHash('disk', 'usage', {}, kind)}>{words.kinds[kind]}</a>
              </th>
              <td className={css.number}>{usage[kind].total}</td>
              <td className={css.number}>{usage[kind].active}</td>
              <td className={css.number}>{sizeText(usage[kind].sizeBytes)}</td>
              <td className={css.number}>{sizeText(usage[kind].reclaimableBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {usage.trash.total > 0 && (
        <p className={css.trashLine}>
          <a href={routeHash('disk', 'trash')}>
            {words.inTrash(usage.trash.total, sizeText(usage.trash.sizeBytes))}
          </a>
        </p>
      )}
    </section>
  );
}
