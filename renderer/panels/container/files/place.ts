import { hasLostBytes } from '../../../../shared/model/byte-text.ts';
import { decodePath, encodePath, pathProblem, tidyPath } from '../../../../shared/model/file-paths.ts';
import { type Route, routeHash } from '../../../state/route.ts';

export type FilesView = 'browse' | 'changes';

/** Where in a container's files the page is; part of its address. */
export interface FilesPlace {
  path: string;
  view: FilesView;
}

export function placeOf({ query }: Route): FilesPlace {
  const path = query.bytes === undefined ? (query.path ?? '/') : decodePath(query.bytes);
  return {
    path: pathProblem(path) === null ? tidyPath(path) : '/',
    view: query.view === 'changes' ? 'changes' : 'browse',
  };
}

/** The address of a place. A path that is no text stands in it as its bytes. */
export function placeHash(object: string | null, { path, view }: FilesPlace): string {
  return routeHash(
    'containers',
    object,
    {
      ...(hasLostBytes(path) ? { bytes: encodePath(path) } : { path: path === '/' ? '' : path }),
      view: view === 'changes' ? view : '',
    },
    'files',
  );
}
