import { HardDrive } from 'lucide-react';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { pathParts } from '../../../../shared/model/file-paths.ts';
import { useWords } from '../../../i18n/index.ts';
import css from './files.module.css';

/** The way from the root to a folder, each part a link. */
export function Crumbs({ path, hrefOf }: { path: string; hrefOf(path: string): string }) {
  const words = useWords().files;
  const names = pathParts(path);
  const steps = names.map((name, at) => ({ name, path: `/${names.slice(0, at + 1).join('/')}` }));
  return (
    <nav className={css.place} aria-label={words.place}>
      <ol className={css.crumbs}>
        <li>
          <a
            className={css.crumb}
            href={hrefOf('/')}
            aria-label={words.root}
            data-tip={words.root}
            aria-current={steps.length === 0 ? 'page' : undefined}
          >
            <HardDrive size={14} aria-hidden="true" />
          </a>
        </li>
        {steps.map((step, at) => (
          <li key={step.path}>
            <span className={css.slash} aria-hidden="true">
              /
            </span>
            <a
              className={css.crumb}
              href={hrefOf(step.path)}
              aria-current={at === steps.length - 1 ? 'page' : undefined}
              data-tip={shownText(step.name)}
            >
              <bdi>{shownText(step.name)}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
