import type {
  CertificateCheck,
  CertificateVerdict,
} from '../../../../shared/contract/registry-certificates.ts';
import { timeText, useWords } from '../../../i18n/index.ts';
import type { ShapeName } from '../../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../../ui/status-pill.tsx';
import css from './certificates.module.css';

const looks: Record<CertificateVerdict, { shape: ShapeName; tone: Tone }> = {
  ok: { shape: 'check', tone: 'ok' },
  warning: { shape: 'triangle', tone: 'warn' },
  problem: { shape: 'cross', tone: 'bad' },
  unknown: { shape: 'dashed', tone: 'idle' },
};
const order: readonly CertificateVerdict[] = ['problem', 'warning', 'unknown', 'ok'];

/** Times are told in the zone of whoever reads them. */
function localTimes(params: CertificateCheck['params']): CertificateCheck['params'] {
  const isTime = /^\d{4}-\d\d-\d\dT/;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isTime.test(value) ? timeText(Date.parse(value)) : value,
    ]),
  );
}

/** What was checked: what is in the way first. */
export function CheckList({ checks }: { checks: readonly CertificateCheck[] }) {
  const words = useWords().certificates;
  const sorted = [...checks].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return (
    <ul className={css.checks} aria-label={words.checksOf}>
      {sorted.map(({ key, verdict, params }) => {
        const { meaning, fix } = words.checks[key](verdict, localTimes(params));
        const { shape, tone } = looks[verdict];
        return (
          <li key={key} className={css.check}>
            <StatusPill shape={shape} tone={tone}>
              {words.verdicts[verdict]}
            </StatusPill>
            <div>
              <p>{meaning}</p>
              {fix !== '' && <p className={css.fix}>{fix}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
