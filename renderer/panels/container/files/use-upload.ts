import { type DragEvent, useEffect, useRef, useState } from 'react';
import { uploadFiles } from '../../../state/files/transfer.ts';
import { toast } from '../../../state/toasts.ts';
import type { ReplaceQuestion } from './replace-dialog.tsx';

/** Uploads into a folder by button and by drop, and the question what may be replaced. */
export function useUpload(id: string, path: string, done: () => void) {
  const [question, setQuestion] = useState<ReplaceQuestion | null>(null);
  const [over, setOver] = useState(false);
  const open = useRef<ReplaceQuestion | null>(null);
  const depth = useRef(0);
  const here = useRef(false);
  // Who leaves has not agreed.
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      open.current?.answer(false);
    };
  }, []);

  const ask = (paths: string[]): Promise<boolean> => {
    if (!here.current) {
      toast({
        tone: 'warning',
        title: (words) => words.files.notUploaded,
        detail: (words) => words.files.notAsked,
      });
      return Promise.resolve(false);
    }
    open.current?.answer(false);
    return new Promise((resolve) => {
      const asked: ReplaceQuestion = {
        paths,
        answer: (agreed) => {
          if (open.current === asked) open.current = null;
          setQuestion((shown) => (shown === asked ? null : shown));
          resolve(agreed);
        },
      };
      open.current = asked;
      setQuestion(asked);
    });
  };
  const start = (files: readonly File[], unpack: boolean) =>
    uploadFiles({ id, path, files, unpack, ask, done });

  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return {
    question,
    over,
    start,
    dropProps: {
      onDragEnter: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: () => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      },
      onDrop: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        leave();
        const folders = [...event.dataTransfer.items].some(
          (item) => item.webkitGetAsEntry()?.isDirectory === true,
        );
        if (folders)
          toast({
            tone: 'warning',
            title: (words) => words.files.folderDropped,
            detail: (words) => words.files.folderDroppedText,
          });
        else start([...event.dataTransfer.files], false);
      },
    },
  };
}
