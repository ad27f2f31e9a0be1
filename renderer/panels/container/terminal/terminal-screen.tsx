import { useEffect, useRef, useState } from 'react';
import type { Container } from '../../../../shared/contract/containers.ts';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { useLink } from '../../../state/link.ts';
import { openTerminal, type TerminalTab, updateTab, useTerminals } from '../../../state/terminals.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { useStable } from '../../../ui/use-stable.ts';
import { connectTerminal, type TerminalLine } from './connect.ts';
import palette from './palette.module.css';
import type { Screen } from './screen.ts';
import css from './terminal.module.css';

interface TerminalScreenProps {
  container: Container;
  tab: TerminalTab;
  title: string;
  onTop: boolean;
  /** The keys that leave it were pressed. */
  onLeave(): void;
}

/** One terminal: its screen, and what became of it. */
export function TerminalScreen({ container, tab, title, onTop, onLeave }: TerminalScreenProps) {
  const words = useWords().terminal;
  const place = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Screen | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const line = useRef<TerminalLine | null>(null);
  const linked = useLink((state) => state.link.status === 'open');
  const wanted = useTerminals((state) => state.focus === tab.key);
  const screenReader = useTerminals((state) => state.screenReader);
  const leave = useStable(onLeave);
  const label = words.screenOf(title, container.name);
  const over = tab.state.is === 'ended' || tab.state.is === 'failed';
  if (fault !== null) throw fault;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; its words follow below
  useEffect(() => {
    let gone = false;
    let made: Screen | null = null;
    import('./screen.ts')
      .then(({ createScreen }) => {
        if (gone || place.current === null) return;
        made = createScreen(place.current, {
          label,
          description: `${words.leaveKeys} ${words.leave}`,
          screenReader,
          onInput: (bytes) => line.current?.type(bytes),
          onSize: (columns, rows) => line.current?.resize(columns, rows),
          onLeave: leave,
        });
        setScreen(made);
      })
      .catch((thrown: unknown) => {
        if (!gone) setFault(thrown);
      });
    return () => {
      gone = true;
      made?.dispose();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a line is opened when there is a screen and a link, and only then
  useEffect(() => {
    if (screen === null || !linked || over) return;
    screen.clear();
    const change = (parts: Partial<TerminalTab>) => updateTab(container.id, tab.key, parts);
    const opened = connectTerminal({
      container: container.id,
      tab,
      screen,
      started: ({ terminal, command, user, attached, takesInput }) =>
        change({ terminal, command, user, attached, takesInput, state: { is: 'open' } }),
      state: (state) => change({ state }),
    });
    line.current = opened;
    return () => {
      line.current = null;
      opened?.leave();
    };
  }, [screen, linked]);

  useEffect(() => {
    screen?.describe(label, screenReader);
  }, [screen, label, screenReader]);

  useEffect(() => {
    if (screen === null || !onTop) return;
    screen.fill();
    if (!wanted) return;
    screen.focus();
    useTerminals.setState({ focus: null });
  }, [screen, onTop, wanted]);

  return (
    <div className={css.view} hidden={!onTop}>
      <Note container={container} tab={tab} />
      <div className={`${css.paper} ${palette.palette}`} hidden={neverOpened(tab)}>
        <div ref={place} className={css.screen} data-terminal={tab.terminal ?? undefined} />
      </div>
    </div>
  );
}

/** Where the engine refused from the start there is nothing on the screen to look at. */
const neverOpened = ({ state, terminal }: TerminalTab): boolean =>
  state.is === 'failed' && (terminal === null || state.error.reason === 'command-not-started');

/** What is to be said of a terminal, above its screen. */
function Note({ container, tab }: { container: Container; tab: TerminalTab }) {
  const words = useWords().terminal;
  const standing = useStanding();
  const { state } = tab;
  const again = () => openTerminal(container.id, tab.choice);
  const notNow = standing === 'ready' ? null : words.waitForEngine;
  switch (state.is) {
    case 'opening':
      return null;
    case 'open':
      if (!tab.attached) return null;
      return (
        <p className={css.note} role="note">
          <Shape name="triangle" />
          <span>
            {words.attachedNote} {!tab.takesInput && words.noInput}
          </span>
        </p>
      );
    case 'away':
      return (
        <p className={css.note} role="status">
          <Shape name="turn" />
          <span>{words.linkLost}</span>
        </p>
      );
    case 'ended':
      return (
        <div className={css.note} role="status">
          <Shape name="ring" />
          <span>
            {state.code !== null
              ? words.ended(state.code)
              : tab.attached
                ? words.detached
                : words.endedUnknown}
          </span>
          <Button disabledReason={notNow} onClick={again}>
            {words.openAgain}
          </Button>
        </div>
      );
    case 'failed':
      return (
        <div className={css.failed}>
          <ErrorCard
            title={state.error.reason === 'terminal-lost' ? words.lost : words.failed(container.name)}
            error={state.error}
          >
            <Button disabledReason={notNow} onClick={again}>
              {words.openAgain}
            </Button>
          </ErrorCard>
        </div>
      );
  }
}
