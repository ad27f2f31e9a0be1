import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import type { Mark } from './form.ts';
import css from './run.module.css';

const icons = { error: CircleAlert, warning: TriangleAlert, note: Info };

/** What is to be said of a field, each as a sentence with what to do. */
export function Marks({
  id,
  marks,
}: {
  id?: string;
  marks: readonly Pick<Mark, 'code' | 'params' | 'severity'>[];
}) {
  const { reasons } = useWords();
  if (marks.length === 0) return null;
  return (
    <ul id={id} className={css.marks}>
      {marks.map(({ code, params, severity }) => {
        const { message, hint } = reasons[code](params);
        const Icon = icons[severity];
        return (
          <li key={`${code} ${JSON.stringify(params)}`} className={css[severity]}>
            <Icon size={14} aria-hidden="true" />
            <span>
              {message}
              {hint !== undefined && <span className={css.hint}> {hint}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
