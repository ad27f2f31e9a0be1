import { Plus, SlidersHorizontal, SquareTerminal, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Container } from '../../../../shared/contract/containers.ts';
import { useWords, type Words } from '../../../i18n/index.ts';
import { useLink } from '../../../state/link.ts';
import {
  closeTerminal,
  loadTerminals,
  openTerminal,
  showTerminal,
  type TerminalTab as Tab,
  tabsOf,
  useTerminals,
} from '../../../state/terminals.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { useWhyNot } from '../../../ui/containers/container-actions.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Tick } from '../../../ui/field.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { OptionsDialog } from './options-dialog.tsx';
import css from './terminal.module.css';
import { TerminalScreen } from './terminal-screen.tsx';

/** A tab's words: its place, its program, and for whom it runs where that was chosen. */
function titleOf(tab: Tab, place: number, words: Words['terminal']): string {
  const program = tab.command[0]?.split('/').at(-1) ?? '';
  const what = tab.attached ? words.mainProcess : program === '' ? words.opening : program;
  return words.titled(place + 1, tab.choice.user === undefined ? what : words.asUser(what, tab.choice.user));
}

/** The terminals of one container. */
export function TerminalTab({ container }: { container: Container }) {
  const words = useWords().terminal;
  const tabs = useTerminals((state) => tabsOf(state, container.id));
  const top = useTerminals((state) => state.top[container.id]);
  const known = useTerminals((state) => state.known.has(container.id));
  const screenReader = useTerminals((state) => state.screenReader);
  const linked = useLink((state) => state.link.status === 'open');
  const notNow = useWhyNot(container)('terminal');
  const [choosing, setChoosing] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const shown = tabs.find(({ key }) => key === top) ?? tabs.at(-1);

  useEffect(() => {
    if (linked) void loadTerminals(container.id);
  }, [container.id, linked]);

  const focusTab = (key: string) => {
    showTerminal(container.id, key, false);
    bar.current?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  };
  const walk = (by: number) => {
    const at = tabs.findIndex(({ key }) => key === shown?.key);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next !== undefined) focusTab(next.key);
  };
  const close = (tab: Tab) => void closeTerminal(container.id, container.name, tab);
  const buttons = (
    <>
      <Button disabledReason={notNow} onClick={() => openTerminal(container.id)}>
        <Plus size={14} />
        {words.openMore}
      </Button>
      <IconButton
        look="plain"
        label={words.options}
        disabledReason={notNow}
        onClick={() => setChoosing(true)}
      >
        <SlidersHorizontal size={14} />
      </IconButton>
    </>
  );

  return (
    <div className={css.panel}>
      {tabs.length > 0 && (
        <div className={css.bar}>
          <div
            ref={bar}
            role="tablist"
            aria-label={words.listOf(container.name)}
            className={css.tabs}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') walk(1);
              else if (event.key === 'ArrowLeft') walk(-1);
              else if (event.key === 'Delete' && shown !== undefined) close(shown);
              else if (event.key === 'ArrowDown' && shown !== undefined)
                showTerminal(container.id, shown.key, true);
              else return;
              event.preventDefault();
            }}
          >
            {tabs.map((tab, place) => (
              <button
                key={tab.key}
                type="button"
                role="tab"
                data-key={tab.key}
                className={css.tab}
                aria-selected={tab.key === shown?.key}
                tabIndex={tab.key === shown?.key ? 0 : -1}
                onClick={() => showTerminal(container.id, tab.key, true)}
              >
                <Mark tab={tab} />
                {titleOf(tab, place, words)}
              </button>
            ))}
          </div>
          <div className={css.buttons}>
            {buttons}
            {shown !== undefined && (
              <IconButton look="plain" label={words.close} onClick={() => close(shown)}>
                <X size={14} />
              </IconButton>
            )}
          </div>
        </div>
      )}
      {known && tabs.length === 0 && (
        <EmptyState
          picture={<SquareTerminal size={28} />}
          title={notNow === null ? words.emptyTitle : words.notRunning(container.name)}
          text={notNow === null ? words.emptyText(container.name) : words.notRunningText}
        >
          <div className={css.buttons}>
            <Button look="primary" disabledReason={notNow} onClick={() => openTerminal(container.id)}>
              {words.open}
            </Button>
            <Button disabledReason={notNow} onClick={() => setChoosing(true)}>
              {words.options}
            </Button>
          </div>
        </EmptyState>
      )}
      {tabs.map((tab, place) => (
        <TerminalScreen
          key={tab.key}
          container={container}
          tab={tab}
          title={titleOf(tab, place, words)}
          onTop={tab.key === shown?.key}
          onLeave={() => focusTab(tab.key)}
        />
      ))}
      {tabs.length > 0 && (
        <div className={css.foot}>
          <span>
            <kbd>{words.leaveKeys}</kbd> {words.leave}
          </span>
          <span>
            <kbd>{words.copyKeys}</kbd> {words.copyHow}
          </span>
          <span className={css.reader}>
            <Tick checked={screenReader} onChange={(next) => useTerminals.setState({ screenReader: next })}>
              {words.screenReader}
            </Tick>
          </span>
        </div>
      )}
      {choosing && <OptionsDialog container={container} onClose={() => setChoosing(false)} />}
    </div>
  );
}

function Mark({ tab }: { tab: Tab }) {
  switch (tab.state.is) {
    case 'opening':
      return <Shape name="half" />;
    case 'open':
      return <Shape name="disc" className={css.live} />;
    case 'away':
      return <Shape name="turn" />;
    case 'ended':
      return <Shape name="ring" />;
    case 'failed':
      return <Shape name="cross" className={css.bad} />;
  }
}
