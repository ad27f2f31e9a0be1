import { useEffect, useState } from 'react';
import type { DaemonSettings } from '../../../../shared/contract/daemon.ts';
import { isEnginesToSay, type SettingsProblem } from '../../../../shared/model/daemon/problems.ts';
import { useWords, wordError } from '../../../i18n/index.ts';
import { useConnection } from '../../../state/connection.ts';
import {
  changesOf,
  discardDraft,
  followEngineSettings,
  movedOn,
  problemsOf,
  readEngineSettings,
  reviewDraft,
  useEngineSettings,
} from '../../../state/engine-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandLine } from '../../../ui/command-line.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Part, usePart } from '../../../ui/part.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Backups } from './backups.tsx';
import { SettingsForm } from './form.tsx';
import { ProblemLine } from './parts.tsx';
import css from './settings.module.css';

const editor = new Part(async () => (await import('./text-editor.tsx')).TextEditor);

function Editor() {
  const words = useWords().engineSettings;
  const Shown = usePart(editor);
  return Shown === null ? <p role="status">{words.loadingEditor}</p> : <Shown />;
}

/** Whose settings these are, and who has the engine take them over. */
function Head({ settings }: { settings: DaemonSettings }) {
  const words = useWords().engineSettings;
  const { engine, version, supervision, unit, file } = settings;
  return (
    <dl className={css.head}>
      <div>
        <dt>{words.engine}</dt>
        <dd>
          {engine === null ? words.engineDown : `${engine.name} ${version}`} ·{' '}
          {words.supervision[supervision]}
          {unit !== '' && ` (${unit})`}
        </dd>
      </div>
      {file !== null && (
        <div>
          <dt>{words.file}</dt>
          <dd>
            <code>{file.path}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What a person has to know before they change anything. */
function Notices({ settings }: { settings: DaemonSettings }) {
  const words = useWords().engineSettings;
  const { engine, file, said, unfinished } = settings;
  return (
    <>
      {engine === null && file !== null && (
        <div className={css.notice} data-tone="bad">
          <p>
            <strong>{words.engineDown}.</strong> {words.engineDownText}
          </p>
          {said !== '' && (
            <p>
              {words.engineSaid}: <code>{said}</code>
            </p>
          )}
        </div>
      )}
      {unfinished.map(({ id, status, said: own, error }) => (
        <div key={id} className={css.notice} data-tone={status === 'applied' ? 'ok' : 'bad'}>
          <p>{words.unfinished[status]}</p>
          {error !== undefined && <p>{wordError(error).message}</p>}
          {own !== '' && error === undefined && (
            <p>
              {words.engineSaid}: <code>{own}</code>
            </p>
          )}
        </div>
      ))}
      {file?.exists === false && <p className={css.note}>{words.noFile}</p>}
    </>
  );
}

function Steps({ settings }: { settings: DaemonSettings }) {
  const words = useWords().engineSettings;
  if (settings.steps.length === 0) return null;
  return (
    <section className={css.card} aria-labelledby="settings-steps">
      <h2 id="settings-steps">{words.stepsTitle}</h2>
      <p className={css.note}>{settings.supervision === 'process' ? words.stepsRestart : words.stepsText}</p>
      {settings.steps.map((step) => (
        <CommandLine key={step} command={step} />
      ))}
    </section>
  );
}

/** What `/info` tells, where the file is out of reach. */
function InForce({ settings }: { settings: DaemonSettings }) {
  const words = useWords().engineSettings;
  if (settings.file !== null || settings.effective.length === 0) return null;
  return (
    <section className={css.card} aria-labelledby="settings-effective">
      <h2 id="settings-effective">{words.effectiveTitle}</h2>
      <dl className={css.effective}>
        {settings.effective.map(({ key, value }) => (
          <div key={key}>
            <dt>
              <code>{key}</code>
            </dt>
            <dd>
              <code>{JSON.stringify(value)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** How much was changed, and what can be done with it. */
function Bar({ problems }: { problems: readonly SettingsProblem[] }) {
  const words = useWords().engineSettings;
  const state = useEngineSettings();
  const changes = changesOf(state);
  // Where the engine has the last word, the plan asks it.
  const errors = problems.some((one) => one.level === 'error' && !isEnginesToSay(one));
  const restarts = changes.some(({ effect }) => effect === 'restart');
  const moved = movedOn(state);
  const told =
    state.draft === null
      ? words.unchanged
      : changes.length === 0
        ? words.onlyLayout
        : `${words.changes(changes.length)} · ${restarts ? words.withRestart : words.withoutRestart}`;
  return (
    <div className={css.bar}>
      <span role="status">{moved ? words.movedOn : told}</span>
      <span className={css.buttons}>
        {state.draft !== null && (
          <Button look="quiet" onClick={discardDraft}>
            {moved ? words.readAgain : words.discard}
          </Button>
        )}
        <Button
          look="primary"
          disabledReason={state.draft === null ? words.notChanged : errors ? words.mendFirst : null}
          onClick={reviewDraft}
        >
          {words.review}
        </Button>
      </span>
    </div>
  );
}

/** Settings of the engine, as a form and as text: `#/machine/engine-settings`. */
export function EngineSettingsTab() {
  const words = useWords().engineSettings;
  const state = useEngineSettings();
  const { settings, error } = state;
  const [view, setView] = useState<'form' | 'text'>('form');
  const standing = useConnection(
    ({ engine }) => `${engine?.status ?? ''} ${engine?.endpoint?.address ?? ''}`,
  );
  useEffect(followEngineSettings, []);
  // The engine came, went, or is another one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: standing is what it is read for
  useEffect(() => void readEngineSettings(), [standing]);
  if (settings === null)
    return error === null ? (
      <div className={css.page} role="status" aria-label={words.reading}>
        <Skeleton width="60%" />
        <Skeleton width="80%" />
      </div>
    ) : (
      <div className={css.page}>
        <ErrorCard title={words.notRead} error={error} onRetry={() => void readEngineSettings()} />
      </div>
    );
  const problems = problemsOf(state);
  const broken = problems.filter(({ kind }) => kind.startsWith('syntax-') || kind === 'not-object');
  const reached = settings.file !== null;
  return (
    <div className={css.whole}>
      <div className={css.page} aria-busy="false">
        <Head settings={settings} />
        {error !== null && (
          <ErrorCard title={words.notRead} error={error} onRetry={() => void readEngineSettings()} />
        )}
        <Notices settings={settings} />
        {reached && (
          <>
            <Segmented<'form' | 'text'>
              label={words.views}
              value={view}
              options={[
                { value: 'form', label: words.form },
                { value: 'text', label: words.text },
              ]}
              onChange={setView}
            />
            {problems.length > 0 && (view === 'text' || broken.length > 0) && (
              <section className={css.problems} aria-label={words.problemsTitle}>
                {problems.map((problem) => (
                  <ProblemLine key={`${problem.kind} ${problem.key} ${problem.from}`} problem={problem} />
                ))}
              </section>
            )}
            {view === 'text' ? (
              <Editor />
            ) : broken.length > 0 ? (
              <div className={css.notice} data-tone="bad">
                <p>{words.broken}</p>
                <Button onClick={() => setView('text')}>{words.toText}</Button>
              </div>
            ) : (
              <SettingsForm problems={problems} onText={() => setView('text')} />
            )}
            <Backups backups={settings.backups} off={null} />
          </>
        )}
        <InForce settings={settings} />
        <Steps settings={settings} />
      </div>
      {reached && <Bar problems={problems} />}
    </div>
  );
}
