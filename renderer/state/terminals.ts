import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import { call } from './link.ts';
import { toast, toastError } from './toasts.ts';

/** What a new terminal is to run; all left out: the best shell. */
export type TerminalChoice = Pick<
  InputOf<'containers.exec'>,
  'attach' | 'command' | 'user' | 'workdir' | 'env'
>;

export type TabState =
  | { is: 'opening' | 'open' | 'away' }
  | { is: 'ended'; code: number | null }
  | { is: 'failed'; error: ApiError };

/** One tab of a container's terminals. */
export interface TerminalTab {
  /** Ours, for the life of the page. */
  key: string;
  /** Slipway's, once it is known. */
  terminal: string | null;
  choice: TerminalChoice;
  command: readonly string[];
  user: string;
  attached: boolean;
  takesInput: boolean;
  state: TabState;
}

interface TerminalsState {
  /** By container id. */
  tabs: Readonly<Record<string, readonly TerminalTab[]>>;
  /** Key of the tab on top, by container id. */
  top: Readonly<Record<string, string>>;
  /** Key of a tab that is to have the focus as soon as it can. */
  focus: string | null;
  /** Containers whose kept terminals are known. */
  known: ReadonlySet<string>;
  screenReader: boolean;
}

export const useTerminals = create<TerminalsState>()(() => ({
  tabs: {},
  top: {},
  focus: null,
  known: new Set(),
  screenReader: false,
}));

const none: readonly TerminalTab[] = [];
let lastKey = 0;
/** Containers somebody asked a terminal of by a button: an address alone never starts a process. */
const asked = new Set<string>();

export const tabsOf = (state: TerminalsState, container: string): readonly TerminalTab[] =>
  state.tabs[container] ?? none;

function setTabs(container: string, next: readonly TerminalTab[]): void {
  useTerminals.setState(({ tabs }) => ({ tabs: { ...tabs, [container]: next } }));
}

function newTab(parts: Partial<TerminalTab>): TerminalTab {
  lastKey += 1;
  return {
    key: `terminal-${lastKey}`,
    terminal: null,
    choice: {},
    command: parts.choice?.command ?? [],
    user: parts.choice?.user ?? '',
    attached: parts.choice?.attach ?? false,
    takesInput: true,
    state: { is: 'opening' },
    ...parts,
  };
}

/** Opens a new one on top; its screen does the rest. */
export function openTerminal(container: string, choice: TerminalChoice = {}): void {
  const tab = newTab({ choice });
  setTabs(container, [...tabsOf(useTerminals.getState(), container), tab]);
  showTerminal(container, tab.key, true);
}

export function showTerminal(container: string, key: string, focus: boolean): void {
  useTerminals.setState(({ top, focus: before }) => ({
    top: { ...top, [container]: key },
    focus: focus ? key : before,
  }));
}

export function updateTab(container: string, key: string, change: Partial<TerminalTab>): void {
  const tabs = tabsOf(useTerminals.getState(), container);
  setTabs(
    container,
    tabs.map((tab) => (tab.key === key ? { ...tab, ...change } : tab)),
  );
}

/** Opens a terminal as soon as the container's terminals are shown. */
export function askForTerminal(container: string): void {
  asked.add(container);
}

/** Reads which terminals Slipway keeps for a container, e.g. those of before a reload. */
export async function loadTerminals(container: string): Promise<void> {
  const result = await call('containers.terminals', { id: container });
  // While the link is down the tabs stay as they are; it is asked again when it is back.
  if (!result.ok) return;
  const before = tabsOf(useTerminals.getState(), container);
  const fresh = result.value
    .filter(({ id }) => !before.some(({ terminal }) => terminal === id))
    .map(({ id, command, user, attached }) => newTab({ terminal: id, command, user, attached }));
  const tabs = [...before, ...fresh];
  setTabs(container, tabs);
  const [last] = tabs.slice(-1);
  if (last !== undefined && useTerminals.getState().top[container] === undefined)
    showTerminal(container, last.key, false);
  useTerminals.setState(({ known }) => ({ known: new Set(known).add(container) }));
  if (asked.delete(container) && !tabs.some(({ state }) => state.is !== 'ended' && state.is !== 'failed'))
    openTerminal(container);
  else if (last !== undefined)
    useTerminals.setState({ focus: useTerminals.getState().top[container] ?? null });
}

/** Takes a tab away and ends what runs in it. */
export async function closeTerminal(container: string, name: string, tab: TerminalTab): Promise<void> {
  const tabs = tabsOf(useTerminals.getState(), container);
  const at = tabs.findIndex(({ key }) => key === tab.key);
  const left = tabs.filter(({ key }) => key !== tab.key);
  setTabs(container, left);
  const next = left[Math.min(at, left.length - 1)];
  if (next !== undefined) showTerminal(container, next.key, true);
  if (tab.terminal === null) return;
  const result = await call('containers.closeTerminal', { terminal: tab.terminal });
  if (!result.ok) {
    // It had ended by itself.
    if (result.error.reason !== 'terminal-unknown')
      toastError((words) => words.terminal.notClosed, result.error, `terminal:${tab.terminal}`);
  } else if (!result.value.ended)
    toast({
      tone: 'warning',
      title: (words) => words.terminal.leftRunning(name),
      detail: (words) => words.terminal.leftRunningText,
    });
}
