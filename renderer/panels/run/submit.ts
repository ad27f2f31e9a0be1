import { create } from 'zustand';
import type { StreamHandle } from '../../../shared/contract/client.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { PullProgress } from '../../../shared/contract/images-transfer.ts';
import { currentWords } from '../../i18n/index.ts';
import { call, openStream } from '../../state/link.ts';
import { containerHash } from '../../state/object-links.ts';
import { currentRoute, navigate } from '../../state/route.ts';
import { toast } from '../../state/toasts.ts';
import { checkAgain, startOver, useRun } from './store.ts';

export interface Pull {
  image: string;
  layers: number;
  done: number;
  /** 0..1; null before the sizes are known. */
  share: number | null;
  status: string;
}

interface SubmitState {
  phase: 'idle' | 'pulling' | 'creating';
  pull: Pull | null;
  failure: { title: 'failedPull' | 'failedCreate' | 'failedStart'; error: ApiError } | null;
}

export const useSubmit = create<SubmitState>()(() => ({ phase: 'idle', pull: null, failure: null }));

let stopPull: (() => void) | null = null;

/** Stops the pull; nothing is created. */
export function cancelPull(): void {
  stopPull?.();
}

/** Pulls the image where it is missing, creates, starts where asked to, and goes to the container's page. */
export async function submit(start: boolean): Promise<void> {
  if (useSubmit.getState().phase !== 'idle') return;
  const { read, marks, pull } = useRun.getState();
  const { spec } = read;
  useSubmit.setState({ failure: null });
  const pulls = pull === 'always' || marks.some(({ code }) => code === 'image-will-be-pulled');
  if (pulls) {
    const error = await pullFirst(spec.image, spec.platform);
    if (error !== null) {
      if (error.code !== 'cancelled') useSubmit.setState({ failure: { title: 'failedPull', error } });
      useSubmit.setState({ phase: 'idle', pull: null });
      return;
    }
  }
  useSubmit.setState({ phase: 'creating', pull: null });
  const method = start ? 'containers.run' : 'containers.create';
  const answer = await call(method, { spec, pull: pulls ? 'never' : pull });
  useSubmit.setState({ phase: 'idle' });
  if (!answer.ok) {
    const title = answer.error.reason?.endsWith('-not-started') ? 'failedStart' : 'failedCreate';
    useSubmit.setState({ failure: { title, error: answer.error } });
    checkAgain();
    return;
  }
  const { id, name, warnings } = answer.value;
  // Unless something reached the form in spite of all.
  if (useRun.getState().read === read) startOver();
  toast({
    tone: warnings.length > 0 ? 'warning' : 'done',
    title: ({ run }) => (start ? run.started(name) : run.made(name)),
    ...(warnings.length > 0
      ? { detail: ({ run }) => `${run.engineSays}: ${warnings.join(' ')}`, sticky: true }
      : {}),
  });
  if (currentRoute().page === 'run') navigate(containerHash(id, 'overview'));
}

/** Resolves with null once the image is there, else with why it is not. */
function pullFirst(reference: string, platform: string): Promise<ApiError | null> {
  const layers = new Map<string, PullProgress>();
  return new Promise((resolve) => {
    useSubmit.setState({
      phase: 'pulling',
      pull: { image: reference, layers: 0, done: 0, share: null, status: '' },
    });
    const ended = (error: ApiError | null) => {
      stopPull = null;
      resolve(error);
    };
    const pulling: StreamHandle | null = openStream(
      'images.pull',
      { reference, platform },
      {
        item: (step) => {
          if (step.id !== '' && isLayer(step)) layers.set(step.id, step);
          useSubmit.setState({ pull: pullOf(reference, step, layers) });
        },
        done: (error) => ended(error ?? null),
      },
    );
    if (pulling === null) {
      const { message } = currentWords().reasons['connection-closed']({});
      ended({ code: 'unreachable', reason: 'connection-closed', message });
      return;
    }
    stopPull = () => {
      pulling.cancel();
      ended({ code: 'cancelled', message: '' });
    };
  });
}

const ends = /complete|already exists/i;
const isLayer = ({ status }: PullProgress) =>
  /pull|wait|download|extract|verif|exists|complete/i.test(status);

function pullOf(image: string, step: PullProgress, layers: ReadonlyMap<string, PullProgress>): Pull {
  const all = [...layers.values()];
  const shares = all.map((layer) => {
    if (/already exists|pull complete/i.test(layer.status)) return 1;
    if (layer.current === null || !layer.total) return ends.test(layer.status) ? 0.8 : 0;
    // Unpacking comes after loading.
    const part = layer.current / layer.total;
    return /extract/i.test(layer.status) ? 0.8 + part * 0.2 : part * 0.8;
  });
  return {
    image,
    layers: all.length,
    done: shares.filter((share) => share === 1).length,
    share: all.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / all.length,
    status: step.status,
  };
}
