import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { type DesktopWords, desktopWords, type Language } from '../../shared/model/desktop-words.ts';
import { engineWords } from '../../shared/model/engine-words.ts';
import { externalUrl } from './external-links.ts';
import type { ContainerVerb, DesktopAction } from './menu-template.ts';

export interface Notice {
  title: string;
  body: string;
}

export interface ActOptions {
  client: Pick<Client, 'call'>;
  language(): Language;
  /** Hosts that published ports are reached at. */
  hosts(): ReadonlySet<string>;
  show(): void;
  navigate(route: string): void;
  openExternal(url: string): Promise<void>;
  pauseNotifications(paused: boolean): Promise<void>;
  quit(): void;
  /** Told of a failed action; shown unless notifications are paused. */
  notify(notice: Notice): void;
  /** After an action on a container: it is among the last used now. */
  acted(): void;
  refused(what: string): void;
}

const failedTitle: Readonly<Record<ContainerVerb, 'startFailed' | 'stopFailed' | 'restartFailed'>> = {
  start: 'startFailed',
  stop: 'stopFailed',
  restart: 'restartFailed',
};

/** Does what a menu, the tray or a link asks for. Never rejects: a failure becomes a notice. */
export function createActor(options: ActOptions): (action: DesktopAction) => Promise<void> {
  async function onContainer(verb: ContainerVerb, id: string, name: string): Promise<void> {
    const result = await options.client.call(`containers.${verb}`, { id });
    if (result.ok) options.acted();
    else options.notify(failureNotice(desktopWords[options.language()], verb, name, result.error));
  }

  async function switchContext(name: string): Promise<void> {
    const result = await options.client.call('contexts.use', { name });
    if (result.ok) return;
    const { message, hint } = result.error;
    const body = hint === undefined ? message : `${message} ${hint.text}`;
    options.notify({ title: desktopWords[options.language()].contextNotUsed(name), body });
  }

  async function openExternal(raw: string): Promise<void> {
    const url = externalUrl(raw, options.hosts());
    if (url === null) options.refused(`opening ${JSON.stringify(raw.slice(0, 120))}`);
    else await options.openExternal(url);
  }

  async function startEngine(): Promise<void> {
    const result = await options.client.call('managed.start', {});
    if (result.ok) return;
    const { message, hint } = result.error;
    const body = hint === undefined ? message : `${message} ${hint.text}`;
    options.notify({ title: engineWords[options.language()].failed, body });
  }

  return async (action) => {
    switch (action.do) {
      case 'open':
        return options.show();
      case 'navigate':
        return options.navigate(action.route);
      case 'open-external':
        return openExternal(action.url);
      case 'pause-notifications':
        return options.pauseNotifications(action.paused);
      case 'use-context':
        return switchContext(action.name);
      case 'start-engine':
        return startEngine();
      case 'quit':
        return options.quit();
      case 'start':
      case 'stop':
      case 'restart':
        return onContainer(action.do, action.id, action.name);
      default:
        return action satisfies never;
    }
  };
}

/** What to say of a failed action: what failed, why, and what to do. */
function failureNotice(words: DesktopWords, verb: ContainerVerb, name: string, error: ApiError): Notice {
  const body = error.hint === undefined ? error.message : `${error.message} ${error.hint.text}`;
  return { title: words[failedTitle[verb]](name), body };
}
