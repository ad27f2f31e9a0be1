import { useMemo } from 'react';
import type { DiskDetails, DiskKind } from '../../../../shared/contract/disk-usage.ts';
import { useTable } from '../../../state/resources.ts';
import { type DiskRow, rowsOf } from './rows.ts';

/** The rows of one kind as measured, without what was removed since, and with the marks of this moment. */
export function useDiskRows(details: DiskDetails, kind: DiskKind): DiskRow[] {
  const images = useTable('image');
  const containers = useTable('container');
  const volumes = useTable('volume');
  return useMemo(() => {
    const rows = rowsOf(details, kind);
    if (kind === 'buildCache') return rows;
    const { rows: live, phase } = { images, containers, volumes }[kind];
    if (phase !== 'shown') return rows;
    return rows.flatMap((row) => {
      const now = live.get(row.key);
      // What is in the trash is in no other list.
      if (now === undefined) return row.trashed ? [row] : [];
      const name = 'name' in now ? now.name : row.name;
      return [{ ...row, name, protected: now.protected, trashed: false }];
    });
  }, [details, kind, images, containers, volumes]);
}
