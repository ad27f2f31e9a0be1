import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One apt source, one URI: a stanza or line with several is split. */
export type AptSource = {
  readonly types: readonly string[];
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
};

/** Reads one-line sources (`deb [options] URI SUITE COMPONENT...`), the form of `*.list` files. */
export function parseSourceLines(text: string): AptSource[] {
  const sources: AptSource[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*$/, '').trim();
    const match = /^(deb|deb-src)\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)(?:\s+(.*))?$/.exec(line);
    const [, type, uri, suite, components] = match ?? [];
    if (type === undefined || uri === undefined || suite === undefined) continue;
    sources.push({ types: [type], uri, suites: [suite], components: words(components) });
  }
  return sources;
}

/** Reads deb822 stanzas (`Types:`, `URIs:`, ...), the form of `*.sources` files. Disabled ones are left out. */
export function parseDeb822(text: string): AptSource[] {
  const sources: AptSource[] = [];
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  for (const stanza of lines.join('\n').split(/\n\s*\n/)) {
    const fields = new Map<string, string>();
    let last = '';
    for (const line of stanza.split('\n')) {
      const field = /^([A-Za-z0-9-]+):(.*)$/.exec(line);
      if (field?.[1] !== undefined) {
        last = field[1].toLowerCase();
        fields.set(last, field[2] ?? '');
      } else if (/^\s+\S/.test(line) && last !== '') {
        fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
      }
    }
    if (/^\s*no\s*$/i.test(fields.get('enabled') ?? 'yes')) continue;
    for (const uri of words(fields.get('uris'))) {
      sources.push({
        types: words(fields.get('types')),
        uri,
        suites: words(fields.get('suites')),
        components: words(fields.get('components')),
      });
    }
  }
  return sources;
}

/**
 * The Debian mirror among apt sources: a binary source with component `main` for the suite the machine runs.
 * Third-party entries do not qualify, since they name a component `main` only for suites of their own;
 * security and updates archives do not hold whole suites.
 */
export function pickMirror(sources: readonly AptSource[], codename: string): string | undefined {
  const suites = new Set([codename, 'stable', 'testing', 'unstable', 'sid']);
  return sources
    .filter((source) => source.types.includes('deb') && source.components.includes('main'))
    .filter((source) => source.suites.some((suite) => suites.has(suite)))
    .map((source) => source.uri.replace(/\/+$/, ''))
    .find((uri) => /\/debian(\/\d{8}T\d{6}Z)?$/.test(uri) || /^(file|copy):/.test(uri));
}

/** The mirror the machine's own apt uses; undefined when it has none (not Debian, or emptied sources). */
export function findMirror(etcApt = '/etc/apt', osRelease = '/etc/os-release'): string | undefined {
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(readIfThere(osRelease))?.[1] ?? '';
  const parts = join(etcApt, 'sources.list.d');
  const names = existsSync(parts) ? readdirSync(parts).sort() : [];
  const sources = [
    ...parseSourceLines(readIfThere(join(etcApt, 'sources.list'))),
    ...names
      .filter((name) => name.endsWith('.list'))
      .flatMap((name) => parseSourceLines(readIfThere(join(parts, name)))),
    ...names
      .filter((name) => name.endsWith('.sources'))
      .flatMap((name) => parseDeb822(readIfThere(join(parts, name)))),
  ];
  return pickMirror(sources, codename);
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
