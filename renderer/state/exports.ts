import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type {
  AppSettingsState,
  Exported,
  ExportKind,
  ExportSummary,
} from '../../shared/contract/reset-export.ts';
import { call } from './link.ts';
import { openPlanFrom } from './plans.ts';
import { loadSettings } from './settings.ts';
import { toast, toastError } from './toasts.ts';

interface ExportsState {
  /** The folder of the export that this page began and waits for. */
  asked: string | null;
  exported: Exported | null;
  error: ApiError | null;
  /** What an import reads. */
  summary: ExportSummary | null;
  checking: boolean;
  importError: ApiError | null;
}

export const useExports = create<ExportsState>()(() => ({
  asked: null,
  exported: null,
  error: null,
  summary: null,
  checking: false,
  importError: null,
}));

/** Exports into a folder; the list of operations tells how far it is, also after the page was loaded again. */
export async function startExport(folder: string, kinds: readonly ExportKind[]): Promise<void> {
  useExports.setState({ asked: folder, exported: null, error: null });
  const result = await call('reset.export', { folder, kinds: [...kinds] });
  if (result.ok) useExports.setState({ asked: null, exported: result.value });
  else useExports.setState({ asked: null, error: result.error.code === 'cancelled' ? null : result.error });
}

/** Checks an export and shows what it would make here. */
export async function previewImport(folder: string, checksum: string, start: boolean): Promise<void> {
  useExports.setState({ checking: true, importError: null, summary: null });
  const summary = await call('reset.examine', { folder });
  if (summary.ok) {
    useExports.setState({ summary: summary.value });
    const error = await openPlanFrom({
      ...{ kind: 'reset.import', folder, start },
      ...(checksum === '' ? {} : { checksum }),
    });
    useExports.setState({ checking: false, importError: error });
  } else useExports.setState({ checking: false, importError: summary.error });
}

interface AppResetState {
  state: AppSettingsState | null;
  error: ApiError | null;
}

export const useAppReset = create<AppResetState>()(() => ({ state: null, error: null }));

/** Reads which settings are changed, and what a reset kept. */
export async function readAppState(): Promise<void> {
  const result = await call('reset.appState', {});
  if (result.ok) useAppReset.setState({ state: result.value, error: null });
  else useAppReset.setState({ error: result.error });
}

/** Resets the settings of the app, or undoes that. */
export async function resetApp(undo: boolean): Promise<void> {
  const result = await call(undo ? 'reset.undoApp' : 'reset.app', {});
  if (!result.ok) {
    toastError(
      (words) => (undo ? words.exports.appUndoFailed : words.exports.appFailed),
      result.error,
      'app-reset',
    );
    return;
  }
  useAppReset.setState({ state: result.value, error: null });
  await loadSettings();
  toast({
    key: 'app-reset',
    tone: 'done',
    title: (words) => (undo ? words.exports.appUndone : words.exports.appDone),
    anyEngine: true,
  });
}
