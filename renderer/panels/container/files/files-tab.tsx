import type { Container } from '../../../../shared/contract/containers.ts';
import { parentPath } from '../../../../shared/model/file-paths.ts';
import { useWords } from '../../../i18n/index.ts';
import { useChanges } from '../../../state/files/folder.ts';
import { navigate, useRoute } from '../../../state/route.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { ChangesView } from './changes-view.tsx';
import css from './files.module.css';
import { FolderView } from './folder-view.tsx';
import { type FilesPlace, type FilesView, placeHash, placeOf } from './place.ts';

/** The files of a container, running or not: a folder at a time, or what differs from its image. */
export function FilesTab({ container }: { container: Container }) {
  const words = useWords().files;
  const route = useRoute();
  const { path, view } = placeOf(route);
  const reading = useChanges(container.id);
  const hashOf = (place: Partial<FilesPlace>) => placeHash(route.object, { path, view: 'browse', ...place });
  const choice = (
    <Segmented<FilesView>
      label={words.view}
      value={view}
      options={[
        { value: 'browse', label: words.browse },
        {
          value: 'changes',
          label: words.changesSince,
          ...(reading.changes === null ? {} : { count: reading.changes.length }),
        },
      ]}
      onChange={(next) => navigate(hashOf({ view: next }), { replace: true })}
    />
  );
  return (
    <div className={css.body}>
      {view === 'browse' ? (
        <FolderView
          container={container}
          path={path}
          changes={reading.changes}
          hrefOf={(to) => hashOf({ path: to })}
          onGo={(to) => navigate(hashOf({ path: to }))}
          onWritten={reading.read}
          choice={choice}
        />
      ) : (
        <ChangesView
          container={container}
          reading={reading}
          onShow={(of) => navigate(hashOf({ path: parentPath(of) }))}
          choice={choice}
        />
      )}
    </div>
  );
}
