import type { MenuEntry, MenuTemplate } from '../../../electron/desktop/menu-template.ts';
import type { TrayState } from '../../../electron/desktop/tray-state.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Endpoint, EngineIdentity, EngineState } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';

export function container(name: string, given: Partial<Container> = {}): Container {
  return {
    id: `id-of-${name}`,
    name,
    image: 'lab/web:1',
    imageId: 'sha256:1',
    command: 'httpd',
    state: 'running',
    createdAt: '2026-01-01T00:00:00Z',
    ports: [],
    mounts: [],
    networks: [],
    labels: {},
    isTask: false,
    protected: false,
    ...given,
  };
}

export function rows(...containers: Container[]): ReadonlyMap<string, Container> {
  return new Map(containers.map((one) => [one.id, one]));
}

const endpoint: Endpoint = {
  id: 'e1',
  name: 'docker.sock',
  address: 'unix:///var/run/docker.sock',
  source: 'context',
  context: 'default',
  tls: false,
  current: true,
};

const identity: EngineIdentity = {
  id: 'engine',
  name: 'builder',
  kind: 'docker',
  version: '26.1.5',
  apiVersion: '1.45',
  serverApiVersion: '1.45',
  minApiVersion: '1.24',
  os: 'linux',
  arch: 'x86_64',
  cpus: 2,
  memoryBytes: 1,
  experimental: false,
};

/** An engine state of each kind, as the mirror would tell it. */
export function engineState(
  status: EngineState['status'],
  where: Partial<Endpoint> | null = {},
): EngineState {
  const base = {
    endpoint: where === null ? null : { ...endpoint, ...where },
    since: '2026-01-01T00:00:00Z',
    engineTimeMs: null,
    skippedEvents: 0,
  };
  const trouble = { attempt: 1, error: failure('unreachable', 'no-engine') };
  switch (status) {
    case 'connecting':
      return { ...base, status };
    case 'ready':
      return { ...base, status, engine: identity };
    case 'reconnecting':
      return { ...base, status, engine: identity, ...trouble };
    default:
      return { ...base, status, ...trouble };
  }
}

export function trayState(given: Partial<TrayState> = {}): TrayState {
  return {
    engine: engineState('ready'),
    containers: rows(),
    contexts: null,
    managed: null,
    recent: [],
    notificationsPaused: false,
    language: 'en',
    logs: false,
    ...given,
  };
}

/** A menu as lines of text, submenus indented: what a person would read. */
export function asText(template: MenuTemplate, indent = ''): string[] {
  return template.flatMap((entry) => {
    switch (entry.type) {
      case 'separator':
        return [`${indent}-`];
      case 'text':
        return [`${indent}${entry.label}`];
      case 'check':
        return [`${indent}[${entry.checked ? 'x' : ' '}] ${entry.label}`];
      case 'submenu':
        return [`${indent}${entry.label} >`, ...asText(entry.entries, `${indent}  `)];
      case 'role':
        return [`${indent}${entry.label} (${entry.role})`];
      case 'action':
        return [`${indent}${entry.enabled ? '' : 'disabled: '}* ${entry.label}`];
      default:
        return entry satisfies never;
    }
  });
}

/** Every entry of a menu and its submenus. */
export function allEntries(template: MenuTemplate): MenuEntry[] {
  return template.flatMap((entry) =>
    entry.type === 'submenu' ? [entry, ...allEntries(entry.entries)] : [entry],
  );
}
