import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ManagedLab } from './managed-lab.ts';

/** A small stand-in for systemctl and journalctl: there is no systemd where the tests run. */
export interface FakeSystemd {
  /** With both programs on its PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** Where the engine of the unit listens. */
  readonly address: string;
  /** Its daemon.json. */
  readonly settings: string;
  /** The next start fails, with this as its last words; null: no longer. */
  break(lastWords: string | null): void;
  /** Every command line it was called with, without the questions of `show`. */
  commands(): string[];
}

/**
 * Puts a unit docker.service of the system, or of the user, on the lab's machine: it starts the lab's engine with data of
 * its own. Any argument it does not know is refused with exit code 64, so that what Slipway passes is exactly right.
 * As with the units of Debian: the user has no docker.socket, ExecStart ends in a variable, and the fourth start within a
 * minute is refused, whoever asked for it.
 */
export function fakeSystemd(lab: ManagedLab, scope: 'system' | 'user'): FakeSystemd {
  const root = join(lab.home, `systemd-${scope}`);
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  const socket = join(root, 'docker.sock');
  const engine = ['--data-root', join(root, 'data'), '--exec-root', join(root, 'exec')];
  const own = join(root, 'daemon.json');
  writeFileSync(own, '{}\n');
  const args = [
    ...engine,
    '--pidfile',
    join(root, 'docker.pid'),
    '-H',
    `unix://${socket}`,
    '--config-file',
    own,
  ];
  const settings = JSON.stringify({ root, scope, binary: lab.binary, args });
  for (const name of ['systemctl', 'journalctl']) {
    const path = join(bin, name);
    writeFileSync(path, `#!${process.execPath}\nconst at = ${settings};\n${common}\n${programs[name] ?? ''}`);
    chmodSync(path, 0o755);
  }
  const broken = join(root, 'broken');
  return {
    env: { ...lab.env, PATH: [bin, lab.env.PATH].join(delimiter) },
    address: `unix://${socket}`,
    settings: own,
    break: (words) => writeFileSync(broken, words ?? ''),
    commands: () => {
      const calls = join(root, 'calls');
      if (!existsSync(calls)) return [];
      const lines = readFileSync(calls, 'utf8').split('\n');
      return lines.filter((line) => line !== '' && !line.includes(' show '));
    },
  };
}

const common = `
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { join, basename } = require('node:path');
const file = (name) => join(at.root, name);
const read = (name) => fs.existsSync(file(name)) ? fs.readFileSync(file(name), 'utf8') : '';
const argv = process.argv.slice(2);
fs.appendFileSync(file('calls'), basename(process.argv[1]) + ' ' + argv.join(' ') + '\\n');
const user = argv[0] === '--user';
if (user) argv.shift();
const line = argv.join(' ');
const here = user === (at.scope === 'user');
const refuse = () => { process.stderr.write('unexpected arguments: ' + line + '\\n'); process.exit(64); };
`;

