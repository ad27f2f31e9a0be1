import { useState } from 'react';
import type { ManagedEngine } from '../../../../shared/contract/managed.ts';
import { useWords } from '../../../i18n/index.ts';
import { changeAtLogin } from '../../../state/managed.ts';
import { changeSettings, useSettings } from '../../../state/settings.ts';
import { TextField, Tick } from '../../../ui/field.tsx';
import css from './engine.module.css';

const leastSeconds = 5;
const mostSeconds = 900;

/** When an engine is started, and what of. */
export function EngineStarting({ engine }: { engine: ManagedEngine }) {
  const words = useWords().managed;
  const settings = useSettings((state) => state.settings);
  if (settings === null) return null;
  return (
    <section className={css.card} aria-labelledby="managed-starting">
      <h2 id="managed-starting">{words.settings}</h2>
      <Tick
        checked={settings.engineOnDemand}
        note={words.onDemandText}
        onChange={(engineOnDemand) => void changeSettings({ engineOnDemand })}
      >
        {words.onDemand}
      </Tick>
      {engine.atLogin !== null && (
        <Tick
          checked={engine.atLogin}
          note={words.atLoginText[engine.id]}
          onChange={(on) => void changeAtLogin(engine.id, on)}
        >
          {words.atLogin}
        </Tick>
      )}
      <Kept
        label={words.startSeconds}
        note={words.startSecondsText(leastSeconds, mostSeconds)}
        kept={String(settings.engineStartSeconds)}
        good={(text) => /^\d+$/.test(text) && Number(text) >= leastSeconds && Number(text) <= mostSeconds}
        wrong={words.startSecondsText(leastSeconds, mostSeconds)}
        keep={(text) => void changeSettings({ engineStartSeconds: Number(text) })}
      />
      {engine.id === 'own' && (
        <Kept
          label={words.binary}
          note={words.binaryText}
          kept={settings.engineBinary ?? ''}
          good={(text) => text === '' || text.startsWith('/')}
          wrong={words.binaryText}
          keep={(text) => void changeSettings({ engineBinary: text === '' ? null : text })}
        />
      )}
    </section>
  );
}

/** A value that is kept at Enter, and when the field is left: half of it is no value. */
function Kept({
  label,
  note,
  kept,
  good,
  wrong,
  keep,
}: {
  label: string;
  note: string;
  kept: string;
  good(text: string): boolean;
  wrong: string;
  keep(text: string): void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? kept;
  const take = () => {
    if (good(value) && value !== kept) keep(value);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
      onBlur={take}
    >
      <TextField
        label={label}
        note={note}
        wrong={good(value) ? undefined : wrong}
        value={value}
        onChange={setTyped}
      />
    </form>
  );
}
