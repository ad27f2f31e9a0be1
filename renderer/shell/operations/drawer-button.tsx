import { ListChecks } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import { isOver, useTransfers } from '../../state/image-transfers.ts';
import { openOperations, useOperations } from '../../state/operations.ts';
import { Part, usePart } from '../../ui/part.ts';
import css from './operations.module.css';

const drawer = new Part(async () => (await import('./drawer.tsx')).OperationsDrawer);
const reportView = new Part(async () => (await import('./report-dialog.tsx')).ReportDialog);

function Shown({ part }: { part: Part }) {
  const Content = usePart(part);
  return Content === null ? null : <Content />;
}

/** At the foot of every page: what is under way, and the way to all of it. */
export function OperationsButton() {
  const words = useWords().operations;
  const open = useOperations((state) => state.open);
  const list = useOperations((state) => state.list);
  const running = list.filter(({ finishedAt }) => finishedAt === null);
  const moving = useTransfers((state) => state.list.filter((one) => !isOver(one)).length);
  const first = running[0];
  return (
    <button type="button" className={css.button} aria-expanded={open} onClick={() => openOperations(!open)}>
      <ListChecks size={14} aria-hidden="true" />
      {words.open(running.length + moving)}
      {first !== undefined && (
        <progress
          className={css.small}
          max={Math.max(1, first.total)}
          value={first.done}
          aria-hidden="true"
        />
      )}
    </button>
  );
}

/** The drawer and the report, where they are open. */
export function OperationsLayer() {
  const open = useOperations((state) => state.open);
  const report = useOperations((state) => state.shown !== null);
  return (
    <>
      {open && <Shown part={drawer} />}
      {report && <Shown part={reportView} />}
    </>
  );
}