const programs: Readonly<Record<string, string>> = {
  systemctl: `
const main = () => Number(read('main'));
const alive = (pid) => {
  if (!(pid > 0)) return false;
  try { return !/\\) [ZX] /.test(fs.readFileSync('/proc/' + pid + '/stat', 'utf8')); } catch { return false; }
};
const daemon = () => fs.readdirSync('/proc').map(Number).filter((pid) => pid > 0).find((pid) => {
  try {
    const words = fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0');
    return words[0].endsWith('/dockerd') && words.includes(file('data'));
  } catch { return false; }
});
const set = (name, text) => fs.writeFileSync(file(name), text);
const until = async (what) => { while (!what()) await new Promise((done) => setTimeout(done, 50)); };
// It listens long before it knows whether it can begin.
const answers = () => new Promise((done) => {
  const asked = require('node:http').get({ socketPath: file('docker.sock'), path: '/_ping' }, (answer) => {
    answer.resume();
    done(answer.statusCode === 200);
  });
  asked.once('error', () => done(false));
});
const start = async () => {
  if (alive(main())) return;
  const log = fs.openSync(file('log'), 'a');
  // A minute is over for it only when it is told so: tests do not depend on how long they take.
  if (read('starts').length >= 3) {
    process.stderr.write('Job for docker.service failed: start request repeated too quickly.\\n');
    set('state', 'failed');
    process.exit(1);
  }
  set('starts', read('starts') + '.');
  const words = read('broken');
  if (words !== '') { fs.writeSync(log, words + '\\n'); set('state', 'failed'); process.exit(1); }
  const child = spawn(at.binary, at.args, { detached: true, stdio: ['ignore', log, log] });
  child.unref();
  set('main', String(child.pid)); set('state', 'active');
  while (!(await answers())) {
    // As a unit of the type notify, which is not started before its engine says so.
    if (!alive(child.pid)) { set('state', 'failed'); process.exit(1); }
    await new Promise((done) => setTimeout(done, 50));
  }
};
const stop = async () => {
  set('state', 'inactive');
  const pid = daemon();
  if (pid !== undefined) process.kill(pid, 'SIGTERM');
  await until(() => !alive(main()));
};
(async () => {
  if (line.startsWith('show ')) {
    const wanted = 'show docker.service docker.socket --property=Id,LoadState,ActiveState,SubState,Result,MainPID,'
      + 'ExecMainCode,ExecMainStatus,ExecMainExitTimestamp,ActiveEnterTimestamp,StateChangeTimestamp,NRestarts,UnitFileState,'
      + 'ExecStart --no-pager';
    if (line !== wanted) refuse();
    const none = (name) => 'Id=' + name + '\\nLoadState=not-found\\nActiveState=inactive\\n';
    if (!here) { process.stdout.write(none('docker.service') + '\\n' + none('docker.socket')); return; }
    const runs = alive(main());
    const state = read('state') || 'inactive';
    const killed = state === 'active' && !runs;
    const told = killed ? 'failed' : state;
    process.stdout.write([
      'Id=docker.service', 'LoadState=loaded', 'ActiveState=' + told,
      'SubState=' + (runs ? 'running' : told === 'failed' ? 'failed' : 'dead'),
      'Result=' + (killed ? 'signal' : told === 'failed' ? 'exit-code' : 'success'),
      'MainPID=' + (runs ? main() : 0),
      'ExecMainCode=' + (runs || main() === 0 && told !== 'failed' ? 0 : killed ? 2 : 1),
      'ExecMainStatus=' + (killed ? 9 : told === 'failed' ? 1 : 0),
      'ExecMainExitTimestamp=Sat 2026-11-21 17:00:00 UTC', 'ActiveEnterTimestamp=Sat 2026-11-21 16:00:00 UTC',
      'StateChangeTimestamp=Sat 2026-11-21 16:00:00 UTC', 'NRestarts=0',
      'UnitFileState=' + (read('enabled') || 'disabled'),
      'ExecStart={ path=' + at.binary + ' ; argv[]=' + at.binary + ' ' + at.args.join(' ')
        + ' $DOCKER_OPTS ; ignore_errors=no ; }',
    ].join('\\n') + '\\n\\n' + (user ? none('docker.socket') : 'Id=docker.socket\\nLoadState=loaded\\n'));
    return;
  }
  if (!here) { process.stderr.write('Unit docker.service not found.\\n'); process.exit(5); }
  switch (line) {
    case 'start docker.service': return start();
    case 'stop docker.service': return stop();
    case 'stop docker.socket docker.service':
      await stop();
      if (!user) return;
      process.stderr.write('Failed to stop docker.socket: Unit docker.socket not loaded.\\n');
      process.exit(5);
    case 'reset-failed docker.service':
    case 'reset-failed docker.socket docker.service': return set('starts', '');
    case 'restart docker.service': await stop(); return start();
    case 'reload docker.service': process.kill(daemon(), 'SIGHUP'); return;
    case 'enable docker.service': return set('enabled', 'enabled');
    case 'disable docker.service': return set('enabled', 'disabled');
    default: refuse();
  }
})();
`,
  journalctl: `
const [, lines, , follow] = /^--unit docker.service --output json --no-pager --lines (\\d+)(( --follow)?)$/.exec(line) ?? [];
if (lines === undefined || !here) refuse();
let told = 0;
const tell = (first) => {
  const all = read('log').split('\\n').filter((one) => one !== '');
  const from = first ? Math.max(0, all.length - Number(lines)) : told;
  for (const MESSAGE of all.slice(from))
    process.stdout.write(JSON.stringify({ MESSAGE, PRIORITY: '6', __REALTIME_TIMESTAMP: '1795280400000000' }) + '\\n');
  told = all.length;
};
tell(true);
if (follow) setInterval(() => tell(false), 100);
`,
};
