import fc from 'fast-check';
import type {
  ContainerSpec,
  MountSpec,
  NetworkSpec,
  PortSpec,
} from '../../../../shared/contract/container-spec.ts';
import { emptySpec } from '../../../../shared/model/container-spec/empty.ts';

/** Any text a shell line can carry. */
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
const said = text.filter((value) => value !== '');
const word = fc.stringMatching(/^[a-z][a-z0-9_.-]{1,8}$/);
const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9 _.'"$,-]{1,6}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.join('/')}`);
const orNull = <T>(inner: fc.Arbitrary<T>) => fc.option(inner, { nil: null });
const some = <T>(inner: fc.Arbitrary<T>) => fc.array(inner, { maxLength: 3 });
const pairs = (name: fc.Arbitrary<string> = said.filter((value) => !value.includes('='))) =>
  some(fc.record({ name, value: text }));
const bytes = fc.integer({ min: 0, max: 2 ** 40 });
const port = fc.integer({ min: 1, max: 65_535 });
const protocol = fc.constantFrom('tcp' as const, 'udp' as const, 'sctp' as const);
const address = fc.oneof(fc.constant(''), fc.ipV4(), fc.ipV6());

const ports: fc.Arbitrary<PortSpec> = fc
  .record({
    hostIp: address,
    hostPort: orNull(port),
    more: fc.integer({ min: 0, max: 20 }),
    containerPort: port,
    protocol,
  })
  .map(({ more, ...rest }) => {
    const end = rest.hostPort === null || more === 0 ? null : Math.min(65_535, rest.hostPort + more);
    return { ...rest, hostPortEnd: end === rest.hostPort ? null : end };
  });

const mounts: fc.Arbitrary<MountSpec> = fc.oneof(
  fc.record({
    type: fc.constant('bind' as const),
    source: path,
    target: path,
    readOnly: fc.boolean(),
    createSource: fc.constant(true),
    propagation: fc.constantFrom('' as const, 'rslave' as const, 'shared' as const),
    relabel: fc.constantFrom('' as const, 'z' as const, 'Z' as const),
    nonRecursive: fc.constant(false),
  }),
  fc.record({
    type: fc.constant('bind' as const),
    source: path,
    target: path,
    readOnly: fc.boolean(),
    createSource: fc.constant(false),
    propagation: fc.constantFrom('' as const, 'rprivate' as const),
    relabel: fc.constant('' as const),
    nonRecursive: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('volume' as const),
    source: fc.oneof(word, fc.constant('')),
    target: path,
    readOnly: fc.boolean(),
    noCopy: fc.boolean(),
    driver: fc.oneof(fc.constant(''), word),
    driverOptions: pairs(word),
    labels: pairs(word),
    subpath: fc.oneof(fc.constant(''), word),
  }),
  fc.record({
    type: fc.constant('tmpfs' as const),
    target: path,
    readOnly: fc.boolean(),
    sizeBytes: orNull(bytes),
    mode: fc.constantFrom('', '700', '1777'),
    options: fc.subarray(['noexec', 'nosuid', 'size=50%']),
  }),
);

const networks: fc.Arbitrary<NetworkSpec> = fc.record({
  name: word,
  aliases: some(word),
  ipv4: fc.oneof(fc.constant(''), fc.ipV4()),
  ipv6: fc.oneof(fc.constant(''), fc.ipV6()),
  linkLocalIps: some(fc.ipV4()),
  macAddress: fc.constantFrom('', '02:42:ac:11:00:02'),
  driverOptions: pairs(word),
});

