import { create } from 'zustand';
import type { ManagedEngine, ManagedId, ManagedStatus } from '../../shared/contract/managed.ts';
import { exitText } from '../i18n/engine-exit.ts';
import { call, keepStream } from './link.ts';
import { toast, toastError } from './toasts.ts';

interface ManagedStore {
  /** null until it was first told. */
  status: ManagedStatus | null;
  /** Engines that are being started from this page. */
  starting: ReadonlySet<ManagedId>;
}

export const useManaged = create<ManagedStore>()(() => ({ status: null, starting: new Set() }));

/** Follows the engines of this machine for the life of the page, and tells of one that ends by itself. */
export function followManaged(): void {
  keepStream('managed.watch', {}, (status) => {
    const before = useManaged.getState().status;
    useManaged.setState({ status });
    for (const engine of status.engines) {
      const last = before?.engines.find(({ id }) => id === engine.id);
      if (last !== undefined && last.state.status !== engine.state.status) tell(engine);
    }
  });
}

function tell({ id, state }: ManagedEngine): void {
  const key = `engine-${id}`;
  if (state.status === 'crashed')
    toast({
      ...{ key, tone: 'warning', sticky: true, anyEngine: true },
      title: (words) => words.managed.crashedNotice(words.managed.names[id]),
      detail: (words) =>
        [exitText(state.exit, words), state.exit.lastError].filter((part) => part !== '').join(' '),
    });
  else if (state.status === 'running')
    toast({ key, tone: 'done', title: (words) => words.managed.started(words.managed.names[id]) });
}

/** Starts an engine. A failure is told; Slipway's panels show the engine once it answers. */
export async function startEngine(id?: ManagedId): Promise<void> {
  const name = id ?? useManaged.getState().status?.preferred ?? 'own';
  if (useManaged.getState().starting.has(name)) return;
  mark(name, true);
  const again = () => void startEngine(id);
  const result = await call('managed.start', id === undefined ? {} : { engine: id });
  mark(name, false);
  if (!result.ok)
    toastError(
      (words) => words.managed.failedNotice(words.managed.names[name]),
      result.error,
      `engine-${name}`,
      again,
    );
}

function mark(id: ManagedId, starts: boolean): void {
  const starting = new Set(useManaged.getState().starting);
  if (starts) starting.add(id);
  else starting.delete(id);
  useManaged.setState({ starting });
}

/** Has an engine start at login, or no longer. */
export async function changeAtLogin(id: ManagedId, on: boolean): Promise<void> {
  const result = await call('managed.atLogin', { engine: id, on });
  if (!result.ok) {
    toastError((words) => words.managed.atLogin, result.error, `at-login-${id}`);
    return;
  }
  const { value } = result;
  const { status } = useManaged.getState();
  if (status === null) return;
  const engines = status.engines.map((one) => (one.id === id ? value : one));
  useManaged.setState({ status: { ...status, engines } });
}
