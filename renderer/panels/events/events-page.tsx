import { useWords } from '../../i18n/index.ts';
import { narrowedEvents, useEventNarrowing } from '../../state/event-view.ts';
import { useEvents } from '../../state/events.ts';
import { navigate, routeHash, useRoute } from '../../state/route.ts';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EventList } from './event-list.tsx';
import { System } from './system.tsx';

const views = ['live', 'system'] as const;

function Count() {
  const words = useWords().events;
  const rows = useEvents((log) => log.rows);
  const by = useEventNarrowing();
  return rows.length === 0 ? null : words.shown(narrowedEvents(rows, by).length, rows.length);
}

/** What happens on the engine, live; and, beside it, what it says of itself. */
export function EventsPage() {
  const words = useWords();
  const { object } = useRoute();
  const view = object === 'system' ? 'system' : 'live';
  const title = words.pages.events;
  return (
    <Page
      title={title}
      aside={view === 'live' ? <Count /> : undefined}
      controls={
        <Segmented
          label={words.events.views}
          value={view}
          options={views.map((value) => ({ value, label: words.events[value] }))}
          onChange={(next) => navigate(routeHash('events', next === 'live' ? null : next))}
        />
      }
    >
      {view === 'live' ? <EventList title={title} /> : <System />}
    </Page>
  );
}
