import { useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { PruneSchedule, PruneWhen } from '../../../../shared/contract/prune.ts';
import { useWords } from '../../../i18n/index.ts';
import { call } from '../../../state/link.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Choice, TextField, Tick } from '../../../ui/field.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { formOf, rulesOf, usualRules } from '../prune/rules.ts';
import { isAboutField, RulesFields } from '../prune/rules-fields.tsx';
import css from './schedule.module.css';

interface Draft {
  name: string;
  enabled: boolean;
  every: PruneWhen['every'];
  hours: string;
  at: string;
  day: string;
}

const draftOf = (schedule: PruneSchedule | null): Draft => {
  const when = schedule?.when;
  return {
    name: schedule?.name ?? '',
    enabled: schedule?.enabled ?? true,
    every: when?.every ?? 'week',
    hours: when?.every === 'hours' ? String(when.hours) : '24',
    at: when !== undefined && when.every !== 'hours' ? when.at : '03:30',
    day: when?.every === 'week' ? String(when.day) : '7',
  };
};

/** null where a field of it is wrong. */
function whenOf({ every, hours, at, day }: Draft): PruneWhen | null {
  if (every === 'hours')
    return /^[1-9]\d{0,2}$/.test(hours) && Number(hours) <= 720 ? { every, hours: Number(hours) } : null;
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)) return null;
  return every === 'day' ? { every, at } : { every, day: Number(day), at };
}

/** Makes a schedule, or changes one. */
export function ScheduleDialog({ schedule, onClose }: { schedule: PruneSchedule | null; onClose(): void }) {
  const words = useWords();
  const own = words.schedule;
  const [draft, setDraft] = useState(() => draftOf(schedule));
  const [form, setForm] = useState(() =>
    schedule === null ? { ...usualRules, until: '7d' } : formOf(schedule.rules),
  );
  const [error, setError] = useState<ApiError | null>(null);
  const [saving, setSaving] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const rules = rulesOf(form);
  const when = whenOf(draft);
  const off =
    draft.name.trim() === ''
      ? own.nameMissing
      : when === null
        ? draft.every === 'hours'
          ? own.hoursWrong
          : own.atWrong
        : rules === null
          ? words.prune.nothingChosen
          : saving
            ? words.loading
            : null;

  const save = async () => {
    if (when === null || rules === null) return;
    setSaving(true);
    const result = await call('disk.setSchedule', {
      ...(schedule === null ? {} : { id: schedule.id }),
      name: draft.name.trim(),
      enabled: draft.enabled,
      when,
      rules,
    });
    setSaving(false);
    if (result.ok) onClose();
    else setError(result.error);
  };
  return (
    <Dialog
      title={schedule === null ? own.newTitle : own.editTitle(schedule.name)}
      text={own.text}
      holds="outside"
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button ref={cancel} onClick={onClose}>
            {words.cancel}
          </Button>
          <Button look="primary" disabledReason={off} onClick={() => void save()}>
            {own.save}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextField ref={first} label={own.name} value={draft.name} onChange={(name) => set({ name })} />
        <Tick checked={draft.enabled} onChange={(enabled) => set({ enabled })}>
          {own.enabled}
        </Tick>
        <div className={css.when}>
          <Choice
            full
            label={own.every}
            value={draft.every}
            options={(['hours', 'day', 'week'] as const).map((value) => ({
              value,
              label: own.everyChoices[value],
            }))}
            onChange={(every) => set({ every })}
          />
          {draft.every === 'week' && (
            <Choice
              full
              label={own.day}
              value={draft.day}
              options={own.days.map((label, n) => ({ value: String(n + 1), label }))}
              onChange={(day) => set({ day })}
            />
          )}
          {draft.every === 'hours' ? (
            <TextField
              label={own.hours}
              value={draft.hours}
              wrong={when === null ? own.hoursWrong : undefined}
              onChange={(hours) => set({ hours })}
            />
          ) : (
            <TextField
              label={own.at}
              value={draft.at}
              wrong={when === null ? own.atWrong : undefined}
              onChange={(at) => set({ at })}
            />
          )}
        </div>
        <RulesFields form={form} onChange={setForm} error={error} />
        {form.kinds.has('volumes') && (
          <p className={css.warning}>
            <Shape name="triangle" />
            {own.volumesWarning}
          </p>
        )}
        {error !== null && !isAboutField(error) && <ErrorCard title={own.notSaved} error={error} />}
      </div>
    </Dialog>
  );
}
