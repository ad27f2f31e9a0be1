import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerSpec } from '../../../../shared/contract/container-spec.ts';
import { emptySpec, plainNetwork } from '../../../../shared/model/container-spec/empty.ts';
import { parseRun } from '../../../../shared/model/container-spec/parse-run.ts';
import { printRun } from '../../../../shared/model/container-spec/print-run.ts';
import { SpecError } from '../../../../shared/model/container-spec/spec-error.ts';
import { specs } from './spec-arbitrary.ts';

const parsed = (line: string) => parseRun(line).spec;

function refusal(line: string): { reason: string; params: Readonly<Record<string, string>> } {
  try {
    parseRun(line);
  } catch (thrown) {
    if (thrown instanceof SpecError) return { reason: thrown.reason, params: thrown.params };
    throw thrown;
  }
  throw new Error(`was not refused: ${line}`);
}

describe('a docker run line', () => {
  it('is read back as it was printed, whatever the spec', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const read = parseRun(printRun(spec));
        expect(read.spec).toEqual(spec);
        expect(read.notes).toEqual([]);
        expect(containerSpec.parse(spec)).toEqual(spec);
      }),
      { numRuns: 400 },
    );
  });

  it('never fails with anything but its own error', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom(
        'docker',
        'run',
        '-it',
        '-p',
        '--mount',
        'type=bind',
        '"',
        "'",
        '\\',
        '$(',
        '`',
        '-e',
        '=',
        '--env-file',
      ),
      fc.constantFrom(
        '80:80',
        '[::1]:1-2:3-4',
        '--health-cmd',
        '--gpus',
        '--network',
        '--ulimit',
        'alpine',
        '--',
        '\n',
      ),
    );
    const lines = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));
    fc.assert(
      fc.property(
        fc.oneof(
          lines,
          lines.map((line) => `docker run ${line}`),
          fc.string(),
        ),
        (line) => {
          try {
            containerSpec.parse(parseRun(line).spec);
          } catch (thrown) {
            if (!(thrown instanceof SpecError)) throw thrown;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is read as a shell and docker would', () => {
    const spec = parsed(
      `$ sudo docker run -itd --name=shop -p 127.0.0.1:8080:80/udp -p8443:443 -e GREETING="hello \\"you\\"" -e 'A=it'"'"'s' \\\n` +
        '  --rm=false -v data:/var/lib/data:ro --mount \'type=bind,"src=/a,b",dst=/c,readonly\' -m 1.5g --cpus .5 nginx:1.27 sh -c "echo -n $1"',
    );
    expect(spec).toEqual({
      ...emptySpec('nginx:1.27'),
      name: 'shop',
      tty: true,
      interactive: true,
      ports: [
        { hostIp: '127.0.0.1', hostPort: 8080, hostPortEnd: null, containerPort: 80, protocol: 'udp' },
        { hostIp: '', hostPort: 8443, hostPortEnd: null, containerPort: 443, protocol: 'tcp' },
      ],
      env: [
        { name: 'GREETING', value: 'hello "you"' },
        { name: 'A', value: "it's" },
      ],
      mounts: [
        expect.objectContaining({ type: 'volume', source: 'data', target: '/var/lib/data', readOnly: true }),
        expect.objectContaining({
          type: 'bind',
          source: '/a,b',
          target: '/c',
          readOnly: true,
          createSource: false,
        }),
      ],
      limits: { ...emptySpec().limits, memoryBytes: 1.5 * 1024 ** 3, cpus: 0.5 },
      command: ['sh', '-c', 'echo -n $1'],
    });
  });

  it.each([
    ['-itp80:80', { tty: true, interactive: true }],
    ['-it=false', { tty: false, interactive: true }],
    [
      '-e=A=1 -eB=2',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ],
    [
      '--network a --network name=b,alias=x --network-alias y',
      {
        networks: [
          { ...plainNetwork('a'), aliases: ['y'] },
          { ...plainNetwork('b'), aliases: ['x'] },
        ],
      },
    ],
    ['--ip 10.0.0.9 --net shop', { networks: [{ ...plainNetwork('shop'), ipv4: '10.0.0.9' }] }],
    ['--restart on-failure:3', { restart: { policy: 'on-failure', maxRetries: 3 } }],
    ['--entrypoint ""', { entrypoint: [] }],
    ['--no-healthcheck', { health: { ...emptySpec().health, disabled: true } }],
    ['--add-host=api:host-gateway', { extraHosts: [{ name: 'api', value: 'host-gateway' }] }],
    ["-e A=$'one\\ntwo'", { env: [{ name: 'A', value: 'one\ntwo' }] }],
  ])('reads %s', (flags, expected) => {
    expect(parsed(`docker run ${flags} alpine`)).toMatchObject({ image: 'alpine', ...expected });
  });

  it.each([
    'docker run alpine',
    'docker container run alpine',
    'podman run alpine',
    '/usr/bin/docker run alpine',
    'sudo -E docker --context x run alpine',
    'docker run `\n  alpine',
    '# a web server\ndocker run \\\r\n alpine\n\n',
  ])('begins with %s', (line) => {
    expect(parseRun(line)).toMatchObject({ start: true, spec: { image: 'alpine' } });
  });

  it('tells create from run', () => {
    expect(parseRun('docker create --pull=always alpine')).toMatchObject({ start: false, pull: 'always' });
  });

  it.each([
    ['docker run --nmae web alpine', 'flag-unknown', { flag: '--nmae', nearest: '--name' }],
    ['docker run -z alpine', 'flag-unknown', { flag: '-z', nearest: '' }],
    ['docker run -name web alpine', 'flag-unknown', { flag: '-n', nearest: '--name' }],
    ['docker run --device-read-bps /dev/sda:1mb alpine', 'flag-unsupported', { flag: '--device-read-bps' }],
    ['docker run --name', 'flag-needs-value', { flag: '--name' }],
    [
      'docker run --rm=perhaps alpine',
      'flag-value',
      { flag: '--rm', value: 'perhaps', allowed: 'true, false' },
    ],
    ['docker run -p 70000:80 alpine', 'port-impossible', { port: '70000' }],
    ['docker run -p 80-82:80-81 alpine', 'port-ranges-differ', { value: '80-82:80-81' }],
    ['docker run -p http alpine', 'port-malformed', { value: 'http' }],
    ['docker run -v a:b:c:d alpine', 'mount-malformed', { value: 'a:b:c:d' }],
    ['docker run --mount type=npipe,src=a,dst=b alpine', 'mount-type-unknown', { type: 'npipe' }],
    ['docker run -m lots alpine', 'size-malformed', { value: 'lots' }],
    ['docker run -d', 'line-no-image', {}],
    ['docker ps', 'line-not-run', { command: 'ps' }],
    ['rm -rf /', 'line-not-run', { command: 'rm' }],
    ['  ', 'line-empty', {}],
    ['docker run "alpine', 'line-quote-open', { quote: '"' }],
    ['docker run alpine && rm x', 'line-operator', { operator: '&' }],
    ['docker run alpine\ndocker ps', 'line-operator', { operator: '⏎' }],
  ])('refuses %s', (line, reason, params) => {
    expect(refusal(line)).toEqual({ reason, params });
  });

  it('tells what a shell or a file would have put in', () => {
    const line = 'docker run -v $PWD/data:/data -e TOKEN --env-file .env --detach-keys ctrl-x "$(cat image)"';
    const { spec, notes, filesNeeded } = parseRun(line);
    expect(spec.image).toBe('$(cat image)');
    expect(spec.mounts).toMatchObject([{ type: 'bind', source: '$PWD/data', target: '/data' }]);
    expect(filesNeeded).toEqual(['.env']);
    expect(notes.map(({ code, params }) => [code, ...Object.values(params)])).toEqual([
      ['line-file-needed', '.env'],
      ['line-value-from-shell', 'TOKEN'],
      ['line-variable-kept', '$PWD'],
      ['line-variable-kept', '$(cat image)'],
      ['line-flag-of-terminal', '--detach-keys'],
    ]);
    const withFile = parseRun('docker run --env-file .env -e B=3 alpine', [
      { name: '.env', content: '# first\r\nA=1 # kept\nB=2\n\n' },
    ]);
    expect(withFile.spec.env).toEqual([
      { name: 'A', value: '1 # kept' },
      { name: 'B', value: '2' },
      { name: 'B', value: '3' },
    ]);
    expect(withFile.notes).toEqual([]);
  });
});
