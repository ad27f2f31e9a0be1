import type { Container } from '../../shared/contract/containers.ts';
import { engineHost, foldPorts, portUrl } from '../../shared/model/container-text.ts';
import { type DesktopWords, desktopWords } from '../../shared/model/desktop-words.ts';
import { engineWords } from '../../shared/model/engine-words.ts';
import { type ContainerVerb, type MenuEntry, type MenuTemplate, menuLabel } from './menu-template.ts';
import { isReady, needsAttention, type TrayState } from './tray-state.ts';

/** How many containers one part of the menu names: it must fit a small screen. */
const most = 6;
const mostPorts = 4;
const mostContexts = 12;
const separator: MenuEntry = { type: 'separator' };

/** The tray's menu. Nothing in it destroys anything: the worst it does is to stop a container. */
export function trayMenu(state: TrayState): MenuTemplate {
  const words = desktopWords[state.language];
  return [
    ...engineLines(state, words),
    ...contextMenu(state, words),
    ...engineSwitches(state),
    separator,
    ...containerParts(state, words),
    {
      type: 'check',
      label: words.pauseNotifications,
      checked: state.notificationsPaused,
      action: { do: 'pause-notifications', paused: !state.notificationsPaused },
    },
    { type: 'action', label: words.openSlipway, enabled: true, action: { do: 'open' } },
    { type: 'action', label: words.quit, enabled: true, action: { do: 'quit' } },
  ];
}

/** One line for the pointer resting on the icon: the connection, and what runs. */
export function trayTip(state: TrayState): string {
  const words = desktopWords[state.language];
  const lines = engineLines(state, words);
  const texts = lines.flatMap((line) => (line.type === 'text' ? [line.label.replaceAll('&&', '&')] : []));
  return ['Slipway', texts[0], texts.at(-1)].filter((part, at, all) => all.indexOf(part) === at).join('\n');
}

function engineLines(state: TrayState, words: DesktopWords): MenuEntry[] {
  const { engine } = state;
  const text = (label: string): MenuEntry => ({ type: 'text', label });
  if (engine === null || (engine.endpoint === null && engine.status !== 'connecting')) {
    return [text(words.noEngine)];
  }
  const name = menuLabel(engineName(state));
  const lines = [text(statusLine(state, words, name))];
  const { endpoint } = engine;
  if (endpoint !== null) {
    const known = menuLabel(endpoint.context ?? endpoint.name);
    lines.push(text(endpoint.context === undefined ? words.endpoint(known) : words.context(known)));
  }
  return [...lines, ...countLine(state, words)];
}

/** The contexts, where there is a choice: `default` alone is none. */
function contextMenu({ contexts }: TrayState, words: DesktopWords): MenuEntry[] {
  if (contexts === null || contexts.length < 2) return [];
  const used = contexts.filter(({ inUse }) => inUse);
  const shown = [...new Set([...used, ...contexts.slice(0, mostContexts)])];
  const entries = shown.map(
    ({ name, inUse, broken }): MenuEntry =>
      broken === null
        ? { type: 'check', label: menuLabel(name), checked: inUse, action: { do: 'use-context', name } }
        : { type: 'text', label: menuLabel(name) },
  );
  return [{ type: 'submenu', label: words.switchEngine, entries }];
}

/** Stopping goes by a plan, which the page shows. */
function engineSwitches({ managed, language }: TrayState): MenuEntry[] {
  if (managed === null || managed.preferred === null) return [];
  const words = engineWords[language];
  const target = managed.engines.find(({ id }) => id === managed.preferred);
  switch (target?.state.status) {
    case undefined:
      return [];
    case 'stopped':
    case 'failed':
      return [{ type: 'action', label: words.start, enabled: true, action: { do: 'start-engine' } }];
    case 'starting':
      return [{ type: 'text', label: words.starting }];
    case 'stopping':
      return [];
    case 'running':
    case 'crashed':
      return [
        {
          ...{ type: 'action', label: words.switch, enabled: true },
          action: { do: 'navigate', route: '/machine/engine' },
        },
      ];
  }
}

function engineName({ engine }: TrayState): string {
  if (engine?.status === 'ready' || engine?.status === 'reconnecting') return engine.engine.name;
  return engine?.endpoint?.name ?? 'Slipway';
}

