/** Hands a text over as a file; the browser, or the desktop's window, asks or knows where it goes. */
export function saveFile(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type }));
}

/** The same for bytes; the browser keeps large ones on disk. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has read it by then; until then it must not go away.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
