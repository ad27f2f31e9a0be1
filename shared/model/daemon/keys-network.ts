import type { KeyFacts } from './key-type.ts';

export const networkKeys = {
  'default-address-pools': {
    ...{ type: 'pools', group: 'network', initial: null, effect: 'restart', flag: 'default-address-pool' },
    form: true,
    text: 'Ranges from which new networks take their addresses: a base and the size of each. Networks that are there keep theirs.',
  },
  dns: {
    ...{ type: 'texts', group: 'network', initial: [], effect: 'restart', form: true },
    text: 'Name servers of new containers, instead of those of the machine.',
  },
  'dns-opts': {
    ...{ type: 'texts', group: 'network', initial: [], effect: 'restart', flag: 'dns-opt', form: true },
    text: 'Options for the look-up of names in containers, such as ndots:1.',
  },
  'dns-search': {
    ...{ type: 'texts', group: 'network', initial: [], effect: 'restart', form: true },
    text: 'Domains that short names are looked up in.',
  },
  bip: {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart', form: true },
    text: 'Address and mask of the bridge docker0, such as 172.26.0.1/16.',
  },
  bip6: {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart', since: '28.0' },
    text: 'The same with an address of IPv6.',
  },
  bridge: {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart' },
    text: 'A bridge of your own for containers without a network of theirs; none for no such network.',
  },
  'bridge-accept-fwmark': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart', since: '29.0' },
    text: 'Packets with this mark are let through to containers.',
  },
  'fixed-cidr': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart' },
    text: 'The part of the network of docker0 that containers get addresses from.',
  },
  'fixed-cidr-v6': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart' },
    text: 'The same with addresses of IPv6.',
  },
  'default-gateway': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart' },
    text: 'The gateway of containers at docker0.',
  },
  'default-gateway-v6': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart' },
    text: 'The same with an address of IPv6.',
  },
  'default-network-opts': {
    ...{ type: 'object', group: 'network', initial: {}, effect: 'restart', since: '24.0' },
    flag: 'default-network-opt',
    text: 'Options of new networks, by their driver.',
  },
  mtu: {
    ...{ type: 'number', group: 'network', initial: 1500, effect: 'restart', form: true },
    text: 'The largest packet in the network of docker0, in bytes. Smaller behind a VPN.',
  },
  ipv6: {
    ...{ type: 'flag', group: 'network', initial: false, effect: 'restart', form: true },
    text: 'Gives containers at docker0 addresses of IPv6 as well. Before 27.0 it also needs fixed-cidr-v6.',
  },
  ip: {
    ...{ type: 'text', group: 'network', initial: '0.0.0.0', effect: 'restart', form: true },
    text: 'The address of this machine at which ports are published unless one is given. 127.0.0.1 keeps others out.',
  },
  'ip-forward': {
    ...{ type: 'flag', group: 'network', initial: true, effect: 'restart' },
    text: 'Lets the machine pass packets on between networks, which containers need.',
  },
  'ip-forward-no-drop': {
    ...{ type: 'flag', group: 'network', initial: false, effect: 'restart', since: '28.0' },
    text: 'Leaves alone what becomes of packets that are passed on for others.',
  },
  'ip-masq': {
    ...{ type: 'flag', group: 'network', initial: true, effect: 'restart' },
    text: 'Containers are seen by others under the address of the machine.',
  },
  iptables: {
    ...{ type: 'flag', group: 'network', initial: true, effect: 'restart' },
    text: 'Lets the engine write rules of the firewall. Without them published ports and ways out are yours to make.',
  },
  ip6tables: {
    ...{ type: 'flag', group: 'network', initial: null, effect: 'restart' },
    text: 'The same for IPv6.',
  },
  'firewall-backend': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart', since: '29.0' },
    options: ['iptables', 'nftables'],
    text: 'What the rules of the firewall are written with.',
  },
  icc: {
    ...{ type: 'flag', group: 'network', initial: true, effect: 'restart', form: true },
    text: 'Containers at docker0 may reach each other.',
  },
  'userland-proxy': {
    ...{ type: 'flag', group: 'network', initial: true, effect: 'restart', form: true },
    text: 'A small program passes on what comes to a published port from the machine itself.',
  },
  'userland-proxy-path': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart' },
    text: 'Where that program is.',
  },
  'allow-direct-routing': {
    ...{ type: 'flag', group: 'network', initial: false, effect: 'restart', since: '28.2' },
    text: 'Lets other machines reach ports of containers that are not published, where a route leads to them.',
  },
  'host-gateway-ip': {
    ...{ type: 'text', group: 'network', initial: '', effect: 'restart', form: true },
    text: 'The address that host-gateway stands for.',
  },
  'host-gateway-ips': {
    ...{ type: 'texts', group: 'network', initial: [], effect: 'restart', since: '28.0' },
    flag: 'host-gateway-ip',
    text: 'The addresses that host-gateway stands for, one for each of IPv4 and IPv6.',
  },
  proxies: {
    ...{ type: 'proxies', group: 'proxies', initial: {}, effect: 'restart', since: '23.0', flag: null },
    form: true,
    text: 'Proxies by which the engine itself reaches registries. Containers have theirs from config.json of the docker command.',
  },
} as const satisfies Record<string, KeyFacts>;
