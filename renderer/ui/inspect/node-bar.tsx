import { ArrowUpRight, Eye, EyeOff } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { navigate } from '../../state/route.ts';
import { Button } from '../button.tsx';
import { type JsonNode, valueText } from '../json-tree/model.ts';
import css from './inspect.module.css';

interface NodeBarProps {
  /** The value that was chosen last. */
  node: JsonNode | null;
  revealed: boolean;
  link: { href: string; label: string } | null;
  onReveal(path: string): void;
  /** The JSON of a branch. */
  print(path: string): string;
}

/** Below the tree: the path of the chosen value, and what can be done with it. */
export function NodeBar({ node, revealed, link, onReveal, print }: NodeBarProps) {
  const words = useWords().inspect;
  if (node === null)
    return (
      <div className={css.bar}>
        <span className={css.hint}>{words.chooseValue}</span>
      </div>
    );
  const hidden = node.masked !== null && !revealed;
  const copyValue = () => void copyText(node.children > 0 ? print(node.path) : valueText(node, revealed));
  return (
    <div className={css.bar} role="toolbar" aria-label={words.valueTools}>
      <code className={css.path} data-tip={node.path}>
        {node.path}
      </code>
      {link !== null && (
        <Button onClick={() => navigate(link.href)}>
          <ArrowUpRight size={14} />
          {link.label}
        </Button>
      )}
      {node.masked !== null && (
        <Button onClick={() => onReveal(node.path)}>
          {revealed ? <EyeOff size={14} /> : <Eye size={14} />}
          {revealed ? words.hideValue : words.showValue}
        </Button>
      )}
      <Button onClick={() => void copyText(node.path)}>{words.copyPath}</Button>
      <Button disabledReason={hidden ? words.hiddenValue : null} onClick={copyValue}>
        {words.copyValue}
      </Button>
    </div>
  );
}
