import { useWords } from '../../i18n/index.ts';
import { useRoute } from '../../state/route.ts';
import { Page } from '../../ui/page.tsx';
import { Part, usePart } from '../../ui/part.ts';
import { StatsList } from './stats-list.tsx';

/** The charts come with a library of their own, when somebody compares. */
const compare = new Part<{ asked: readonly string[] }>(async () => (await import('./compare.tsx')).Compare);

function ComparePart({ asked }: { asked: readonly string[] }) {
  const words = useWords();
  const Content = usePart(compare);
  return Content === null ? <Page title={words.pages.stats} busy /> : <Content asked={asked} />;
}

/** What each container that runs costs, live and by name; `#/stats/compare?c=ID,ID` some of them side by side. */
export function StatsPage() {
  const { object, query } = useRoute();
  if (object !== 'compare') return <StatsList />;
  return <ComparePart asked={(query.c ?? '').split(',').filter((id) => id !== '')} />;
}
