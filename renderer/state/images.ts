import { useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type { ImageDetails, ImageHistory, ListedImage } from '../../shared/contract/images.ts';
import { filterWords } from '../../shared/model/container-text.ts';
import { groupUsers, imageTitle, projectsOfImage, usersOf } from '../../shared/model/image-users.ts';
import { compareNames } from '../../shared/model/names.ts';
import { useStanding } from './connection.ts';
import { setProtected } from './disk.ts';
import { call } from './link.ts';
import { openPlan } from './plans.ts';
import { type TableView, useTable } from './resources.ts';
import { toast } from './toasts.ts';

/** An image as the page shows it: its row, with who uses it and what was measured of it. */
export interface ImageRow extends ListedImage {
  title: string;
}

export const imageUses = ['all', 'used', 'unused', 'dangling'] as const;
export type ImageUse = (typeof imageUses)[number];

/** What the list of images is narrowed to. Kept while other pages are shown. */
export interface ImageFilter {
  text: string;
  use: ImageUse;
  /** null: all of them; '': those of no project. */
  project: string | null;
}

export const noImageFilter: ImageFilter = { text: '', use: 'all', project: null };
const useImageFilter = create<ImageFilter>()(() => noImageFilter);

export function setImageFilter(change: Partial<ImageFilter>): void {
  useImageFilter.setState(change);
}

type Figures = Pick<ListedImage, 'sharedBytes' | 'uniqueBytes' | 'platforms'>;

/** Of images the page was told of, by id; they are asked for anew when there are others. */
const useFigures = create<{ of: string; figures: ReadonlyMap<string, Figures> }>()(() => ({
  of: '',
  figures: new Map(),
}));

const settleMs = 400;
/** Each image is looked at for its platform: not where they are very many. */
const mostLookedAt = 300;

/** Asks what images share and what they are made for, once they have been the same for a moment. */
function useMeasured(ids: string): ReadonlyMap<string, Figures> {
  const standing = useStanding();
  const { of, figures } = useFigures();
  useEffect(() => {
    if (standing !== 'ready' || ids === '' || of === ids) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const platforms = ids.split(',').length <= mostLookedAt;
      const result = await call('images.list', { sizes: true, platforms }, { signal: controller.signal });
      // The list itself stands without them: what is not known shows as such.
      if (!result.ok || controller.signal.aborted) return;
      useFigures.setState({ of: ids, figures: new Map(result.value.map((one) => [one.id, one])) });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [ids, of, standing]);
  return figures;
}

export interface ImagesView extends TableView<'image'> {
  all: readonly ImageRow[];
  shown: readonly ImageRow[];
  counts: Record<ImageUse, number>;
  projects: readonly string[];
  filter: ImageFilter;
}

/** The images with their users, as the filter leaves them. */
export function useImages(): ImagesView {
  const table = useTable('image');
  const containers = useTable('container');
  const filter = useImageFilter();
  const users = useMemo(() => groupUsers(containers.rows.values()), [containers.rows]);
  const ids = useMemo(() => [...table.rows.keys()].sort().join(','), [table.rows]);
  const figures = useMeasured(ids);
  const all = useMemo(
    () =>
      [...table.rows.values()].map((row): ImageRow => {
        const usedBy = usersOf(users, row.id);
        const { sharedBytes = null, uniqueBytes = null, platforms = null } = figures.get(row.id) ?? {};
        return {
          ...row,
          title: imageTitle(row),
          usedBy,
          projects: projectsOfImage(row, usedBy),
          ...{ sharedBytes, uniqueBytes, platforms },
        };
      }),
    [table.rows, users, figures],
  );
  const fitting = useMemo(() => {
    const words = filterWords(filter.text);
    return all.filter((row) => fitsProject(row, filter.project) && fitsText(row, words));
  }, [all, filter.text, filter.project]);
  const shown = useMemo(() => fitting.filter((row) => fitsUse(row, filter.use)), [fitting, filter.use]);
  const counts = useMemo(
    () => ({
      all: fitting.length,
      used: fitting.filter((row) => fitsUse(row, 'used')).length,
      unused: fitting.filter((row) => fitsUse(row, 'unused')).length,
      dangling: fitting.filter((row) => fitsUse(row, 'dangling')).length,
    }),
    [fitting],
  );
  const projects = useMemo(() => [...new Set(all.flatMap((row) => row.projects))].sort(compareNames), [all]);
  return { ...table, all, shown, counts, projects, filter };
}

function fitsUse(row: ListedImage, use: ImageUse): boolean {
  switch (use) {
    case 'all':
      return true;
    case 'used':
      return row.usedBy.length > 0;
    case 'unused':
      return row.usedBy.length === 0;
    case 'dangling':
      return row.dangling;
  }
}

function fitsProject({ projects }: ListedImage, wanted: string | null): boolean {
  return wanted === null || (wanted === '' ? projects.length === 0 : projects.includes(wanted));
}

function fitsText(row: ListedImage, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const labels = Object.entries(row.labels).map(([key, value]) => `${key}=${value}`);
  const text = [...row.tags, ...row.digests, row.id, ...labels, ...row.projects].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Asks for a plan that removes whole images. */
export function planImageRemoval(rows: readonly Pick<ImageRow, 'id'>[]): void {
  void openPlan({ kind: 'images.remove', images: rows.map(({ id }) => id) });
}

/** Asks for a plan that takes one name off. */
export function planUntag(name: string): void {
  void openPlan({ kind: 'images.remove', images: [name] });
}

export function markImages(rows: readonly ImageRow[], wanted: boolean): void {
  const marked = rows.map(({ id, title }) => ({ kind: 'image' as const, id, name: title }));
  void setProtected(marked, wanted);
}

/** Gives an image one more name; answers why not. */
export async function tagAs(id: string, name: string, move: boolean): Promise<ApiError | null> {
  const result = await call('images.tag', { id, name, move });
  if (!result.ok) return result.error;
  toast({ tone: 'done', title: (words) => words.images.tagged(result.value.name) });
  return null;
}

interface Read<T> {
  value: T | null;
  error: ApiError | null;
  read(): void;
}

/** Reads something of an image, and again whenever `stamp` changes or the engine is back. */
function useRead<T>(
  ask: (id: string, signal: AbortSignal) => Promise<Result<T>>,
  id: string,
  stamp: string,
): Read<T> {
  const standing = useStanding();
  const [answer, setAnswer] = useState<{ of: string; value: T | null; error: ApiError | null }>({
    of: '',
    value: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: stamp and turn are what asks for another reading
  useEffect(() => {
    if (standing !== 'ready') return;
    const controller = new AbortController();
    void ask(id, controller.signal).then((result) => {
      if (controller.signal.aborted) return;
      setAnswer((before) =>
        result.ok
          ? { of: id, value: result.value, error: null }
          : { of: id, value: before.of === id ? before.value : null, error: result.error },
      );
    });
    return () => controller.abort();
  }, [ask, id, stamp, turn, standing]);
  const ours = answer.of === id;
  return {
    value: ours ? answer.value : null,
    error: ours ? answer.error : null,
    read: () => setTurn((count) => count + 1),
  };
}

const askDetails = (id: string, signal: AbortSignal) => call('images.inspect', { id }, { signal });
const askHistory = (id: string, signal: AbortSignal) => call('images.history', { id }, { signal });

export const useImageDetails = (id: string, stamp: string): Read<ImageDetails> =>
  useRead(askDetails, id, stamp);

export const useImageHistory = (id: string): Read<ImageHistory> => useRead(askHistory, id, '');
