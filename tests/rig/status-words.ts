import type { Container } from '../../shared/contract/containers.ts';

const second = 1000;

/** The STATUS column of `docker ps`, made from a row's data alone, as the engine words it at `now` (ms). */
export function statusWords(row: Container, now: number): string {
  const since = (iso: string | undefined): string => humanDuration(now - Date.parse(iso ?? ''));
  switch (row.state) {
    case 'created':
      return 'Created';
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    case 'exited':
      return `Exited (${row.exitCode}) ${since(row.finishedAt)} ago`;
    case 'restarting':
      return `Restarting (${row.exitCode}) ${since(row.finishedAt)} ago`;
    case 'paused':
      return `Up ${since(row.startedAt)} (Paused)`;
    case 'running': {
      const health = row.health === 'starting' ? 'health: starting' : row.health;
      return `Up ${since(row.startedAt)}${health === undefined ? '' : ` (${health})`}`;
    }
  }
}

/** go-units' HumanDuration, up to days: no container of a test is older. */
function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / second);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(seconds / 3600 + 0.5);
  return hours === 1 ? 'About an hour' : `${hours} hours`;
}
