import { existsSync } from 'node:fs';
import process from 'node:process';
import { capture } from './run.mjs';
import { duration, say } from './say.mjs';

/** What the suites need of the system: the Debian package, and a file that proves it wherever it came from. */
const testPackages = [
  { name: 'chromium', proof: ['/usr/bin/chromium'] },
  // Without them Chromium draws boxes for Chinese, and screenshots prove nothing.
  { name: 'fonts-noto-core', proof: ['/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf'] },
  { name: 'fonts-noto-cjk', proof: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
  { name: 'ca-certificates', proof: ['/usr/sbin/update-ca-certificates'] },
  { name: 'openssl', proof: ['/usr/bin/openssl'] },
  { name: 'openssh-client', proof: ['/usr/bin/ssh'] },
  { name: 'openssh-server', proof: ['/usr/sbin/sshd'], service: true },
  { name: 'iproute2', proof: ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip'] },
  { name: 'mount', proof: ['/usr/bin/mount', '/bin/mount'] },
  { name: 'procps', proof: ['/usr/bin/ps', '/bin/ps'] },
  { name: 'util-linux', proof: ['/usr/bin/unshare'] },
];

/**
 * Installs the Debian packages that the suites need and that are missing. Where that cannot be done (no root, no
 * Debian) it says what is missing and goes on: the suites that need it are then skipped, with this reason.
 */
export async function ensureTestPackages() {
  if (process.platform !== 'linux') return;
  const missing = testPackages.filter((wanted) => isMissing(wanted) && !wouldStartService(wanted));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (!existsSync('/usr/bin/apt-get')) {
    say(
      `Missing for some tests, named as on Debian: ${names.join(', ')}. Install them the way of this system.`,
    );
    return;
  }
  if (process.getuid?.() !== 0) {
    say(`Missing for some tests: sudo apt-get install --no-install-recommends ${names.join(' ')}`);
    return;
  }
  const since = Date.now();
  say(`Installing Debian packages: ${names.join(', ')} ...`);
  const said = await install(names);
  if (said === undefined) say(`Installed them in ${duration(Date.now() - since)}.`);
  else say(`apt-get failed, some tests will be skipped or fail:\n${said}`);
}

/** @param {{ proof: readonly string[] }} wanted */
function isMissing({ proof }) {
  return !proof.some((path) => existsSync(path));
}

/** A package that would open a server on a machine with an init system is left to its owner to install. */
function wouldStartService(/** @type {{ name: string, service?: boolean }} */ { name, service = false }) {
  if (!service || !existsSync('/run/systemd/system')) return false;
  say(`Missing for some tests: ${name}. It starts a server, so install it yourself if you want them to run.`);
  return true;
}

/** Answers what apt-get said where it failed. @param {readonly string[]} names */
async function install(names) {
  const args = ['install', '-y', '-q', '--no-install-recommends', ...names];
  if ((await aptGet(args)).code === 0) return undefined;
  // The package lists are missing or out of date, or a mirror hiccuped: once more with fresh ones.
  await aptGet(['update', '-q']);
  const { code, stdout, stderr } = await aptGet(args);
  return code === 0 ? undefined : lastLines(`${stdout}\n${stderr}`, 10);
}

/** @param {readonly string[]} args */
function aptGet(args) {
  // Another apt (a daily upgrade, a parallel run) may hold dpkg's lock for a while.
  return capture('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
  return text.trim().split('\n').slice(-count).join('\n');
}
