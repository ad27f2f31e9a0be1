import { useMemo, useState } from 'react';
import { settingsIn } from '../../../../shared/model/daemon/changes.ts';
import { type KeyFacts, settingGroups } from '../../../../shared/model/daemon/key-type.ts';
import {
  type DaemonKey,
  daemonKeyNames,
  daemonKeys,
  keyFacts,
} from '../../../../shared/model/daemon/keys.ts';
import type { SettingsProblem } from '../../../../shared/model/daemon/problems.ts';
import { isBefore } from '../../../../shared/model/daemon/versions.ts';
import { useWords } from '../../../i18n/index.ts';
import { changesOf, editKey, textOf, useEngineSettings } from '../../../state/engine-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { FilterBox } from '../../../ui/field.tsx';
import { SettingField } from './fields.tsx';
import { Badge, ProblemLine } from './parts.tsx';
import css from './settings.module.css';

const shortJson = (value: unknown): string => (value === '' ? '""' : JSON.stringify(value));

interface RowProps {
  name: DaemonKey;
  value: unknown;
  changed: boolean;
  problems: readonly SettingsProblem[];
  onText(): void;
}

function Notes({ name, facts, value }: { name: string; facts: KeyFacts; value: unknown }) {
  const words = useWords().engineSettings;
  const settings = useEngineSettings((state) => state.settings);
  const inForce = settings?.effective.find(({ key }) => key === name);
  const given = settings?.flags.find(({ key }) => key === name);
  const none = facts.initial === '' || (Array.isArray(facts.initial) && facts.initial.length === 0);
  return (
    <p className={css.notes}>
      <span>
        {facts.initial === null
          ? words.initialUnknown
          : words.initial(none ? words.none : shortJson(facts.initial))}
      </span>
      {inForce !== undefined && value === undefined && <span>{words.inForce(shortJson(inForce.value))}</span>}
      {given !== undefined && <span>{words.onCommandLine(given.flag, given.value)}</span>}
    </p>
  );
}

function Row({ name, value, changed, problems, onText }: RowProps) {
  const words = useWords().engineSettings;
  const facts = daemonKeys[name];
  return (
    <li className={css.row} data-changed={changed || undefined}>
      <div className={css.about}>
        <p className={css.name}>
          <code>{name}</code>
          <Badge effect={facts.effect} />
          {changed && <span className={css.changed}>{words.changed}</span>}
        </p>
        <p className={css.what}>{words.keys[name]}</p>
        <Notes name={name} facts={facts} value={value} />
        {problems.map((problem) => (
          <ProblemLine key={`${problem.kind} ${problem.from}`} problem={problem} />
        ))}
      </div>
      <div className={css.control}>
        <SettingField name={name} facts={facts} value={value} onText={onText} />
        {value !== undefined && (
          <Button look="quiet" onClick={() => editKey(name, undefined)}>
            {words.takeOut(name)}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The settings as a form: what is common, and whatever else the file has. */
export function SettingsForm({ problems, onText }: { problems: readonly SettingsProblem[]; onText(): void }) {
  const words = useWords().engineSettings;
  const state = useEngineSettings();
  const [filter, setFilter] = useState('');
  const text = textOf(state);
  const values = useMemo(() => settingsIn(text), [text]);
  const changed = new Set(changesOf(state).map(({ key }) => key));
  const version = state.settings?.version ?? '';
  const wanted = filter.trim().toLowerCase();
  const shown = daemonKeyNames.filter((name) => {
    const facts = daemonKeys[name];
    if (wanted !== '') return name.includes(wanted) || words.keys[name].toLowerCase().includes(wanted);
    if (Object.hasOwn(values, name) || changed.has(name)) return true;
    const there = facts.since === undefined || !isBefore(version, facts.since);
    const still = facts.until === undefined || version === '' || isBefore(version, facts.until);
    return facts.form === true && there && still;
  });
  const others = Object.keys(values).filter((key) => keyFacts(key) === null);
  return (
    <div className={css.form}>
      <FilterBox
        label={words.filter}
        placeholder={words.filter}
        clearLabel={words.clearFilter}
        value={filter}
        onChange={setFilter}
        onLeave={() => undefined}
      />
      {shown.length === 0 && <p role="status">{words.noMatch}</p>}
      {settingGroups.map((group) => {
        const names = shown.filter((name) => daemonKeys[name].group === group);
        return names.length === 0 ? null : (
          <section key={group} className={css.group} aria-label={words.groups[group]}>
            <h2>{words.groups[group]}</h2>
            <ul className={css.rows}>
              {names.map((name) => (
                <Row
                  key={name}
                  name={name}
                  value={values[name]}
                  changed={changed.has(name)}
                  problems={problems.filter(({ key }) => key === name)}
                  onText={onText}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {others.length > 0 && wanted === '' && (
        <section className={css.group} aria-label={words.otherKeys}>
          <h2>{words.otherKeys}</h2>
          <ul className={css.rows}>
            {others.map((key) => (
              <li key={key} className={css.row}>
                <div className={css.about}>
                  <p className={css.name}>
                    <code>{key}</code>
                  </p>
                  <pre className={css.raw}>{JSON.stringify(values[key], null, 2)}</pre>
                </div>
                <div className={css.control}>
                  <Button onClick={onText}>{words.inText(key)}</Button>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
