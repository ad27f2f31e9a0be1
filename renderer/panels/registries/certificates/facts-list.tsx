import type { CertificateFacts } from '../../../../shared/contract/registry-certificates.ts';
import { timeText, useWords } from '../../../i18n/index.ts';
import css from './certificates.module.css';

/** What a certificate says of itself. All of it is text that somebody else wrote. */
export function FactsList({
  title,
  facts,
  file,
}: {
  title: string;
  facts: CertificateFacts;
  /** Where it is. */
  file?: string;
}) {
  const { facts: names, ...words } = useWords().certificates;
  const from = timeText(Date.parse(facts.notBefore));
  const to = timeText(Date.parse(facts.notAfter));
  const lines: { name: string; value: string; mono?: boolean }[] = [
    ...(file === undefined ? [] : [{ name: names.file, value: file, mono: true }]),
    { name: names.subject, value: facts.subject },
    { name: names.issuer, value: facts.issuer },
    { name: names.valid, value: `${words.validFromTo(from, to)} (${words.endsIn(facts.daysLeft)})` },
    { name: names.key, value: facts.keyType },
    { name: names.serial, value: facts.serial, mono: true },
    { name: names.fingerprint, value: facts.fingerprint, mono: true },
    ...(facts.names.length === 0 ? [] : [{ name: names.names, value: facts.names.join(', ') }]),
    {
      name: names.usages,
      value: facts.usages.length === 0 ? words.anyUse : facts.usages.join(', '),
    },
  ];
  return (
    <section className={css.facts} aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {lines.map(({ name, value, mono }) => (
          <div key={name} className={css.line}>
            <dt>{name}</dt>
            <dd className={mono ? css.mono : undefined}>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
