// What a test run told of the secrets its tests handed to Slipway, one a line: `place: what it is`, never the secret itself.
// Looked through: what the suites printed, their reports, test-results with its traces, what is left of the temporary
// folder; homes and frames to the page were looked through by the tests (tests/rig/canaries.ts).
//   SLIPWAY_TEST_KEPT=FOLDER TMPDIR=FOLDER npx tsx tests/support/secrets.ts
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { labSupport } from '../engine-lab/support.ts';
import { type Canary, filesTelling, keptVariable } from '../rig/canaries.ts';

const results = 'test-results';
const keptOfFailures = /^error-context[.]md$/;

function linesOf(path: string): string[] {
  return existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
}

/** What is in a zip, by the list at its end. */
function unzipped(path: string): { name: string; text: string }[] {
  const zip = readFileSync(path);
  const found: { name: string; text: string }[] = [];
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) return found;
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const start = zip.readUInt32LE(at + 42);
    const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    const bytes = zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    found.push({ name, text: bytes.toString('latin1') });
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return found;
}

/** Of what Playwright keeps of a failure only keys count: it tells what the test itself typed. */
function failuresTelling(folder: string, keys: readonly Canary[]): string[] {
  return [...filesTelling(folder, keys), ...tracesTelling(folder, keys)];
}

function tracesTelling(folder: string, keys: readonly Canary[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.zip'))
    .flatMap((path) =>
      unzipped(join(folder, path)).flatMap(({ name, text }) =>
        keys.filter((key) => text.includes(key.text)).map(({ what }) => `${path}/${name}: ${what}`),
      ),
    );
}

const kept = process.env[keptVariable];
if (kept === undefined) throw new Error(`${keptVariable} names no folder`);
const canaries = linesOf(join(kept, 'canaries')).map((line) => JSON.parse(line) as Canary);
const keys = canaries.filter(({ what }) => what.startsWith('the private key'));
// A search for nothing would find nothing.
const isBlind =
  process.env.SLIPWAY_TEST_WHOLE !== undefined && labSupport('main').ok && canaries.length === 0;
const told = [
  ...(isBlind ? ['no test said what to look for'] : []),
  ...linesOf(join(kept, 'found')),
  ...filesTelling(kept, canaries, /^(canaries|found)$/),
  ...filesTelling(tmpdir(), canaries),
  ...(existsSync(results)
    ? [...filesTelling(results, canaries, keptOfFailures), ...failuresTelling(results, keys)]
    : []),
];
process.stdout.write([...new Set(told)].map((line) => `${line}\n`).join(''));
