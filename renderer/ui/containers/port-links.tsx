import type { Container } from '../../../shared/contract/containers.ts';
import {
  engineHost,
  foldPorts,
  type PortEntry,
  portText,
  portUrl,
} from '../../../shared/model/container-text.ts';
import { useWords } from '../../i18n/index.ts';
import { useConnection } from '../../state/connection.ts';
import css from './port-links.module.css';

function Port({ port, host, tabbable }: { port: PortEntry; host: string | null; tabbable: boolean }) {
  const words = useWords().containers;
  const text = portText(port);
  const url = host === null ? null : portUrl(port, host);
  if (url === null) {
    const tip = port.hostPort === null ? words.onlyExposed(text) : text;
    return (
      <span className={`${css.port} ${css.exposed}`} data-tip={tip}>
        {text}
      </span>
    );
  }
  return (
    <a
      className={css.port}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      data-tip={words.openPort(url)}
      tabIndex={tabbable ? undefined : -1}
    >
      {text}
    </a>
  );
}

/**
 * The ports of a container; while it runs, published TCP ports open in the browser, at the engine's own host.
 * `most` cuts the row short and counts the rest. In a grid row they are reached by arrow keys (`tabbable` false).
 */
export function PortLinks({
  container,
  most = Number.POSITIVE_INFINITY,
  tabbable = false,
}: {
  container: Container;
  most?: number;
  tabbable?: boolean;
}) {
  const words = useWords().containers;
  const host = useConnection((state) => engineHost(state.engine?.endpoint?.address));
  // Nobody listens at the ports of a container that does not run.
  const openAt = container.state === 'running' ? host : null;
  const entries = foldPorts(container.ports);
  const shown = entries.length > most ? entries.slice(0, most) : entries;
  const rest = entries.slice(shown.length);
  return (
    <span className={`${css.ports} ${most === Number.POSITIVE_INFINITY ? css.wrapped : ''}`}>
      {shown.map((port) => (
        <Port key={portText(port)} port={port} host={openAt} tabbable={tabbable} />
      ))}
      {rest.length > 0 && (
        <span className={css.more} data-tip={rest.map(portText).join('\n')}>
          {words.more(rest.length)}
        </span>
      )}
    </span>
  );
}
