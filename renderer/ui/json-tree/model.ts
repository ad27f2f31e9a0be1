import { announcesSecret, maskSecret } from '../../../shared/model/secrets.ts';

/** One value of a document. Nodes stand in the order in which the document is read. */
export interface JsonNode {
  /** As jq writes it: `.Config.Labels["com.example.tier"]`. Unique in the document. */
  path: string;
  /** null at the top. */
  parent: string | null;
  key: string;
  /** Keys of arrays are their index. */
  inArray: boolean;
  value: unknown;
  /** Counted from 1. */
  level: number;
  /** Place among its siblings, counted from 1, and how many there are. */
  position: number;
  siblings: number;
  /** How many values are right below it; 0 for a plain value. */
  children: number;
  /** Index of the first node that is not below it. */
  end: number;
  /** What stands for its text while its secret is hidden; null where there is none. */
  masked: string | null;
}

const plainKey = /^[A-Za-z_][A-Za-z0-9_]*$/;

function pathOf(parent: string | null, key: string, inArray: boolean): string {
  const base = parent ?? '';
  if (inArray) return `${base === '' ? '.' : base}[${key}]`;
  return plainKey.test(key) ? `${base}.${key}` : `${base === '' ? '.' : base}[${JSON.stringify(key)}]`;
}

function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function maskOf(key: string, value: unknown, among: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (!Array.isArray(among)) return maskSecret(value, namedBeside(key, among) ?? key);
  const before: unknown = among[Number(key) - 1];
  const announced = typeof before === 'string' && announcesSecret(before) && !value.startsWith('-');
  return maskSecret(value, announced ? before : null);
}

/** Plugins write `{Name: "TOKEN", Value: "..."}`. */
function namedBeside(key: string, object: unknown): string | null {
  if (key !== 'Value' || typeof object !== 'object' || object === null) return null;
  const name: unknown = Reflect.get(object, 'Name');
  return typeof name === 'string' ? name : null;
}

/** All values of a document but the outermost, with their secrets found. */
export function readDocument(document: unknown): JsonNode[] {
  const nodes: JsonNode[] = [];
  const walk = (value: unknown, parent: string | null, level: number): void => {
    const entries = entriesOf(value);
    entries.forEach(([key, item], at) => {
      const inArray = Array.isArray(value);
      const path = pathOf(parent, key, inArray);
      const node: JsonNode = {
        path,
        parent,
        key,
        inArray,
        value: item,
        level,
        position: at + 1,
        siblings: entries.length,
        children: entriesOf(item).length,
        end: 0,
        masked: maskOf(key, item, value),
      };
      nodes.push(node);
      walk(item, path, level + 1);
      node.end = nodes.length;
    });
  };
  walk(document, null, 1);
  return nodes;
}

/** The nodes that are not inside of a closed one. */
export function openNodes(nodes: readonly JsonNode[], expanded: ReadonlySet<string>): JsonNode[] {
  const open: JsonNode[] = [];
  for (let at = 0; at < nodes.length; ) {
    const node = nodes[at];
    if (node === undefined) break;
    open.push(node);
    at = node.children > 0 && !expanded.has(node.path) ? node.end : at + 1;
  }
  return open;
}

const firstOpen = { 1: 24, 2: 8 } as const;

/** What is open at first: short branches near the top. */
export function expandedAtFirst(nodes: readonly JsonNode[]): Set<string> {
  return new Set(
    nodes
      .filter(({ level, children }) => {
        const most = level === 1 || level === 2 ? firstOpen[level] : 0;
        return children > 0 && children <= most;
      })
      .map(({ path }) => path),
  );
}

export function everyBranch(nodes: readonly JsonNode[]): Set<string> {
  return new Set(nodes.filter(({ children }) => children > 0).map(({ path }) => path));
}

/** A plain value as it is shown: masked unless revealed. Empty for a branch. */
export function valueText(node: JsonNode, revealed: boolean): string {
  if (node.children > 0) return '';
  if (node.masked !== null && !revealed) return node.masked;
  if (typeof node.value === 'string') return node.value;
  if (Array.isArray(node.value)) return '[]';
  return typeof node.value === 'object' && node.value !== null ? '{}' : String(node.value);
}

/** Paths of the nodes whose key or shown value has the text, in the order of the document. */
export function findInNodes(
  nodes: readonly JsonNode[],
  wanted: string,
  isRevealed: (path: string) => boolean,
): string[] {
  const text = wanted.trim().toLowerCase();
  if (text === '') return [];
  const has = (node: JsonNode) =>
    (!node.inArray && node.key.toLowerCase().includes(text)) ||
    valueText(node, isRevealed(node.path)).toLowerCase().includes(text);
  return nodes.filter(has).map(({ path }) => path);
}

/** The paths of everything a path is inside of. */
export function ancestorsOf(byPath: ReadonlyMap<string, JsonNode>, path: string): string[] {
  const above: string[] = [];
  for (let at = byPath.get(path)?.parent ?? null; at !== null; at = byPath.get(at)?.parent ?? null)
    above.push(at);
  return above;
}

/** The document, or what is at a path of it, as indented JSON; secrets that are not revealed are masked. */
export function printJson(
  document: unknown,
  byPath: ReadonlyMap<string, JsonNode>,
  isRevealed: (path: string) => boolean,
  from: string | null = null,
): string {
  const copy = (value: unknown, path: string | null): unknown => {
    const node = path === null ? undefined : byPath.get(path);
    if (node !== undefined && node.masked !== null && !isRevealed(node.path)) return node.masked;
    if (Array.isArray(value)) return value.map((item, at) => copy(item, pathOf(path, String(at), true)));
    if (typeof value !== 'object' || value === null) return value;
    const out: [string, unknown][] = [];
    for (const [key, item] of Object.entries(value)) out.push([key, copy(item, pathOf(path, key, false))]);
    return Object.fromEntries(out);
  };
  return JSON.stringify(copy(from === null ? document : byPath.get(from)?.value, from), null, 2) ?? 'null';
}
