import { type ReactNode, useEffect } from 'react';
import { memoryText, useWords } from '../../i18n/index.ts';
import { engineIdOf, useConnection, useStanding } from '../../state/connection.ts';
import { readEngineInfo, useEngineInfo } from '../../state/engine-info.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Shape } from '../../ui/shape.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ManagedSwitches } from './managed-switches.tsx';
import css from './overview.module.css';

/** The engine in use, its host and what it warns of. */
export function EngineCard() {
  const words = useWords();
  const { fields } = words.overview;
  const engine = useConnection((state) => state.engine);
  const standing = useStanding();
  const engineId = engineIdOf(engine);
  const { known, error } = useEngineInfo();
  const info = known !== null && known.engineId === engineId ? known.info : null;

  useEffect(() => {
    if (standing !== 'ready' || engineId === null) return;
    const controller = new AbortController();
    void readEngineInfo(engineId, controller.signal);
    return () => controller.abort();
  }, [standing, engineId]);

  const identity =
    engine !== null && (engine.status === 'ready' || engine.status === 'reconnecting') ? engine.engine : null;
  const wait = <Skeleton width="96px" />;
  const facts: [string, ReactNode][] = [
    [fields.name, identity?.name ?? wait],
    [fields.version, identity === null ? wait : `${words.engine.kinds[identity.kind]} ${identity.version}`],
    [fields.api, identity === null ? wait : fields.apiValue(identity.apiVersion, identity.serverApiVersion)],
    [fields.address, engine?.endpoint?.address ?? wait],
    [fields.system, info === null ? wait : `${info.operatingSystem}, ${info.architecture}`],
    [fields.kernel, info?.kernelVersion ?? wait],
    [fields.cpus, identity?.cpus ?? wait],
    [fields.memory, identity === null ? wait : memoryText(identity.memoryBytes)],
    [fields.storage, info?.storageDriver ?? wait],
    [fields.logging, info?.loggingDriver ?? wait],
    [fields.cgroup, info === null ? wait : words.overview.cgroupValue(info.cgroupVersion, info.cgroupDriver)],
    [fields.root, info?.rootDir ?? wait],
  ];
  return (
    <section className={css.card} aria-labelledby="engine">
      <div className={css.cardHead}>
        <h2 id="engine">{words.overview.engine}</h2>
        <ManagedSwitches />
      </div>
      <dl className={css.facts}>
        {facts.map(([term, value]) => (
          <div key={term} className={css.fact}>
            <dt>{term}</dt>
            <dd>{value === '' ? '–' : value}</dd>
          </div>
        ))}
      </dl>
      {error !== null && info === null && (
        <ErrorCard
          title={words.overview.engine}
          error={error}
          onRetry={engineId === null ? undefined : () => void readEngineInfo(engineId)}
        />
      )}
      {info !== null && info.warnings.length > 0 && (
        <div className={css.warnings}>
          <h3>
            <Shape name="triangle" /> {words.overview.warnings}
          </h3>
          <ul>
            {info.warnings.map((warning) => (
              <li key={warning}>{warning.replace(/^warning:\s*/i, '')}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
