import type { MachineCheck } from '../../../../shared/contract/machine.ts';
import { useWords } from '../../../i18n/index.ts';
import { StatusPill } from '../../../ui/status-pill.tsx';
import { Fix } from './check-card.tsx';
import { evidenceOf, looks, meaningOf, titleOf } from './check-looks.ts';
import css from './doctor.module.css';

/** What is well, and what cannot be known, a line each. */
export function CheckTable({ checks, onDone }: { checks: readonly MachineCheck[]; onDone(): void }) {
  const words = useWords();
  const own = words.machine.doctor;
  return (
    <table className={css.table} aria-label={own.others}>
      <thead>
        <tr>
          <th scope="col">{own.columns.what}</th>
          <th scope="col">{own.columns.verdict}</th>
          <th scope="col">{own.columns.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => {
          const { meaning } = meaningOf(check, words);
          const evidence = evidenceOf(check, words);
          return (
            <tr key={check.id}>
              <th scope="row" className={css.what}>
                <bdi>{titleOf(check, words)}</bdi>
              </th>
              <td className={css.mark}>
                <StatusPill {...looks[check.status]}>{own.statuses[check.status]}</StatusPill>
              </td>
              <td>
                {meaning}
                {evidence !== '' && (
                  <p className={css.evidence}>
                    <bdi>{evidence}</bdi>
                  </p>
                )}
                {check.fix !== undefined && <Fix fix={check.fix} onDone={onDone} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