/** Every spec that a docker run line can say. */
export const specs: fc.Arbitrary<ContainerSpec> = fc
  .record({
    image: word,
    texts: fc.record({
      name: text,
      platform: text,
      user: text,
      workdir: text,
      hostname: text,
      domainname: text,
      gpus: text,
      pidMode: text,
      ipcMode: text,
      utsMode: text,
      usernsMode: text,
      cgroupnsMode: text,
      cgroupParent: text,
      runtime: text,
      stopSignal: text,
      logDriver: text,
    }),
    lists: fc.record({
      command: some(text),
      volumesFrom: some(text),
      links: some(text),
      groups: some(text),
      dns: some(text),
      dnsSearch: some(text),
      dnsOptions: some(text),
      capAdd: some(text),
      capDrop: some(text),
      securityOptions: some(text),
      deviceCgroupRules: some(text),
    }),
    flags: fc.record({
      publishAll: fc.boolean(),
      tty: fc.boolean(),
      interactive: fc.boolean(),
      init: fc.boolean(),
      autoRemove: fc.boolean(),
      privileged: fc.boolean(),
      readOnlyRoot: fc.boolean(),
    }),
    rest: fc.record({
      entrypoint: orNull(
        fc.oneof(
          fc.constant<string[]>([]),
          said.map((one) => [one]),
        ),
      ),
      env: pairs(),
      labels: pairs(),
      annotations: pairs(),
      sysctls: pairs(),
      logOptions: pairs(),
      extraHosts: pairs(said.filter((value) => !/[:=]/.test(value))),
      ports: some(ports),
      expose: some(fc.record({ port, protocol })),
      mounts: some(mounts),
      networks: some(networks),
      restart: fc.oneof(
        fc.constantFrom('no' as const, 'always' as const, 'unless-stopped' as const).map((policy) => ({
          policy,
          maxRetries: 0,
        })),
        fc.nat(9).map((maxRetries) => ({ policy: 'on-failure' as const, maxRetries })),
      ),
      devices: some(
        fc.record({
          host: fc.constantFrom('/dev/null', '/dev/fuse'),
          container: fc.constantFrom('/dev/null', '/dev/other'),
          permissions: fc.constantFrom('r', 'rw', 'rwm'),
        }),
      ),
      ulimits: some(fc.record({ name: fc.constantFrom('nofile', 'core'), soft: fc.nat(), hard: fc.nat() })),
      stopTimeoutSeconds: orNull(fc.nat(3600)),
      storageSizeBytes: orNull(bytes),
    }),
    limits: fc.record({
      memoryBytes: orNull(bytes),
      memorySwapBytes: orNull(fc.oneof(bytes, fc.constant(-1))),
      memoryReservationBytes: orNull(bytes),
      memorySwappiness: orNull(fc.nat(100)),
      oomKillDisable: fc.boolean(),
      oomScoreAdj: orNull(fc.integer({ min: -1000, max: 1000 })),
      cpus: orNull(fc.integer({ min: 1, max: 64e9 }).map((nano) => nano / 1e9)),
      cpuShares: orNull(fc.nat(10_000)),
      cpuPeriod: orNull(fc.nat(1_000_000)),
      cpuQuota: orNull(fc.integer({ min: -1, max: 1_000_000 })),
      cpusetCpus: text,
      cpusetMems: text,
      pids: orNull(fc.integer({ min: -1, max: 100_000 })),
      shmBytes: orNull(bytes),
      blkioWeight: orNull(fc.nat(1000)),
    }),
    health: fc.oneof(
      fc.constant({ ...emptySpec().health, disabled: true }),
      fc.record({
        disabled: fc.constant(false),
        test: fc.oneof(
          fc.constant<string[]>([]),
          said.map((line) => ['CMD-SHELL', line]),
        ),
        intervalMs: orNull(fc.nat(10_000_000)),
        timeoutMs: orNull(fc.nat(10_000_000)),
        retries: orNull(fc.nat(100)),
        startPeriodMs: orNull(fc.nat(10_000_000)),
        startIntervalMs: orNull(fc.nat(10_000_000)),
      }),
    ),
  })
  .map(({ image, texts, lists, flags, rest, limits, health }) => ({
    ...emptySpec(image),
    ...texts,
    ...lists,
    ...flags,
    ...rest,
    limits,
    health,
  }));
