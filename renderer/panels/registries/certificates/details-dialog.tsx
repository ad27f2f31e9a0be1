import { useRef } from 'react';
import type { RegistryCertificates } from '../../../../shared/contract/registry-certificates.ts';
import { useWords } from '../../../i18n/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Shape } from '../../../ui/shape.tsx';
import css from './certificates.module.css';
import { FactsList } from './facts-list.tsx';

/** Everything that is installed for a registry, and what is wrong with it. */
export function DetailsDialog({ row, onClose }: { row: RegistryCertificates; onClose(): void }) {
  const all = useWords();
  const words = all.certificates;
  const close = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      wide
      title={words.detailsTitle(row.registry)}
      text={row.path}
      initialFocus={close}
      onClose={onClose}
      buttons={
        <Button ref={close} onClick={onClose}>
          {all.close}
        </Button>
      }
    >
      {row.problems.length > 0 && (
        <ul className={css.problems}>
          {row.problems.map(({ problem, file }) => (
            <li key={`${problem} ${file}`}>
              <Shape name="triangle" />
              {words.problems[problem](file)}
            </li>
          ))}
        </ul>
      )}
      {row.pairs.map(
        ({ name, certificate }) =>
          certificate !== null && (
            <FactsList key={name} title={words.clientCertificate} facts={certificate} file={`${name}.cert`} />
          ),
      )}
      {row.authorities.map(({ file, certificate }) => (
        <FactsList
          key={`${file} ${certificate.fingerprint}`}
          title={words.authority}
          facts={certificate}
          file={file}
        />
      ))}
    </Dialog>
  );
}
