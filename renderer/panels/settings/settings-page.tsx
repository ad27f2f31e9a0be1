import type { Settings } from '../../../shared/contract/settings.ts';
import { useWords, type Words } from '../../i18n/index.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { Choice, Tick } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { AppReset } from './app-reset.tsx';
import { Measuring, Retention, Startup } from './keeping.tsx';
import { Privacy } from './privacy.tsx';
import css from './settings.module.css';
import { WhereThingsAre } from './where.tsx';

const themes = ['system', 'light', 'dark'] as const;

type KeyName = keyof Words['settings']['keys'];

const keys: readonly (readonly [KeyName, readonly string[]])[] = [
  ['filter', ['/']],
  ['move', ['↑', '↓']],
  ['widgets', ['→', '←']],
  ['page', ['Page Up', 'Page Down']],
  ['ends', ['Home', 'End']],
  ['open', ['Enter']],
  ['menu', ['Shift', 'F10']],
  ['select', ['Space']],
  ['range', ['Shift', '↑ ↓']],
  ['all', ['Ctrl', 'A']],
  ['rename', ['F2']],
  ['remove', ['Delete']],
  ['escape', ['Esc']],
];

/** What each language calls itself: never translated. */
const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const;

function Appearance({ settings }: { settings: Settings }) {
  const words = useWords().settings;
  return (
    <section className={css.card} aria-labelledby="appearance">
      <h2 id="appearance">{words.appearance}</h2>
      <div className={css.row}>
        <span>{words.theme}</span>
        <Segmented
          label={words.theme}
          value={settings.theme}
          options={themes.map((value) => ({ value, label: words.themes[value] }))}
          onChange={(theme) => void changeSettings({ theme })}
        />
      </div>
      <div className={css.row}>
        <span>{words.language}</span>
        <Choice<Settings['language']>
          label={words.language}
          value={settings.language}
          options={[
            { value: 'system', label: words.languageSystem },
            { value: 'en', label: languageNames.en },
            { value: 'zh-CN', label: languageNames['zh-CN'] },
          ]}
          onChange={(language) => void changeSettings({ language })}
        />
      </div>
    </section>
  );
}

function Behaviour({ settings }: { settings: Settings }) {
  const words = useWords().settings;
  return (
    <section className={css.card} aria-labelledby="behaviour">
      <h2 id="behaviour">{words.behaviour}</h2>
      <div className={css.row}>
        <Tick
          checked={settings.notificationsPaused}
          note={words.notificationsPausedText}
          onChange={(notificationsPaused) => void changeSettings({ notificationsPaused })}
        >
          {words.notificationsPaused}
        </Tick>
      </div>
      <div className={css.row}>
        <Tick
          checked={settings.crashNotifications}
          note={words.crashNotificationsText}
          onChange={(crashNotifications) => void changeSettings({ crashNotifications })}
        >
          {words.crashNotifications}
        </Tick>
      </div>
    </section>
  );
}

function Keyboard() {
  const words = useWords().settings;
  return (
    <section className={css.card} aria-labelledby="keyboard">
      <h2 id="keyboard">{words.keyboard}</h2>
      <dl className={css.keys}>
        {keys.map(([name, caps]) => (
          <div key={name} className={css.pair}>
            <dt>{words.keys[name]}</dt>
            <dd>
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Theme, language, what Slipway does by itself, what it keeps and where, what leaves the machine, and the keys. */
export function SettingsPage() {
  const words = useWords();
  const settings = useSettings((state) => state.settings);
  return (
    <Page title={words.pages.settings} scrolling busy={settings === null}>
      {settings !== null && (
        <div className={css.columns}>
          <div className={css.sections}>
            <Appearance settings={settings} />
            <Behaviour settings={settings} />
            <Startup settings={settings} />
            <Measuring settings={settings} />
            <Retention settings={settings} />
            <WhereThingsAre />
            <AppReset />
          </div>
          <div className={css.sections}>
            <Privacy />
            <Keyboard />
          </div>
        </div>
      )}
    </Page>
  );
}
