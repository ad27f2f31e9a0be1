import { create } from 'zustand';
import type { DaemonSettings } from '../../shared/contract/daemon.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { changedKeys, type KeyChange } from '../../shared/model/daemon/changes.ts';
import { checkSettings } from '../../shared/model/daemon/check.ts';
import { setKey } from '../../shared/model/daemon/edit.ts';
import type { SettingsProblem } from '../../shared/model/daemon/problems.ts';
import { call } from './link.ts';
import { openPlan, type PlanRequest, usePlanDialog } from './plans.ts';

interface EngineSettingsState {
  settings: DaemonSettings | null;
  error: ApiError | null;
  /** What a person made of the text; null where they changed nothing. */
  draft: string | null;
  /** What the file had when they began. */
  base: { text: string; revision: string };
}

const empty: EngineSettingsState = {
  settings: null,
  error: null,
  draft: null,
  base: { text: '', revision: '' },
};

/** The settings of the engine in use, and what a person is changing in them. It stays while they look elsewhere. */
export const useEngineSettings = create<EngineSettingsState>()(() => empty);

let asked = 0;

/** Reads them; a draft is kept, as long as it is of the same file. */
export async function readEngineSettings(): Promise<void> {
  asked += 1;
  const mine = asked;
  const result = await call('daemon.get', {});
  if (mine !== asked) return;
  if (!result.ok) {
    useEngineSettings.setState({ error: result.error });
    return;
  }
  const now = useEngineSettings.getState();
  const next = result.value;
  const same = now.settings?.address === next.address && now.settings.file?.path === next.file?.path;
  const kept = same && now.draft !== null;
  useEngineSettings.setState({
    settings: next,
    error: null,
    ...(kept ? {} : fresh(next)),
  });
}

const fresh = ({ file }: DaemonSettings) => ({
  draft: null,
  base: { text: file?.text ?? '', revision: file?.revision ?? '' },
});

/** Reads them each time the engine, or what was done to it, may have changed them. The answer ends that. */
export function followEngineSettings(): () => void {
  void readEngineSettings();
  return usePlanDialog.subscribe((state) => {
    if (state.phase !== 'report' || state.plan.kind !== 'daemon.apply') return;
    const [item] = state.report.items;
    if (item?.outcome === 'done' && isOfDraft(state.request)) useEngineSettings.setState({ draft: null });
    void readEngineSettings();
  });
}

/** What was applied may be a backup, or what a person has gone on writing since. */
function isOfDraft(request: PlanRequest): boolean {
  if (request.kind !== 'daemon.apply' || !('input' in request.ask)) return false;
  return request.ask.input.text === useEngineSettings.getState().draft;
}

/** The text that is shown: the draft, or the file. */
export const textOf = ({ draft, base }: EngineSettingsState): string => draft ?? base.text;

/** Takes over what a person wrote. */
export function writeDraft(text: string): void {
  const { base } = useEngineSettings.getState();
  useEngineSettings.setState({ draft: text === base.text ? null : text });
}

/** Sets one key, or takes it out where `value` is undefined. */
export function editKey(key: string, value: unknown): void {
  const next = setKey(textOf(useEngineSettings.getState()), key, value);
  if (next !== null) writeDraft(next);
}

/** Back to what is in the file now. */
export function discardDraft(): void {
  const { settings } = useEngineSettings.getState();
  if (settings !== null) useEngineSettings.setState(fresh(settings));
}

/** What Slipway's own rules find in the text. */
export function problemsOf(state: EngineSettingsState): SettingsProblem[] {
  const { settings } = state;
  if (settings === null) return [];
  const { version, flags, inSwarm } = settings;
  return checkSettings(textOf(state), { version, flags, inSwarm });
}

export const changesOf = (state: EngineSettingsState): KeyChange[] =>
  state.draft === null ? [] : changedKeys(state.base.text, state.draft);

/** Whether somebody else wrote the file since the draft was begun. */
export const movedOn = ({ draft, base, settings }: EngineSettingsState): boolean =>
  draft !== null && settings?.file != null && settings.file.revision !== base.revision;

/** Asks for the plan to apply the draft. */
export function reviewDraft(): void {
  const { draft, base } = useEngineSettings.getState();
  if (draft === null) return;
  void openPlan({ kind: 'daemon.apply', ask: { input: { text: draft, revision: base.revision } } });
}

/** Asks for the plan to put a backup back. */
export function putBack(backup: string): void {
  void openPlan({ kind: 'daemon.apply', ask: { backup } });
}
