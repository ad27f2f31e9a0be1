import {
  type ChoiceSource,
  type ContextList,
  choiceSources,
  type EngineClaim,
} from '../../../../shared/contract/contexts.ts';
import { useWords } from '../../../i18n/index.ts';
import { Shape } from '../../../ui/shape.tsx';
import css from './contexts.module.css';

/** What the docker CLI has no word for stands here only where it decided. */
const listed = choiceSources.filter((source) => source !== 'found');

function Claim({
  source,
  claim,
  counts,
}: {
  source: ChoiceSource;
  claim: EngineClaim | null;
  counts: boolean;
}) {
  const words = useWords().contexts;
  const told =
    claim === null
      ? words.notSet
      : counts
        ? words.counts
        : source === 'default'
          ? words.otherwise
          : words.beaten;
  return (
    <li className={`${css.claim} ${claim === null ? css.unset : ''}`} data-counts={counts || undefined}>
      <Shape name={counts ? 'disc' : claim === null ? 'minus' : 'ring'} />
      <span className={css.source}>{words.sources[source]}</span>
      <bdi className={css.mono}>{claim === null ? '' : claim.value}</bdi>
      <span className={css.told}>{told}</span>
    </li>
  );
}

/** What goes before what, and which of it counts. */
export function ChoiceCard({ list }: { list: ContextList }) {
  const words = useWords().contexts;
  const { claims, choice } = list;
  const claimOf = (source: ChoiceSource) => claims.find((claim) => claim.source === source) ?? null;
  const strongest = claims[0];
  const host = claimOf('docker-host');
  const context = claimOf('docker-context');
  const argument = claimOf('argument');
  const warning =
    argument !== null
      ? words.argument(argument.value)
      : host !== null
        ? words.dockerHost(host.value)
        : context !== null
          ? words.dockerContext(context.value)
          : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.choice} aria-labelledby="context-choice" tabIndex={0}>
      <h2 id="context-choice">{words.choice}</h2>
      {choice !== null && (
        <p className={css.now}>
          {words.inUseNow} <bdi className={css.strong}>{choice.context ?? choice.value}</bdi>
          {choice.untilRestart && strongest !== undefined && (
            <span> {words.untilRestart(words.sources[strongest.source])}</span>
          )}
          {choice.source === 'found' && <span> {words.foundNote}</span>}
        </p>
      )}
      {warning !== null && (
        <p className={css.risk} role="status">
          <Shape name="triangle" />
          <span>{warning}</span>
        </p>
      )}
      <p className={css.note}>{words.choiceText}</p>
      <ol className={css.claims}>
        {listed.map((source) => (
          <Claim key={source} source={source} claim={claimOf(source)} counts={strongest?.source === source} />
        ))}
      </ol>
    </section>
  );
}
