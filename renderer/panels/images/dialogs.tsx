import { create } from 'zustand';
import type { ImageRow } from '../../state/images.ts';
import { ImportDialog } from './import-dialog.tsx';
import { PullDialog } from './pull-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';

type ImageDialog =
  | { kind: 'pull'; reference: string }
  | { kind: 'tag'; image: Pick<ImageRow, 'id' | 'title' | 'tags'> }
  | { kind: 'import' };

const useImageDialog = create<{ dialog: ImageDialog | null }>()(() => ({ dialog: null }));

export function askImage(dialog: ImageDialog): void {
  useImageDialog.setState({ dialog });
}

const close = () => useImageDialog.setState({ dialog: null });

/** The dialogs about images, where one is open. */
export function ImageDialogs() {
  const { dialog } = useImageDialog();
  switch (dialog?.kind) {
    case 'pull':
      return <PullDialog reference={dialog.reference} onClose={close} />;
    case 'tag':
      return <TagDialog image={dialog.image} onClose={close} />;
    case 'import':
      return <ImportDialog onClose={close} />;
    case undefined:
      return null;
  }
}
