import { useWords } from '../../i18n/index.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { Tick } from '../field.tsx';

/** Whether figures are recorded while nobody looks at them. */
export function BackgroundTick() {
  const words = useWords().stats;
  const background = useSettings((state) => state.settings?.statsInBackground ?? false);
  return (
    <Tick
      checked={background}
      note={words.backgroundText}
      onChange={(statsInBackground) => void changeSettings({ statsInBackground })}
    >
      {words.background}
    </Tick>
  );
}
