import { ChevronsDownUp, ChevronsUpDown, Eye, EyeOff, RefreshCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useWords } from '../../i18n/index.ts';
import { useKnownObjects } from '../../state/known-objects.ts';
import { rawHash } from '../../state/object-links.ts';
import { Button, IconButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { JsonTree, type LinkOf } from '../json-tree/json-tree.tsx';
import {
  ancestorsOf,
  everyBranch,
  expandedAtFirst,
  findInNodes,
  openNodes,
  printJson,
  readDocument,
} from '../json-tree/model.ts';
import { SearchBox } from '../search-box.tsx';
import { Segmented } from '../segmented.tsx';
import css from './inspect.module.css';
import { JsonText } from './json-text.tsx';
import { NodeBar } from './node-bar.tsx';
import { findInText } from './text-matches.ts';

type Look = 'tree' | 'json';

interface InspectViewProps {
  /** What it is, e.g. `Container web`. */
  name: string;
  document: Record<string, unknown>;
  /** The address of what is shown: values that name it are no links. */
  self?: string;
  reading: boolean;
  onRead(): void;
}

/** A document of the engine: as a tree and as JSON, searchable, its secrets masked until asked for. */
export function InspectView({ name, document, self, reading, onRead }: InspectViewProps) {
  const words = useWords().inspect;
  const [look, setLook] = useState<Look>('tree');
  const [search, setSearch] = useState('');
  const [step, setStep] = useState(0);
  const [active, setActive] = useState<string | null>(null);
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const nodes = useMemo(() => readDocument(document), [document]);
  const byPath = useMemo(() => new Map(nodes.map((node) => [node.path, node])), [nodes]);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => expandedAtFirst(nodes));
  const secrets = useMemo(() => nodes.filter(({ masked }) => masked !== null), [nodes]);
  const isRevealed = useMemo(() => (path: string) => all || revealed.has(path), [all, revealed]);

  const find = useKnownObjects();
  const linkOf = useMemo<LinkOf>(
    () => (node) => {
      if (node.masked !== null) return null;
      const known = find(node.key, node.value);
      const href = known === null ? null : rawHash(known.kind, known.id);
      if (known === null || href === null || href === self) return null;
      return {
        href,
        label: words.openNamed(words.kinds[known.kind], known.name),
      };
    },
    [find, self, words],
  );

  const text = useMemo(
    () => (look === 'json' ? printJson(document, byPath, isRevealed) : ''),
    [look, document, byPath, isRevealed],
  );
  const found = useMemo(
    () => (look === 'tree' ? findInNodes(nodes, search, isRevealed) : []),
    [look, nodes, search, isRevealed],
  );
  const places = useMemo(() => (look === 'json' ? findInText(text, search) : []), [look, text, search]);
  const count = look === 'tree' ? found.length : places.length;
  const at = count === 0 ? -1 : ((step % count) + count) % count;
  const current = look === 'tree' ? (found[at] ?? null) : null;
  const matches = useMemo(() => new Set(found), [found]);

  // What a match is inside of is open while it is shown.
  const shownOpen = useMemo(
    () => (current === null ? expanded : new Set([...expanded, ...ancestorsOf(byPath, current)])),
    [expanded, current, byPath],
  );
  const open = useMemo(() => openNodes(nodes, shownOpen), [nodes, shownOpen]);
  const here = byPath.get(current ?? active ?? '') ?? null;

  const toggleSecret = (path: string) =>
    setRevealed((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });

  return (
    <div className={css.view}>
      <div className={css.toolbar} role="toolbar" aria-label={words.tools}>
        <Segmented<Look>
          label={words.look}
          value={look}
          options={[
            { value: 'tree', label: words.tree },
            { value: 'json', label: words.json },
          ]}
          onChange={setLook}
        />
        <SearchBox
          label={words.search}
          value={search}
          onChange={(next) => {
            setSearch(next);
            setStep(0);
          }}
          count={count}
          current={at}
          onStep={(by) => setStep(at + by)}
        />
        <div className={css.tools}>
          {secrets.length > 0 && (
            <Button
              aria-pressed={all}
              onClick={() => {
                setAll(!all);
                setRevealed(new Set());
              }}
            >
              {all ? <EyeOff size={14} /> : <Eye size={14} />}
              {all ? words.hideSecrets : words.showSecrets(secrets.length)}
            </Button>
          )}
          {look === 'tree' && (
            <>
              <IconButton
                label={words.expandAll}
                look="plain"
                onClick={() => setExpanded(everyBranch(nodes))}
              >
                <ChevronsUpDown size={15} />
              </IconButton>
              <IconButton label={words.collapseAll} look="plain" onClick={() => setExpanded(new Set())}>
                <ChevronsDownUp size={15} />
              </IconButton>
            </>
          )}
          {look === 'json' && <CopyButton text={text} label={words.copyJson} />}
          <IconButton
            label={words.readAgain}
            look="plain"
            disabledReason={reading ? words.reading : null}
            onClick={onRead}
          >
            <RefreshCw size={14} />
          </IconButton>
        </div>
      </div>
      {look === 'tree' ? (
        <>
          <div className={css.scroller}>
            <JsonTree
              label={name}
              open={open}
              expanded={shownOpen}
              onExpanded={setExpanded}
              active={active}
              onActive={setActive}
              isRevealed={isRevealed}
              linkOf={linkOf}
              matches={matches}
              current={current}
            />
          </div>
          <NodeBar
            node={here}
            revealed={here !== null && isRevealed(here.path)}
            link={here === null ? null : linkOf(here)}
            onReveal={toggleSecret}
            print={(path) => printJson(document, byPath, isRevealed, path)}
          />
        </>
      ) : (
        <JsonText
          label={words.jsonOf(name)}
          text={text}
          places={places}
          length={search.trim().length}
          current={at}
        />
      )}
    </div>
  );
}
