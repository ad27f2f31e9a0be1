import { ChevronsUpDown, RefreshCw } from 'lucide-react';
import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import { useWords, type Words, wordError } from '../i18n/index.ts';
import { engineName, useConnection } from '../state/connection.ts';
import { lookForEngines, switchEngine, useEndpoints } from '../state/endpoints.ts';
import { useLink } from '../state/link.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { Shape } from '../ui/shape.tsx';
import { connectionLook } from './connection-look.ts';
import css from './engine-switcher.module.css';

function endpointNote({ probe, address }: ProbedEndpoint, words: Words): string {
  if (probe.status === 'unusable') return wordError(probe.error, words).message;
  return `${words.engine.kinds[probe.kind]} ${probe.version}, ${address}`;
}

/** Which engine is in use, and a menu of those there are, with why-not for those that cannot be used. */
export function EngineSwitcher() {
  const words = useWords();
  const link = useLink((state) => state.link);
  const engine = useConnection((state) => state.engine);
  const { list, looking } = useEndpoints();
  const look = connectionLook(link, engine, words.engine);
  const current = engine?.endpoint?.id;
  const name = engineName(engine) ?? words.engine.noEngine;

  const entries: MenuEntry[] = [
    { kind: 'title', label: looking ? words.engine.looking : words.engine.engines },
    ...(list ?? []).map((endpoint): MenuEntry => {
      const usable = endpoint.probe.status === 'usable';
      return {
        kind: 'item',
        label: endpoint.id === current ? `${endpoint.name} (${words.engine.current})` : endpoint.name,
        icon: <Shape name={usable ? (endpoint.id === current ? 'check' : 'ring') : 'cross'} />,
        note: endpointNote(endpoint, words),
        disabledReason: usable ? null : endpointNote(endpoint, words),
        onSelect: () => {
          if (endpoint.id !== current) void switchEngine(endpoint);
        },
      };
    }),
    { kind: 'line' },
    {
      kind: 'item',
      label: words.engine.lookAgain,
      icon: <RefreshCw size={14} />,
      keepOpen: true,
      onSelect: () => void lookForEngines(),
    },
  ];

  return (
    <Menu
      entries={entries}
      label={words.engine.switchEngine}
      onOpenChange={(open) => {
        if (open) void lookForEngines();
      }}
    >
      <button type="button" className={css.switcher} data-tip-narrow={name}>
        <span className={`${css.mark} ${css[look.tone]}`}>
          <Shape name={look.shape} />
        </span>
        <span className={css.words}>
          <span className={css.hidden}>{words.engine.switchEngine}: </span>
          <span className={css.name}>{name}</span>
          <span className={css.version}>
            {engine !== null && (engine.status === 'ready' || engine.status === 'reconnecting')
              ? `${words.engine.kinds[engine.engine.kind]} ${engine.engine.version}`
              : words.engine.chooseEngine}
          </span>
        </span>
        <ChevronsUpDown size={14} className={css.more} aria-hidden="true" />
      </button>
    </Menu>
  );
}
