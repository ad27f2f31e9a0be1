import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef } from 'react';
import { navigate } from '../../state/route.ts';
import { useStable } from '../use-stable.ts';
import css from './json-tree.module.css';
import { moveOf } from './keys.ts';
import { type JsonNode, valueText } from './model.ts';

/** Where a value leads: the page of the object it names. */
export type LinkOf = (node: JsonNode) => { href: string; label: string } | null;

interface RowProps {
  node: JsonNode;
  open: boolean;
  /** Takes the focus when the tree is tabbed to. */
  tabbable: boolean;
  chosen: boolean;
  revealed: boolean;
  mark: 'current' | 'match' | null;
  href: string | null;
}

function looks(node: JsonNode): string {
  if (node.masked !== null) return 'secret';
  if (node.value === null) return 'null';
  return typeof node.value;
}

/** What stands beside a closed branch. */
const countText = (node: JsonNode): string =>
  Array.isArray(node.value) ? `[ ${node.children} ]` : `{ ${node.children} }`;

function RowView({ node, open, tabbable, chosen, revealed, mark, href }: RowProps) {
  const branch = node.children > 0;
  const text = valueText(node, revealed);
  const quoted = typeof node.value === 'string' ? JSON.stringify(text) : text;
  return (
    <div
      role="treeitem"
      className={css.row}
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-expanded={branch ? open : undefined}
      aria-selected={chosen}
      data-path={node.path}
      data-mark={mark ?? undefined}
      tabIndex={tabbable ? 0 : -1}
      style={{ paddingInlineStart: 8 + (node.level - 1) * 16 }}
    >
      <span className={css.twist} aria-hidden="true">
        {branch && <ChevronRight size={14} data-open={open || undefined} />}
      </span>
      <span className={node.inArray ? css.index : css.key}>{node.key}</span>
      {branch ? (
        <span className={css.count}>{countText(node)}</span>
      ) : href === null ? (
        <bdi className={css.value} data-looks={looks(node)}>
          {quoted}
        </bdi>
      ) : (
        <a className={css.value} href={href} tabIndex={-1}>
          <bdi>{quoted}</bdi>
        </a>
      )}
    </div>
  );
}

const Row = memo(RowView);

interface JsonTreeProps {
  label: string;
  /** Those that are not inside of a closed one. */
  open: readonly JsonNode[];
  expanded: ReadonlySet<string>;
  onExpanded(change: (before: ReadonlySet<string>) => ReadonlySet<string>): void;
  active: string | null;
  onActive(path: string): void;
  isRevealed(path: string): boolean;
  linkOf: LinkOf;
  matches: ReadonlySet<string>;
  current: string | null;
}

/** A JSON document as an ARIA tree: one tab stop, arrows move, Enter follows a link. */
export function JsonTree(props: JsonTreeProps) {
  const { label, open, expanded, onExpanded, active, onActive, isRevealed, linkOf, matches, current } = props;
  const box = useRef<HTMLDivElement>(null);
  const element = (path: string): HTMLElement | null =>
    box.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`) ?? null;
  const tabbable = open.some(({ path }) => path === active) ? active : (open[0]?.path ?? null);

  useEffect(() => {
    if (current === null) return;
    box.current?.querySelector(`[data-path="${CSS.escape(current)}"]`)?.scrollIntoView({ block: 'center' });
  }, [current]);

  const toggle = (path: string) =>
    onExpanded((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });

  const onKeyDown = useStable((event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const path = (event.target as HTMLElement).closest<HTMLElement>('[data-path]')?.dataset.path;
    const at = open.findIndex((node) => node.path === path);
    const node = open[at];
    const move = moveOf(event.key, open, at, expanded);
    if (node === undefined || move === null) return;
    event.preventDefault();
    switch (move.kind) {
      case 'go':
        onActive(move.path);
        element(move.path)?.focus();
        return;
      case 'open':
        onExpanded((before) => new Set([...before, ...move.paths]));
        return;
      case 'close':
        toggle(move.path);
        return;
      case 'act': {
        const link = linkOf(node);
        if (node.children > 0) toggle(node.path);
        else if (link !== null) navigate(link.href);
      }
    }
  });

  const onClick = useStable((event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const path = target.closest<HTMLElement>('[data-path]')?.dataset.path;
    if (path === undefined || target.closest('a') !== null) return;
    onActive(path);
    element(path)?.focus({ preventScroll: true });
    const node = open.find((candidate) => candidate.path === path);
    // Selecting a text is no click on its branch.
    if (node !== undefined && node.children > 0 && window.getSelection()?.isCollapsed !== false) toggle(path);
  });

  return (
    <div
      ref={box}
      role="tree"
      className={css.tree}
      aria-label={label}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {open.map((node) => (
        <Row
          key={node.path}
          node={node}
          open={expanded.has(node.path)}
          tabbable={node.path === tabbable}
          chosen={node.path === active}
          revealed={isRevealed(node.path)}
          mark={node.path === current ? 'current' : matches.has(node.path) ? 'match' : null}
          href={linkOf(node)?.href ?? null}
        />
      ))}
    </div>
  );
}
