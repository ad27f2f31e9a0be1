import { Download } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import { engineNow } from '../../state/connection.ts';
import { exportHistory, exportLines } from '../../state/stats/export.ts';
import type { StatsLine } from '../../state/stats/lines.ts';
import { Button } from '../../ui/button.tsx';
import type { GridColumn, GridSort } from '../../ui/data-grid/columns.ts';
import { sortRows } from '../../ui/data-grid/order.ts';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';

interface ExportMenuProps {
  /** Those that fit the filter, and those that are selected. */
  lines: readonly StatsLine[];
  chosen: readonly StatsLine[];
  columns: readonly GridColumn<StatsLine>[];
  sort: GridSort;
  tie(a: StatsLine, b: StatsLine): number;
}

const formats = ['csv', 'json'] as const;
const spans = ['5m', '24h'] as const;

/** Hands over what is shown, or what is selected, in the order shown; or how it was. */
export function ExportMenu({ lines, chosen, columns, sort, tie }: ExportMenuProps) {
  const words = useWords().stats;
  const some = chosen.length > 0;
  const exported = some ? chosen : lines;
  const label = {
    csv: some ? words.exportSelectedCsv(chosen.length) : words.exportCsv,
    json: some ? words.exportSelectedJson(chosen.length) : words.exportJson,
  };
  const disabledReason = exported.length === 0 ? words.nothingToExport : null;
  const entries: MenuEntry[] = [
    ...formats.map(
      (format): MenuEntry => ({
        kind: 'item',
        label: label[format],
        disabledReason,
        onSelect: () => exportLines(sortRows(exported, columns, sort, tie), format, engineNow()),
      }),
    ),
    ...spans.flatMap((span): MenuEntry[] => [
      { kind: 'line' },
      ...formats.map(
        (format): MenuEntry => ({
          kind: 'item',
          label: words.exportHistory[span][format],
          disabledReason,
          onSelect: () =>
            exportHistory(
              exported.map(({ id }) => id),
              span,
              format,
              engineNow(),
            ),
        }),
      ),
    ]),
  ];
  return (
    <Menu entries={entries} label={words.export} align="end">
      <Button>
        <Download size={14} />
        {words.export}
      </Button>
    </Menu>
  );
}
