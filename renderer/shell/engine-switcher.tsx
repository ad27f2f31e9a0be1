import { ChevronsUpDown, RefreshCw, Settings2 } from 'lucide-react';
import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import { useWords, type Words, wordError } from '../i18n/index.ts';
import { engineName, useConnection } from '../state/connection.ts';
import { switchContext, useContexts } from '../state/contexts.ts';
import { lookForEngines, switchEngine, useEndpoints } from '../state/endpoints.ts';
import { useLink } from '../state/link.ts';
import { navigate, routeHash } from '../state/route.ts';
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

  const { list: contexts } = useContexts();
  const named = contexts?.contexts ?? [];
  // One that a context leads to stands among the contexts.
  const found = (list ?? []).filter(
    ({ address, source }) => source !== 'context' && !named.some(({ host }) => host === address),
  );
  const probeOf = (host: string, name: string): ProbedEndpoint | undefined =>
    list?.find(({ context }) => context === name) ?? list?.find(({ address }) => address === host);
  const item = (
    label: string,
    inUse: boolean,
    probed: ProbedEndpoint | undefined,
    note: string,
    onUse: () => void,
  ): MenuEntry => {
    const unusable = probed?.probe.status === 'unusable';
    return {
      kind: 'item',
      label: inUse ? `${label} (${words.engine.current})` : label,
      icon: <Shape name={unusable ? 'cross' : inUse ? 'check' : 'ring'} />,
      note: probed === undefined ? note : endpointNote(probed, words),
      disabledReason: unusable && !inUse ? endpointNote(probed, words) : null,
      onSelect: () => {
        if (!inUse) onUse();
      },
    };
  };
  const entries: MenuEntry[] = [
    ...(named.length > 1
      ? [
          { kind: 'title', label: words.contexts.switcher } as const,
          ...named.map((row) =>
            item(row.name, row.inUse, probeOf(row.host, row.name), row.host, () => {
              void switchContext(row.name);
            }),
          ),
        ]
      : []),
    {
      kind: 'title',
      label: looking
        ? words.engine.looking
        : named.length > 1
          ? words.contexts.switcherFound
          : words.engine.engines,
    },
    ...(named.length > 1 ? found : (list ?? [])).map((endpoint) =>
      item(endpoint.name, endpoint.id === current, endpoint, '', () => void switchEngine(endpoint)),
    ),
    { kind: 'line' },
    {
      kind: 'item',
      label: words.engine.lookAgain,
      icon: <RefreshCw size={14} />,
      keepOpen: true,
      onSelect: () => void lookForEngines(),
    },
    {
      kind: 'item',
      label: words.contexts.manage,
      icon: <Settings2 size={14} />,
      onSelect: () => navigate(routeHash('machine', 'contexts')),
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
