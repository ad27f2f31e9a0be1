import type { ResetReport, ResetVerified, SettingsFile } from '../../shared/contract/reset.ts';
import { useWords } from '../i18n/index.ts';
import { ErrorCard } from './error-card.tsx';
import css from './reset-plan.module.css';
import { StatusPill } from './status-pill.tsx';

const namedAtMost = 12;

function Verified({ one }: { one: ResetVerified }) {
  const words = useWords().reset;
  const rest = one.left.filter(({ why }) => why !== 'kept');
  const kept = one.left.length - rest.length;
  return (
    <tr>
      <th scope="row">{words.ticks[one.tick]}</th>
      <td>
        <StatusPill shape={one.empty ? 'check' : 'triangle'} tone={one.empty ? 'ok' : 'warn'}>
          {!one.empty
            ? words.verifiedLeft(rest.length)
            : kept > 0
              ? words.verifiedKept(kept)
              : words.verifiedEmpty(one.listed)}
        </StatusPill>
        {rest.slice(0, namedAtMost).map(({ kind, id, name, why }) => (
          <span key={`${kind}:${id}`} className={css.line}>
            <bdi>{words.left(name, words.leftWhy[why])}</bdi>
          </span>
        ))}
        {rest.length > namedAtMost && (
          <span className={css.line}>{words.leftMore(rest.length - namedAtMost)}</span>
        )}
      </td>
    </tr>
  );
}

type Fate = 'same' | 'changed' | 'cameThere' | 'wentAway';

function fateOf({ before, after }: SettingsFile): Fate {
  if (before === after) return 'same';
  return before === null ? 'cameThere' : after === null ? 'wentAway' : 'changed';
}

function Settings({ reset }: { reset: ResetReport }) {
  const words = useWords().reset;
  const { settings, settingsRead, places } = reset;
  const changed = settings.filter((one) => fateOf(one) !== 'same').length;
  const unchecked = places.filter(({ state }) => state !== 'readable' && state !== 'absent');
  return (
    <section className={css.part} aria-label={words.settingsTitle}>
      <h3>{words.settingsTitle}</h3>
      <p>
        {settingsRead ? (
          <StatusPill shape={changed === 0 ? 'check' : 'triangle'} tone={changed === 0 ? 'ok' : 'warn'}>
            {changed === 0
              ? words.settingsSame(settings.length)
              : words.settingsChanged(changed, settings.length)}
          </StatusPill>
        ) : (
          words.settingsUnread
        )}
      </p>
      <details>
        <summary>{words.hash}</summary>
        <ul>
          {settings.map((one) => (
            <li key={`${one.group}:${one.path}`}>
              <span className={css.name}>
                {words.groups[one.group]}: <code>{one.path}</code>
              </span>
              {settingsRead && <span className={css.sub}>{words[fateOf(one)]}</span>}
              <code className={css.hash}>{one.before ?? one.after}</code>
              {settingsRead && one.before !== null && one.after !== null && one.before !== one.after && (
                <code className={css.hash}>{one.after}</code>
              )}
            </li>
          ))}
          {unchecked.map(({ group, path, state }) => (
            <li key={`${group}:${path}`}>
              <span className={css.name}>
                {words.groups[group]}: <code>{path}</code>
              </span>
              <span className={css.sub}>
                {words.notChecked}: {words.placeStates[state]}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** What a reset proves: what the engine has now, and that the settings are as they were. */
export function ResetProof({ reset }: { reset: ResetReport }) {
  const words = useWords().reset;
  return (
    <>
      {reset.unverified !== null && (
        <>
          <p className={css.sub}>{words.unverifiedText}</p>
          <ErrorCard title={words.unverified} error={reset.unverified} />
        </>
      )}
      {reset.verified !== null && (
        <section className={css.part} aria-label={words.verifiedTitle}>
          <h3>{words.verifiedTitle}</h3>
          <table className={css.table} aria-label={words.verifiedTitle}>
            <tbody>
              {reset.verified.map((one) => (
                <Verified key={one.tick} one={one} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Settings reset={reset} />
    </>
  );
}
