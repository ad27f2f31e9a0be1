import { useEffect, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import { type EngineSetup, packageMirror } from '../../../../shared/contract/machine-setup.ts';
import type { OperationLine } from '../../../../shared/contract/operations.ts';
import { useWords } from '../../../i18n/index.ts';
import { call } from '../../../state/link.ts';
import { followLog, useOperations } from '../../../state/operations.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandLine } from '../../../ui/command-line.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { TextField, Tick } from '../../../ui/field.tsx';
import css from './doctor.module.css';

/** What the installation that runs, or ran last, says. */
function InstallLog() {
  const words = useWords().machine.doctor.setup;
  const id = useOperations((state) => state.list.find(({ kind }) => kind === 'machine.install')?.id ?? null);
  const [lines, setLines] = useState<readonly OperationLine[]>([]);
  useEffect(() => {
    if (id === null) return;
    return followLog(id, setLines).stop;
  }, [id]);
  if (lines.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.log} tabIndex={0} aria-label={words.log}>
      <ol>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added
          <li key={at}>{line.name}</li>
        ))}
      </ol>
    </section>
  );
}

function Install({ setup, onDone }: { setup: EngineSetup; onDone(): void }) {
  const words = useWords().machine.doctor.setup;
  const [mirror, setMirror] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [installed, setInstalled] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const wrong = mirror.trim() !== '' && !packageMirror.safeParse(mirror).success;
  const off = busy ? words.installing : wrong ? words.mirrorWrong : agreed ? null : words.agreeFirst;
  const install = async () => {
    setBusy(true);
    setError(null);
    const given = mirror.trim() === '' ? {} : { mirror: mirror.trim() };
    const result = await call('machine.install', { agree: true, ...given });
    setBusy(false);
    if (!result.ok) setError(result.error);
    else {
      setInstalled(result.value.installed);
      onDone();
    }
  };
  return (
    <>
      <p>{words.lead}</p>
      <p className={css.packages}>{setup.packages.join(' ')}</p>
      <TextField
        label={words.mirror}
        note={words.mirrorNote}
        wrong={wrong ? words.mirrorWrong : undefined}
        value={mirror}
        onChange={setMirror}
      />
      <Tick checked={agreed} onChange={setAgreed} disabled={busy}>
        {words.agree}
      </Tick>
      <div>
        <Button look="primary" disabledReason={off} onClick={() => void install()}>
          {busy ? words.installing : words.install}
        </Button>
      </div>
      <InstallLog />
      {installed !== null && <p role="status">{words.installed(installed.join(', '))}</p>}
      {error !== null && <ErrorCard title={words.installFailed} error={error} />}
    </>
  );
}

/** How an engine gets onto this machine: by a press where Slipway can, and by hand. */
export function SetupCard({ onDone }: { onDone(): void }) {
  const words = useWords().machine.doctor.setup;
  const [setup, setSetup] = useState<EngineSetup | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    const asked = new AbortController();
    void call('machine.setup', {}, { signal: asked.signal }).then((result) => {
      if (asked.signal.aborted) return;
      if (result.ok) setSetup(result.value);
      else setError(result.error);
    });
    return () => asked.abort();
  }, []);
  if (error !== null) return <ErrorCard title={words.failed} error={error} />;
  // Where one is installed already, it is to be started, not installed.
  if (setup === null || setup.installed.length > 0) return null;
  return (
    <section className={css.setup} aria-labelledby="setup-title">
      <h2 id="setup-title">{words.title}</h2>
      <p>{words.on(setup.name)}</p>
      {setup.canInstall && <Install setup={setup} onDone={onDone} />}
      {setup.steps.length === 0 ? (
        <p>{words.noSteps}</p>
      ) : (
        <details open={!setup.canInstall}>
          <summary>{words.byHand}</summary>
          <ol className={css.steps}>
            {setup.steps.map(({ what, command }) => (
              <li key={`${what} ${command}`}>
                <p>{words.steps[what]}</p>
                <CommandLine command={command} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
