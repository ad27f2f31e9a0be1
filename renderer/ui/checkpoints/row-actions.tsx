import { CopyPlus, RotateCcw, Trash2 } from 'lucide-react';
import type { Checkpoint } from '../../../shared/contract/checkpoints.ts';
import { useWords } from '../../i18n/index.ts';
import { nameOfCheckpoint, planCheckpointRemoval, restore } from '../../state/checkpoints.ts';
import { useStanding } from '../../state/connection.ts';
import { tables } from '../../state/resources.ts';
import { IconButton } from '../button.tsx';
import css from './checkpoints.module.css';

/** What can be done with one checkpoint. */
export function RowActions({
  checkpoint,
  onClone,
}: {
  checkpoint: Checkpoint;
  onClone(checkpoint: Checkpoint): void;
}) {
  const all = useWords();
  const words = all.checkpoints;
  const standing = useStanding();
  const state = tables.container((table) => table.rows.get(checkpoint.containerId)?.state);
  const name = nameOfCheckpoint(checkpoint, all);
  const off =
    standing !== 'ready'
      ? all.engine.notReady
      : checkpoint.containerName === null
        ? words.cannotRestore.gone
        : null;
  const runs = state === 'running' || state === 'paused' || state === 'restarting';
  return (
    <span className={css.actions}>
      <IconButton
        tabIndex={-1}
        label={words.named(words.restore, name)}
        tip={words.restore}
        disabledReason={off ?? (runs ? words.cannotRestore.running : null)}
        onClick={() => void restore(checkpoint)}
      >
        <RotateCcw size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.clone, name)}
        tip={words.clone}
        disabledReason={off}
        onClick={() => onClone(checkpoint)}
      >
        <CopyPlus size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.remove, name)}
        tip={words.remove}
        disabledReason={off}
        onClick={() => planCheckpointRemoval([checkpoint])}
      >
        <Trash2 size={14} />
      </IconButton>
    </span>
  );
}
