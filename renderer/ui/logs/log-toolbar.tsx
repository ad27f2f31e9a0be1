import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  Copy,
  Download,
  Eye,
  EyeOff,
  ListFilter,
  SlidersHorizontal,
} from 'lucide-react';
import type { Ref } from 'react';
import { useWords } from '../../i18n/index.ts';
import { type LogOptions, logRanges, logTails, setLogOptions } from '../../state/logs/log-options.ts';
import { Button, IconButton } from '../button.tsx';
import { Choice, FilterBox } from '../field.tsx';
import { Menu, type MenuEntry } from '../menu.tsx';
import css from './logs.module.css';

export interface SearchView {
  typed: string;
  bad: boolean;
  /** Which match the search stands on, from 1. */
  at: number | null;
  count: number;
}

interface LogToolbarProps {
  options: LogOptions;
  search: SearchView;
  searchRef: Ref<HTMLInputElement>;
  follow: boolean;
  hidden: boolean;
  /** Lines that "Copy" would take: the selected ones. */
  selected: number;
  onSearch(typed: string): void;
  onStep(by: 1 | -1): void;
  onLeaveSearch(): void;
  onFollow(): void;
  onHide(): void;
  onUnhide(): void;
  onSave(): void;
  onCopy(): void;
}

/** Search, what is read, how it is shown, and what to do with it. */
export function LogToolbar(props: LogToolbarProps) {
  const { options, search, follow, hidden, selected } = props;
  const words = useWords().logs;
  const entries: MenuEntry[] = [
    check(words.stdout, options.stdout, (stdout) =>
      stdout || options.stderr ? setLogOptions({ stdout }) : undefined,
    ),
    check(words.stderrChannel, options.stderr, (stderr) =>
      stderr || options.stdout ? setLogOptions({ stderr }) : undefined,
    ),
    { kind: 'line' },
    check(words.timestamps, options.times, (times) => setLogOptions({ times })),
    check(words.wrap, options.wrap, (wrap) => setLogOptions({ wrap })),
  ];
  const searching = search.typed !== '' && !search.bad;
  return (
    <>
      <div className={css.toolbar}>
        <div className={css.search}>
          <FilterBox
            ref={props.searchRef}
            label={words.search}
            placeholder={words.searchPlaceholder}
            clearLabel={words.clearSearch}
            value={search.typed}
            onChange={props.onSearch}
            onLeave={props.onLeaveSearch}
          />
        </div>
        {search.typed !== '' && (
          <span className={`${css.found} ${search.bad ? css.bad : ''}`} role="status">
            {search.bad ? words.badPattern : words.matches(search.at, search.count)}
          </span>
        )}
        {searching && (
          <div className={css.group}>
            <IconButton label={words.previous} onClick={() => props.onStep(-1)}>
              <ArrowUp size={15} />
            </IconButton>
            <IconButton label={words.next} onClick={() => props.onStep(1)}>
              <ArrowDown size={15} />
            </IconButton>
            <IconButton
              label={words.onlyMatches}
              aria-pressed={options.onlyMatches}
              onClick={() => setLogOptions({ onlyMatches: !options.onlyMatches })}
            >
              <ListFilter size={15} />
            </IconButton>
          </div>
        )}
        <div className={`${css.group} ${css.push}`}>
          <Button aria-pressed={follow} onClick={props.onFollow}>
            <ArrowDownToLine size={14} />
            {words.follow}
          </Button>
          <Choice
            label={words.tail}
            value={options.tail}
            options={logTails.map((value) => ({ value, label: words.tails[value] }))}
            onChange={(tail) => setLogOptions({ tail })}
          />
          <Choice
            label={words.range}
            value={options.range}
            set={options.range !== 'any'}
            options={logRanges.map((value) => ({ value, label: words.ranges[value] }))}
            onChange={(range) => setLogOptions({ range })}
          />
          <Menu entries={entries} label={words.view} align="end">
            <IconButton look="plain" label={words.view}>
              <SlidersHorizontal size={15} />
            </IconButton>
          </Menu>
          <IconButton
            look="plain"
            label={selected > 0 ? words.copyLines(selected) : words.copy}
            onClick={props.onCopy}
          >
            <Copy size={15} />
          </IconButton>
          <IconButton look="plain" label={words.save} onClick={props.onSave}>
            <Download size={15} />
          </IconButton>
          <IconButton look="plain" label={words.hide} onClick={props.onHide}>
            <EyeOff size={15} />
          </IconButton>
          {hidden && (
            <IconButton look="plain" label={words.unhide} onClick={props.onUnhide}>
              <Eye size={15} />
            </IconButton>
          )}
        </div>
      </div>
      {options.range === 'between' && (
        <div className={css.dates}>
          {(['from', 'to'] as const).map((end) => (
            <label key={end}>
              {words[end]}
              <input
                type="datetime-local"
                step={1}
                value={options[end]}
                onChange={(event) => setLogOptions({ [end]: event.target.value })}
              />
            </label>
          ))}
        </div>
      )}
    </>
  );
}

function check(label: string, checked: boolean, onChange: (checked: boolean) => void): MenuEntry {
  return { kind: 'check', label, checked, onChange };
}
