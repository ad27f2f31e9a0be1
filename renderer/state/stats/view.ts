import { create } from 'zustand';

interface StatsView {
  text: string;
  /** Rows below their projects. */
  grouped: boolean;
  /** Keys of the projects whose containers are not shown. */
  closed: ReadonlySet<string>;
}

/** What the page of stats is narrowed to. Kept while other pages are shown. */
export const useStatsView = create<StatsView>()(() => ({ text: '', grouped: false, closed: new Set() }));

export function changeStatsView(change: Partial<Omit<StatsView, 'closed'>>): void {
  useStatsView.setState(change);
}

/** Shows the containers of a project, or no longer. */
export function toggleProject(key: string): void {
  useStatsView.setState(({ closed }) => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    return { closed: next };
  });
}
