import { useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { CertificateVerdict } from '../../../../shared/contract/registry-certificates.ts';
import type { DoctorStep, RegistryDiagnosis } from '../../../../shared/contract/registry-doctor.ts';
import type { CertificateText } from '../../../../shared/model/certificate-words.ts';
import { timeText, useWords, type Words } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { call } from '../../../state/link.ts';
import { routeHash, useRoute } from '../../../state/route.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandLine } from '../../../ui/command-line.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { TextField } from '../../../ui/field.tsx';
import type { ShapeName } from '../../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../../ui/status-pill.tsx';
import css from './doctor.module.css';

const looks: Record<CertificateVerdict, { shape: ShapeName; tone: Tone }> = {
  ok: { shape: 'check', tone: 'ok' },
  warning: { shape: 'triangle', tone: 'warn' },
  problem: { shape: 'cross', tone: 'bad' },
  unknown: { shape: 'dashed', tone: 'idle' },
};

/** Times are told in the zone of whoever reads them. */
function localTimes(params: DoctorStep['params']): DoctorStep['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      /^\d{4}-\d\d-\d\dT/.test(value) ? timeText(Date.parse(value)) : value,
    ]),
  );
}

function textOf({ key, verdict, params }: DoctorStep, { doctor, certificates }: Words): CertificateText {
  const shown = localTimes(params);
  switch (key) {
    case 'name':
    case 'connect':
    case 'plain':
    case 'sign-in':
    case 'manifest':
    case 'rate-limit':
    case 'mirror':
    case 'engine':
    case 'engine-login':
      return doctor.steps[key](verdict, shown);
    default:
      return certificates.checks[key](verdict, shown);
  }
}

function Verdict({ diagnosis }: { diagnosis: RegistryDiagnosis }) {
  const all = useWords();
  const words = all.doctor;
  const { steps, cause, image, registry, action } = diagnosis;
  const step = cause === null ? undefined : steps[cause];
  if (step === undefined)
    return (
      <div className={css.verdict} role="status">
        <StatusPill shape="check" tone="ok">
          {words.healthy(image === null ? registry : `${registry}/${image}`)}
        </StatusPill>
      </div>
    );
  const { meaning, fix } = textOf(step, all);
  return (
    <div className={css.verdict} role="status">
      <StatusPill shape="cross" tone="bad">
        {words.sick}
      </StatusPill>
      <p>{meaning}</p>
      {fix !== '' && <p className={css.fix}>{fix}</p>}
      {action === 'insecure' && (
        <CommandLine command={`"insecure-registries": ${JSON.stringify([registry])}`} />
      )}
      {(action === 'login' || action === 'certificate') && (
        <a
          className={css.link}
          href={routeHash('registries', action === 'login' ? 'logins' : 'certificates', { host: registry })}
        >
          {words.actions[action](registry)}
        </a>
      )}
    </div>
  );
}

function Steps({ steps }: { steps: readonly DoctorStep[] }) {
  const all = useWords();
  const words = all.doctor;
  return (
    <table className={css.table} aria-label={words.list}>
      <thead>
        <tr>
          <th scope="col">{words.columns.verdict}</th>
          <th scope="col">{words.columns.side}</th>
          <th scope="col">{words.columns.found}</th>
          <th scope="col" className={css.time}>
            {words.columns.time}
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => {
          const { shape, tone } = looks[step.verdict];
          return (
            <tr key={`${step.side} ${step.key} ${step.params.mirror ?? ''}`}>
              <td className={css.mark}>
                <StatusPill shape={shape} tone={tone}>
                  {all.certificates.verdicts[step.verdict]}
                </StatusPill>
              </td>
              <td className={css.mark}>{words.sides[step.side]}</td>
              <td>{textOf(step, all).meaning}</td>
              <td className={css.time}>{step.ms === null ? '' : words.milliseconds(step.ms)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Why an image cannot be pulled: `#/registries/doctor?image=...`. */
export function DoctorTab() {
  const all = useWords();
  const words = all.doctor;
  const standing = useStanding();
  const { query } = useRoute();
  const [target, setTarget] = useState(query.image ?? '');
  const [busy, setBusy] = useState(false);
  const [diagnosis, setDiagnosis] = useState<RegistryDiagnosis | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const asked = useRef(0);
  const off =
    standing !== 'ready'
      ? all.engine.notReady
      : busy
        ? words.examining
        : target.trim() === ''
          ? words.targetNote
          : null;
  const examine = async () => {
    if (off !== null) return;
    asked.current += 1;
    const mine = asked.current;
    setBusy(true);
    setError(null);
    setDiagnosis(null);
    const result = await call('registries.check', { target: target.trim() });
    if (mine !== asked.current) return;
    setBusy(false);
    if (result.ok) setDiagnosis(result.value);
    else setError(result.error);
  };
  return (
    <div className={css.tab}>
      <p className={css.lead}>{words.lead}</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void examine();
        }}
      >
        <TextField label={words.target} note={words.targetNote} value={target} onChange={setTarget} />
        <Button look="primary" disabledReason={off} onClick={() => void examine()}>
          {busy ? words.examining : words.examine}
        </Button>
      </form>
      {error !== null && <ErrorCard title={words.failed} error={error} onRetry={() => void examine()} />}
      {diagnosis !== null && (
        <>
          <Verdict diagnosis={diagnosis} />
          <Steps steps={diagnosis.steps} />
        </>
      )}
    </div>
  );
}
