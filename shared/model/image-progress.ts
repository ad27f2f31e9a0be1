import type { PullProgress } from '../contract/images-transfer.ts';

/** How far one layer is. */
export interface LayerProgress {
  id: string;
  /** In the engine's words. */
  status: string;
  /** 0..1; the way over the network, then what is done with it here. */
  part: number;
  current: number | null;
  total: number | null;
  done: boolean;
}

const over = /^(?:pull complete|already exists|pushed|layer already exists|mounted from|loaded|exists)/i;
/** Unpacking comes after the way over the network. */
const arrived = 0.8;

/** The layers after one more line of the engine; a line about the whole changes none. */
export function withStep(layers: readonly LayerProgress[], step: PullProgress): readonly LayerProgress[] {
  const { id, status, current, total } = step;
  // A tag or a digest stands where the id of a layer does.
  if (id === '' || /^(?:pulling from|pulling fs layer from)/i.test(status)) return layers;
  const at = layers.findIndex((layer) => layer.id === id);
  const before = layers[at];
  const done = over.test(status);
  const share = current !== null && total !== null && total > 0 ? Math.min(1, current / total) : null;
  const next: LayerProgress = {
    ...{ id, status, current, total, done },
    part: done ? 1 : Math.max(before?.part ?? 0, partOf(status, share)),
  };
  return before === undefined ? [...layers, next] : layers.with(at, next);
}

function partOf(status: string, share: number | null): number {
  if (/^(?:verifying checksum|download complete)/i.test(status)) return arrived;
  if (/^extracting/i.test(status)) return arrived + (1 - arrived) * (share ?? 0);
  if (/^downloading/i.test(status)) return arrived * (share ?? 0);
  return share ?? 0;
}

/** 0..1 over all layers; null while none is known. */
export function wholePart(layers: readonly LayerProgress[]): number | null {
  if (layers.length === 0) return null;
  return layers.reduce((sum, { part }) => sum + part, 0) / layers.length;
}
