/** Settings of an image as the image config spells them. */
export type ImageConfig = {
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly WorkingDir?: string;
  readonly Volumes?: Readonly<Record<string, Record<string, never>>>;
  readonly Healthcheck?: {
    readonly Test: readonly string[];
    /** Nanoseconds. */
    readonly Interval: number;
    readonly Timeout: number;
    readonly Retries: number;
  };
};

/** An image of the lab: the busybox layer, then one layer for each item of `layers` (path to text). */
export type LabImage = {
  readonly tag: string;
  readonly config: ImageConfig;
  readonly layers: readonly Readonly<Record<string, string>>[];
};

const second = 1_000_000_000;
/** Containers of these images stop at once: `sh` and `sleep` as pid 1 would sit out SIGTERM for ten seconds. */
const quick = { StopSignal: 'SIGKILL' } as const;
const sh = (script: string): string[] => ['sh', '-c', script];
const forever = sh('while :; do sleep 3600; done');

function health(test: string): NonNullable<ImageConfig['Healthcheck']> {
  return { Test: ['CMD-SHELL', test], Interval: second, Timeout: 2 * second, Retries: 2 };
}

const fountain = `#!/bin/sh
# fountain [COUNT] [PER_SECOND]: prints "line 1".."line COUNT" (0 = for ever), as fast as it can unless told a rate.
count=\${1:-100000} rate=\${2:-0}
[ "$rate" = 0 ] && exec awk -v n="$count" 'BEGIN { for (i = 1; n == 0 || i <= n; i++) print "line " i }'
i=0
while [ "$count" = 0 ] || [ $i -lt "$count" ]; do
  j=0
  while [ $j -lt "$rate" ] && { [ "$count" = 0 ] || [ $i -lt "$count" ]; }; do i=$((i+1)) j=$((j+1)); echo "line $i"; done
  sleep 1
done
`;

/** Every image the lab loads. All are a few KB above one shared busybox layer of 2 MB. */
export const labImages: readonly LabImage[] = [
  { tag: 'lab/busybox:1', config: { ...quick, Cmd: ['sh'] }, layers: [] },
  {
    tag: 'lab/web:1',
    config: { ...quick, Cmd: ['httpd', '-f', '-p', '80', '-h', '/www'], ExposedPorts: { '80/tcp': {} } },
    layers: [{ 'www/index.html': '<!doctype html><title>lab</title><p>lab web\n' }],
  },
  {
    tag: 'lab/fountain:1',
    config: { ...quick, Entrypoint: ['fountain'], Cmd: ['100000'] },
    layers: [{ 'bin/fountain': fountain }],
  },
  {
    tag: 'lab/counter:1',
    config: { ...quick, Cmd: sh('i=0; while :; do i=$((i+1)); echo $i; sleep 1; done') },
    layers: [],
  },
  { tag: 'lab/crash:1', config: { ...quick, Cmd: sh('sleep 1; echo "crash" >&2; exit 3') }, layers: [] },
  { tag: 'lab/healthy:1', config: { ...quick, Cmd: forever, Healthcheck: health('true') }, layers: [] },
  {
    tag: 'lab/sick:1',
    config: { ...quick, Cmd: forever, Healthcheck: health('echo sick; exit 1') },
    layers: [],
  },
  {
    tag: 'lab/graceful:1',
    config: { Cmd: sh('trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 1 & wait $!; done') },
    layers: [],
  },
  {
    tag: 'lab/stubborn:1',
    config: { Cmd: sh('trap "echo no" TERM; echo ready; while :; do sleep 1 & wait $!; done') },
    layers: [],
  },
  {
    tag: 'lab/eater:1',
    // dd fills its buffer and then waits in a write nobody reads: MB of memory, held.
    config: { ...quick, Env: ['MB=64'], Cmd: sh('dd if=/dev/zero bs="$MB"M count=1 | sleep 1000000') },
    layers: [],
  },
  {
    tag: 'lab/spinner:1',
    config: { ...quick, Cmd: sh('while :; do :; done') },
    layers: [],
  },
  {
    tag: 'lab/volume:1',
    config: { ...quick, Cmd: forever, Volumes: { '/data': {} } },
    layers: [],
  },
  {
    tag: 'lab/layers:1',
    config: {
      ...quick,
      Cmd: forever,
      Labels: { 'lab.layers': '5' },
      Env: ['LAB=layers'],
      WorkingDir: '/layers',
    },
    layers: [1, 2, 3, 4].map((n) => ({ [`layers/${n}.txt`]: `layer ${n}\n`.repeat(n * 1000) })),
  },
];
