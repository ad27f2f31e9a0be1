import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { forceLinting, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { daemonKeyNames, daemonKeys } from '../../../../shared/model/daemon/keys.ts';
import { currentWords, useWords } from '../../../i18n/index.ts';
import { problemsOf, textOf, useEngineSettings, writeDraft } from '../../../state/engine-settings.ts';
import css from './settings.module.css';

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: 'var(--text-m)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-gutters': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--ink-3)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--line)', color: 'var(--ink)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent-fill)',
    color: 'var(--on-accent)',
  },
});

/** What the rules find, where it stands. */
const marks = linter(
  (view) => {
    const words = currentWords().engineSettings.problems;
    const length = view.state.doc.length;
    return problemsOf(useEngineSettings.getState()).map(({ from, to, level, kind, params }) => ({
      from: Math.min(from, length),
      to: Math.min(to, length),
      severity: level,
      message: words[kind](params),
    }));
  },
  { delay: 200 },
);

/** Keys that may be set, while one is typed. */
function keysFor(context: CompletionContext) {
  const typed = context.matchBefore(/"[\w-]*/);
  if (typed === null) return null;
  const words = currentWords().engineSettings;
  return {
    from: typed.from,
    options: daemonKeyNames.map((name) => ({
      label: `"${name}"`,
      detail: words[daemonKeys[name].effect],
      info: words.keys[name],
    })),
  };
}

/** The text itself, as an editor that marks what is wrong. */
export function TextEditor() {
  const words = useWords().engineSettings;
  const place = useRef<HTMLDivElement>(null);
  const label = words.textLabel;
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: textOf(useEngineSettings.getState()),
        extensions: [
          ...[lineNumbers(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching()],
          ...[json(), syntaxHighlighting(colours), look, marks, autocompletion({ override: [keysFor] })],
          // Tab leaves the editor, as it leaves every other field.
          keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) writeDraft(textOfView(update.view));
          }),
        ],
      }),
    });
    // Somebody may discard the draft, or read the file again, meanwhile.
    const stop = useEngineSettings.subscribe((state) => {
      const text = textOf(state);
      if (text !== textOfView(view))
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      forceLinting(view);
    });
    return () => {
      stop();
      view.destroy();
    };
  }, [label]);
  return <div ref={place} className={css.editor} />;
}

/** Line breaks are written as the file has them: an editor knows only one kind. */
function textOfView(view: EditorView): string {
  const text = view.state.doc.toString();
  return useEngineSettings.getState().base.text.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}
