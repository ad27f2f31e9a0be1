import type { KeyFacts } from './key-type.ts';

export const accessKeys = {
  hosts: {
    ...{ type: 'texts', group: 'access', initial: null, effect: 'restart', flag: 'host' },
    text: 'Addresses at which the engine listens. Where a unit of systemd gives one by -H, the file may not.',
  },
  group: {
    ...{ type: 'text', group: 'access', initial: 'docker', effect: 'restart' },
    text: 'The group whose members may open the socket, which makes them root.',
  },
  'api-cors-header': {
    ...{ type: 'text', group: 'access', initial: '', effect: 'restart', until: '28.0' },
    text: 'Lets pages of these sites ask the engine. Leave it alone.',
  },
  'authorization-plugins': {
    ...{ type: 'texts', group: 'access', initial: [], effect: 'live', flag: 'authorization-plugin' },
    text: 'Plugins that decide who may ask what.',
  },
  'min-api-version': {
    ...{ type: 'text', group: 'access', initial: null, effect: 'restart', since: '29.0', flag: null },
    text: 'The oldest version of the API that is answered.',
  },
  tls: {
    ...{ type: 'flag', group: 'access', initial: false, effect: 'restart' },
    text: 'Speaks TLS at addresses of TCP.',
  },
  tlsverify: {
    ...{ type: 'flag', group: 'access', initial: false, effect: 'restart' },
    text: 'Lets in only who has a certificate of the authority in tlscacert.',
  },
  tlscacert: {
    ...{ type: 'text', group: 'access', initial: '', effect: 'restart' },
    text: 'The certificate of the authority of clients.',
  },
  tlscert: {
    ...{ type: 'text', group: 'access', initial: '', effect: 'restart' },
    text: 'The certificate of the engine.',
  },
  tlskey: {
    ...{ type: 'text', group: 'access', initial: '', effect: 'restart' },
    text: 'The key of that certificate.',
  },
  'raw-logs': {
    ...{ type: 'flag', group: 'general', initial: false, effect: 'restart' },
    text: 'Writes the log of the engine without colours and times in full.',
  },
} as const satisfies Record<string, KeyFacts>;
