import { useId } from 'react';
import type { HostAccess } from '../../../../shared/contract/machine-ports.ts';
import { useWords } from '../../../i18n/index.ts';
import { changeSettings, useSettings } from '../../../state/settings.ts';
import { CommandLine } from '../../../ui/command-line.tsx';
import { Tick } from '../../../ui/field.tsx';
import css from './access.module.css';

/** What host.docker.internal is, and whether new containers get it. */
export function HostGateway({ access }: { access: HostAccess | null }) {
  const words = useWords().machine.access;
  const id = useId();
  const added = useSettings((state) => state.settings?.hostInternal ?? false);
  return (
    <section className={css.card} aria-labelledby={id}>
      <h2 id={id}>{words.gateway}</h2>
      <p className={css.lead}>{words.gatewayText}</p>
      <Tick
        checked={added}
        onChange={(hostInternal) => void changeSettings({ hostInternal })}
        note={words.addNote}
      >
        {words.addByDefault}
      </Tick>
      {access !== null && (
        <p className={access.supported ? css.lead : css.wrong}>
          {access.supported
            ? words.supported(access.version, access.needs)
            : words.unsupported(access.version, access.needs)}
        </p>
      )}
      <details>
        <summary>{words.example}</summary>
        <CommandLine command="docker run --add-host host.docker.internal:host-gateway IMAGE" />
      </details>
    </section>
  );
}
