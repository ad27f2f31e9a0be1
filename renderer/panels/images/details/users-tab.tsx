import { Boxes } from 'lucide-react';
import { useWords } from '../../../i18n/index.ts';
import type { ImageRow } from '../../../state/images.ts';
import { containerHash } from '../../../state/object-links.ts';
import { tables } from '../../../state/resources.ts';
import { ContainerState } from '../../../ui/containers/container-state.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import css from './details.module.css';

/** The containers made from the image, running or not. */
export function UsersTab({ image }: { image: ImageRow }) {
  const all = useWords();
  const words = all.images;
  const rows = tables.container((state) => state.rows);
  if (image.usedBy.length === 0)
    return <EmptyState picture={<Boxes size={26} />} title={words.noUsers} text={words.noUsersText} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroller} tabIndex={0} aria-label={words.tab.users}>
      <table className={css.table} aria-label={words.usersLabel}>
        <thead>
          <tr>
            <th scope="col">{all.containers.columns.name}</th>
            <th scope="col">{all.containers.columns.state}</th>
            <th scope="col">{all.containers.project}</th>
          </tr>
        </thead>
        <tbody>
          {image.usedBy.map(({ id, name, project }) => {
            const row = rows.get(id);
            return (
              <tr key={id}>
                <td>
                  <a className={css.link} href={containerHash(id, 'overview')}>
                    <bdi>{name}</bdi>
                  </a>
                </td>
                <td>{row !== undefined && <ContainerState container={row} />}</td>
                <td>{project ?? '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