function statusLine({ engine }: TrayState, words: DesktopWords, name: string): string {
  if (engine === null) return words.noEngine;
  switch (engine.status) {
    case 'ready':
      return words.connected(name, menuLabel(engine.engine.version, 24));
    case 'connecting':
      return words.connecting(name);
    case 'reconnecting':
      return words.reconnecting(name);
    case 'unreachable':
      return words.unreachable(name);
    case 'refused':
      return words.refused(name);
    case 'unsupported':
      return words.unsupported(name);
    default:
      return engine satisfies never;
  }
}

function countLine(state: TrayState, words: DesktopWords): MenuEntry[] {
  const { containers } = state;
  if (containers === null) {
    return isReady(state) ? [{ type: 'text', label: words.readingContainers }] : [];
  }
  const running = [...containers.values()].filter((row) => row.state === 'running').length;
  const tell = isReady(state) ? words.running : words.lastKnownRunning;
  return [{ type: 'text', label: tell(running, containers.size) }];
}

function containerParts(state: TrayState, words: DesktopWords): MenuEntry[] {
  const rows = [...(state.containers?.values() ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  const sick = rows.filter(needsAttention).slice(0, most);
  const told = new Set(sick.map((row) => row.id));
  const used = lastUsed(state).filter((row) => !told.has(row.id));
  // Before anything was used, what runs is the best guess at what is wanted.
  const others = used.length > 0 ? used : rows.filter((row) => row.state === 'running' && !told.has(row.id));
  const heading = used.length > 0 ? words.lastUsedHeading : words.runningHeading;
  return [
    ...part(words.unhealthyHeading, sick, state, words),
    ...part(heading, others.slice(0, most), state, words),
  ];
}

/** The containers used last that still exist; settings may name them by id or by name. */
function lastUsed({ recent, containers }: TrayState): Container[] {
  const byName = new Map([...(containers?.values() ?? [])].map((row) => [row.name, row]));
  const rows = recent.flatMap((key) => containers?.get(key) ?? byName.get(key) ?? []);
  return [...new Set(rows)];
}

function part(
  heading: string,
  rows: readonly Container[],
  state: TrayState,
  words: DesktopWords,
): MenuEntry[] {
  if (rows.length === 0) return [];
  return [
    { type: 'text', label: heading },
    ...rows.map((row) => containerMenu(row, state, words)),
    separator,
  ];
}

function containerMenu(row: Container, state: TrayState, words: DesktopWords): MenuEntry {
  const ready = isReady(state);
  const act = (verb: ContainerVerb): MenuEntry => ({
    type: 'action',
    label: words[verb],
    enabled: ready,
    action: { do: verb, id: row.id, name: row.name },
  });
  const health = row.health === 'unhealthy' ? words.unhealthy : words.states[row.state];
  const label = `${menuLabel(row.name)}  ·  ${health}`;
  const entries = [
    ...verbsFor(row).map(act),
    ...(state.logs ? [logsEntry(row, words)] : []),
    ...portEntries(row, state, words),
  ];
  return entries.length === 0 ? { type: 'text', label } : { type: 'submenu', label, entries };
}

function verbsFor(row: Container): ContainerVerb[] {
  switch (row.state) {
    case 'running':
    case 'restarting':
    case 'paused':
      return ['stop', 'restart'];
    case 'created':
    case 'exited':
    case 'dead':
      return ['start'];
    case 'removing':
      return [];
    default:
      return row.state satisfies never;
  }
}

function logsEntry(row: Container, words: DesktopWords): MenuEntry {
  const route = `/containers/${encodeURIComponent(row.id)}/logs`;
  return { type: 'action', label: words.logs, enabled: true, action: { do: 'navigate', route } };
}

function portEntries(row: Container, state: TrayState, words: DesktopWords): MenuEntry[] {
  if (row.state !== 'running') return [];
  const host = engineHost(state.engine?.endpoint?.address);
  const entries = foldPorts(row.ports).flatMap((port): MenuEntry[] => {
    const url = portUrl(port, host);
    if (url === null) return [];
    const action = { do: 'open-external', url } as const;
    return [
      { type: 'action', label: words.openPort(String(port.hostPort)), enabled: isReady(state), action },
    ];
  });
  return entries.length === 0 ? [] : [separator, ...entries.slice(0, mostPorts)];
}
