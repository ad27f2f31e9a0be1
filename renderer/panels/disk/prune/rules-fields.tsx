import type { ReactNode } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import { type PruneKind, pruneKinds } from '../../../../shared/contract/prune.ts';
import { useWords, wordError } from '../../../i18n/index.ts';
import { Choice, TextField, Tick } from '../../../ui/field.tsx';
import css from './prune.module.css';
import type { RulesForm } from './rules.ts';

interface RulesFieldsProps {
  form: RulesForm;
  onChange(form: RulesForm): void;
  /** Why the rules were refused: shown at the field it is about. */
  error: ApiError | null;
}

const options = <V extends string>(labels: Readonly<Record<V, string>>) =>
  (Object.entries(labels) as [V, string][]).map(([value, label]) => ({ value, label }));

/** What a prune may take. */
export function RulesFields({ form, onChange, error }: RulesFieldsProps) {
  const words = useWords().prune;
  const set = (changes: Partial<RulesForm>) => onChange({ ...form, ...changes });
  const tick = (kind: PruneKind, on: boolean) => {
    const kinds = new Set(form.kinds);
    if (on) kinds.add(kind);
    else kinds.delete(kind);
    set({ kinds });
  };
  const said = error === null ? undefined : wordError(error);
  const wrong = (reason: ApiError['reason'], value: string) =>
    said !== undefined && error?.reason === reason && value.includes(error?.params?.value ?? '')
      ? `${said.message} ${said.hint ?? ''}`
      : undefined;
  const further: Record<PruneKind, () => ReactNode> = {
    containers: () => null,
    networks: () => null,
    images: () => (
      <Choice
        label={words.imagesChoice}
        value={form.images}
        options={options(words.imagesChoices)}
        onChange={(images) => set({ images })}
      />
    ),
    volumes: () => (
      <Choice
        label={words.volumesChoice}
        value={form.volumes}
        options={options(words.volumesChoices)}
        onChange={(volumes) => set({ volumes })}
      />
    ),
    'build-cache': () => (
      <Choice
        label={words.cacheChoice}
        value={form.buildCache}
        options={options(words.cacheChoices)}
        onChange={(buildCache) => set({ buildCache })}
      />
    ),
  };
  return (
    <div className={css.fields}>
      <fieldset className={css.fieldset}>
        <legend>{words.form}</legend>
        {pruneKinds.map((kind) => (
          <div key={kind} className={css.kind}>
            <Tick
              checked={form.kinds.has(kind)}
              note={words.kindNotes[kind]}
              onChange={(on) => tick(kind, on)}
            >
              {words.kinds[kind]}
            </Tick>
            {form.kinds.has(kind) && <div className={css.further}>{further[kind]()}</div>}
          </div>
        ))}
      </fieldset>
      <fieldset className={css.fieldset}>
        <legend>{words.only}</legend>
        <TextField
          label={words.until}
          note={words.untilNote}
          wrong={wrong('time-malformed', form.until)}
          value={form.until}
          onChange={(until) => set({ until })}
        />
        <TextField
          label={words.label}
          note={words.labelNote}
          wrong={wrong('label-malformed', form.label)}
          value={form.label}
          onChange={(label) => set({ label })}
        />
        <TextField
          label={words.labelNot}
          note={words.labelNote}
          wrong={wrong('label-malformed', form.labelNot)}
          value={form.labelNot}
          onChange={(labelNot) => set({ labelNot })}
        />
        {form.kinds.has('build-cache') && (
          <TextField
            label={words.keep}
            note={words.keepNote}
            wrong={wrong('size-malformed', form.keep)}
            value={form.keep}
            onChange={(keep) => set({ keep })}
          />
        )}
      </fieldset>
    </div>
  );
}

/** Whether a refusal is shown at a field. */
export function isAboutField({ reason }: ApiError): boolean {
  return reason === 'time-malformed' || reason === 'label-malformed' || reason === 'size-malformed';
}
