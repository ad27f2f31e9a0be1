import { Plus, X } from 'lucide-react';
import { isRecord, proxyNames } from '../../../../shared/model/daemon/check.ts';
import type { KeyFacts } from '../../../../shared/model/daemon/key-type.ts';
import { useWords } from '../../../i18n/index.ts';
import { editKey } from '../../../state/engine-settings.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/field.tsx';
import css from './settings.module.css';

interface FieldProps {
  name: string;
  facts: KeyFacts;
  /** undefined where it is not in the file. */
  value: unknown;
  onText(): void;
}

interface InputProps {
  label: string;
  value: string;
  onChange(value: string): void;
  type?: 'text' | 'number';
  placeholder?: string;
}

function Input({ label, value, onChange, type = 'text', placeholder }: InputProps) {
  return (
    <input
      className={css.input}
      type={type}
      aria-label={label}
      value={value}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Flag({ name, value }: FieldProps) {
  const words = useWords().engineSettings;
  const options = [
    { value: 'unset', label: words.unset },
    { value: 'yes', label: words.yes },
    { value: 'no', label: words.no },
  ] as const;
  return (
    <Choice<'unset' | 'yes' | 'no'>
      label={name}
      value={value === true ? 'yes' : value === false ? 'no' : 'unset'}
      options={options}
      set={value !== undefined}
      onChange={(chosen) => editKey(name, chosen === 'unset' ? undefined : chosen === 'yes')}
    />
  );
}

function Text({ name, facts, value }: FieldProps) {
  const words = useWords().engineSettings;
  const shown = typeof value === 'string' ? value : '';
  const set = (next: string) => editKey(name, next === '' ? undefined : next);
  if (facts.options === undefined)
    return <Input label={name} value={shown} placeholder={words.unset} onChange={set} />;
  const known = shown === '' || facts.options.includes(shown) ? facts.options : [shown, ...facts.options];
  return (
    <Choice
      label={name}
      value={shown}
      options={[{ value: '', label: words.unset }, ...known.map((one) => ({ value: one, label: one }))]}
      set={shown !== ''}
      onChange={set}
    />
  );
}

function Whole({ name, value }: FieldProps) {
  const words = useWords().engineSettings;
  return (
    <Input
      label={name}
      type="number"
      value={typeof value === 'number' ? String(value) : ''}
      placeholder={words.unset}
      onChange={(next) => editKey(name, next === '' ? undefined : Math.trunc(Number(next)))}
    />
  );
}

/** A row of a list with the button that takes it out. */
function Entry({
  label,
  onRemove,
  children,
}: {
  label: string;
  onRemove(): void;
  children: React.ReactNode;
}) {
  return (
    <div className={css.entry}>
      {children}
      <IconButton label={label} onClick={onRemove}>
        <X size={14} />
      </IconButton>
    </div>
  );
}

function AddButton({ name, onAdd }: { name: string; onAdd(): void }) {
  const words = useWords().engineSettings;
  return (
    <Button look="quiet" onClick={onAdd}>
      <Plus size={14} aria-hidden="true" />
      {words.add(name)}
    </Button>
  );
}

function Texts({ name, value }: FieldProps) {
  const words = useWords().engineSettings;
  const entries = Array.isArray(value) ? value.map(String) : [];
  return (
    <div className={css.entries}>
      {entries.map((entry, at) => (
        <Entry
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place, its text changes while it is typed
          key={at}
          label={words.removeEntry(entry, name)}
          onRemove={() =>
            editKey(
              name,
              entries.filter((_, other) => other !== at),
            )
          }
        >
          <Input
            label={words.entry(name, at + 1)}
            value={entry}
            onChange={(next) => editKey(name, entries.with(at, next))}
          />
        </Entry>
      ))}
      <AddButton name={name} onAdd={() => editKey(name, [...entries, ''])} />
    </div>
  );
}

/** Names with a text, or with yes and no, each. */
function Named({ name, facts, value }: FieldProps) {
  const words = useWords().engineSettings;
  const entries: [string, unknown][] = isRecord(value) ? Object.entries(value) : [];
  const write = (next: [string, unknown][]) => editKey(name, Object.fromEntries(next));
  const replace = (at: number, entry: [string, unknown]) => write(entries.with(at, entry));
  return (
    <div className={css.entries}>
      {entries.map(([own, one], at) => (
        <Entry
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place, its name changes while it is typed
          key={at}
          label={words.removeEntry(own, name)}
          onRemove={() => write(entries.filter((_, other) => other !== at))}
        >
          <Input
            label={words.entryName(name, at + 1)}
            value={own}
            onChange={(next) => {
              // Two of a name would be one.
              if (!entries.some(([other]) => other === next)) replace(at, [next, one]);
            }}
          />
          {facts.type === 'flags' ? (
            <Choice
              label={words.entryValue(name, own)}
              value={one === true ? 'yes' : 'no'}
              options={[
                { value: 'yes', label: words.yes },
                { value: 'no', label: words.no },
              ]}
              onChange={(next) => replace(at, [own, next === 'yes'])}
            />
          ) : (
            <Input
              label={words.entryValue(name, own)}
              value={String(one)}
              onChange={(next) => replace(at, [own, next])}
            />
          )}
        </Entry>
      ))}
      {!entries.some(([own]) => own === '') && (
        <AddButton name={name} onAdd={() => write([...entries, ['', facts.type === 'flags' ? true : '']])} />
      )}
    </div>
  );
}

function Proxies({ name, value }: FieldProps) {
  const words = useWords().engineSettings;
  const now = isRecord(value) ? value : {};
  const set = (key: string, next: string) => {
    const { [key]: _, ...rest } = now;
    const after = next === '' ? rest : { ...now, [key]: next };
    editKey(name, Object.keys(after).length === 0 ? undefined : after);
  };
  return (
    <div className={css.entries}>
      {proxyNames.map((key) => (
        <label key={key} className={css.named}>
          <span>{key}</span>
          <input
            className={css.input}
            value={typeof now[key] === 'string' ? now[key] : ''}
            placeholder={words.unset}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set(key, event.target.value)}
          />
        </label>
      ))}
    </div>
  );
}

function Pools({ name, value }: FieldProps) {
  const words = useWords().engineSettings;
  const pools: unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className={css.entries}>
      {pools.map((pool, at) => {
        const { base, size } = isRecord(pool) ? pool : {};
        const change = (part: Record<string, unknown>) =>
          editKey(name, pools.with(at, { base, size, ...part }));
        return (
          <Entry
            // biome-ignore lint/suspicious/noArrayIndexKey: a pool is its place, its base changes while it is typed
            key={at}
            label={words.removeEntry(String(base ?? ''), name)}
            onRemove={() =>
              editKey(name, pools.length === 1 ? undefined : pools.filter((_, other) => other !== at))
            }
          >
            <Input
              label={words.poolBase(at + 1)}
              value={String(base ?? '')}
              placeholder="10.10.0.0/16"
              onChange={(next) => change({ base: next })}
            />
            <Input
              label={words.poolSize(at + 1)}
              type="number"
              value={String(size ?? '')}
              placeholder="24"
              onChange={(next) => change({ size: Math.trunc(Number(next)) })}
            />
          </Entry>
        );
      })}
      <AddButton name={name} onAdd={() => editKey(name, [...pools, { base: '', size: 24 }])} />
    </div>
  );
}

/** The control of one setting, by what it holds. */
export function SettingField(props: FieldProps) {
  const words = useWords().engineSettings;
  switch (props.facts.type) {
    case 'flag':
      return <Flag {...props} />;
    case 'text':
      return <Text {...props} />;
    case 'number':
      return <Whole {...props} />;
    case 'texts':
      return <Texts {...props} />;
    case 'pairs':
    case 'flags':
      return <Named {...props} />;
    case 'proxies':
      return <Proxies {...props} />;
    case 'pools':
      return <Pools {...props} />;
    case 'object':
      return <Button onClick={props.onText}>{words.inText(props.name)}</Button>;
  }
}
