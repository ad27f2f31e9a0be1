import type { Container } from '../../../shared/contract/containers.ts';
import { useWords } from '../../i18n/index.ts';
import { useHealth } from '../../state/health.ts';
import { HealthProbes } from '../../ui/containers/health-probes.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import type { ShapeName } from '../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../ui/status-pill.tsx';
import css from './overview-tab.module.css';

const looks: Record<'starting' | 'healthy' | 'unhealthy', { shape: ShapeName; tone: Tone }> = {
  starting: { shape: 'half', tone: 'busy' },
  healthy: { shape: 'check', tone: 'ok' },
  unhealthy: { shape: 'triangle', tone: 'bad' },
};

/** The health check of a running container, live. */
export function HealthCard({ container }: { container: Container }) {
  const words = useWords().health;
  const { health, error, read } = useHealth(container.id, container.health !== undefined);
  if (container.health === undefined) return null;
  const status = health?.status ?? container.health;
  return (
    <section className={css.health} aria-labelledby="health">
      <div className={css.healthHead}>
        <h2 id="health">{words.title}</h2>
        <StatusPill shape={looks[status].shape} tone={looks[status].tone}>
          {words.states[status]}
        </StatusPill>
        {health !== null && health.failingStreak > 0 && (
          <span className={css.note}>{words.failing(health.failingStreak)}</span>
        )}
      </div>
      {error !== null && <ErrorCard title={words.notRead} error={error} onRetry={read} />}
      {health !== null && <HealthProbes health={health} />}
    </section>
  );
}
