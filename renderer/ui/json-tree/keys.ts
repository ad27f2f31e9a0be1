import type { JsonNode } from './model.ts';

/** What a key press does to a tree (ARIA authoring practices, "Tree View"). */
export type TreeMove =
  | { kind: 'go'; path: string }
  | { kind: 'open'; paths: readonly string[] }
  | { kind: 'close'; path: string }
  | { kind: 'act' };

const typed = /^[\p{L}\p{N}_.-]$/u;

/** The move of a key press on the node at `at` of those that are open; null leaves the key to the browser. */
export function moveOf(
  key: string,
  open: readonly JsonNode[],
  at: number,
  expanded: ReadonlySet<string>,
): TreeMove | null {
  const node = open[at];
  if (node === undefined) return null;
  const go = (index: number): TreeMove => {
    const target = open[Math.min(Math.max(index, 0), open.length - 1)] ?? node;
    return { kind: 'go', path: target.path };
  };
  const isOpen = expanded.has(node.path);
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(open.length - 1);
    case 'ArrowRight':
      if (node.children === 0) return null;
      return isOpen ? go(at + 1) : { kind: 'open', paths: [node.path] };
    case 'ArrowLeft':
      if (node.children > 0 && isOpen) return { kind: 'close', path: node.path };
      return node.parent === null ? null : { kind: 'go', path: node.parent };
    case '*':
      return {
        kind: 'open',
        paths: open
          .filter(({ parent, children }) => parent === node.parent && children > 0)
          .map(({ path }) => path),
      };
    case 'Enter':
      return { kind: 'act' };
    case ' ':
      if (node.children === 0) return null;
      return isOpen ? { kind: 'close', path: node.path } : { kind: 'open', paths: [node.path] };
    default: {
      if (!typed.test(key)) return null;
      const turned = [...open.slice(at + 1), ...open.slice(0, at + 1)];
      const found = turned.find((other) => other.key.toLowerCase().startsWith(key.toLowerCase()));
      return found === undefined ? null : { kind: 'go', path: found.path };
    }
  }
}
