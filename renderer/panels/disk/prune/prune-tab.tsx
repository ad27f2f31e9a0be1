import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { create } from 'zustand';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { openPlan } from '../../../state/plans.ts';
import { navigate, routeHash, useRoute } from '../../../state/route.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { PlanItems } from '../../../ui/plan-items.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './prune.module.css';
import { type RulesForm, rulesForKinds, rulesOf, usualRules } from './rules.ts';
import { isAboutField, RulesFields } from './rules-fields.tsx';
import { type Preview, usePreview } from './use-preview.ts';

/** What was chosen stays while other pages are shown. */
const useForm = create<{ form: RulesForm }>()(() => ({ form: usualRules }));

function Shown({ preview, chosen }: { preview: Preview; chosen: boolean }) {
  const words = useWords();
  const { plan, error, looking } = preview;
  if (!chosen)
    return (
      <EmptyState
        picture={<Shape name="dashed" />}
        title={words.prune.chooseTitle}
        text={words.prune.nothingChosen}
      />
    );
  if (error !== null && !isAboutField(error))
    return <ErrorCard title={words.prune.failed} error={error} onRetry={preview.again} />;
  if (plan === null)
    return looking ? (
      <div className={css.waiting}>
        <Skeleton width="80%" />
        <Skeleton width="60%" />
        <Skeleton width="70%" />
      </div>
    ) : null;
  return (
    <>
      {plan.warnings.map((warning) => (
        <p key={warning.kind} className={css.warning}>
          <Shape name="triangle" />
          {words.plan.warnings[warning.kind](warning.names)}
        </p>
      ))}
      {plan.items.length === 0 ? (
        <EmptyState
          picture={<Shape name="check" />}
          title={words.prune.nothingTitle}
          text={words.prune.nothingText}
        />
      ) : (
        <PlanItems items={plan.items} label={words.prune.preview} />
      )}
    </>
  );
}

function Sum({ preview, chosen }: { preview: Preview; chosen: boolean }) {
  const words = useWords().prune;
  const { plan, looking, error } = preview;
  if (!chosen || (error !== null && !looking)) return null;
  if (plan === null || looking) return <span className={css.looking}>{words.looking}</span>;
  if (plan.items.length === 0) return null;
  const unknown = plan.items.every(({ bytes }) => bytes === null);
  const { length } = plan.items;
  return <>{unknown ? words.sumUnknown(length) : words.sum(length, bytesText(plan.totalBytes))}</>;
}

/** Free disk space: rules beside what they would take now. */
export function PruneTab() {
  const words = useWords();
  const form = useForm((state) => state.form);
  const { query } = useRoute();
  useEffect(() => {
    const asked = rulesForKinds(query.kinds ?? '');
    if (asked === null) return;
    useForm.setState({ form: asked });
    // Asked for once: what is chosen after that is not undone by coming back.
    navigate(routeHash('disk', 'prune'), { replace: true });
  }, [query.kinds]);
  const preview = usePreview(form);
  const standing = useStanding();
  const notReady = standing === 'ready' ? null : words.engine.notReady;
  const rules = rulesOf(form);
  const off =
    rules === null
      ? words.prune.nothingChosen
      : preview.error !== null
        ? words.prune.failed
        : preview.plan === null
          ? words.prune.looking
          : preview.plan.items.length === 0
            ? words.prune.nothingText
            : notReady;
  return (
    <div className={css.tab}>
      <div className={css.side}>
        <RulesFields
          form={form}
          error={preview.error}
          onChange={(next) => useForm.setState({ form: next })}
        />
      </div>
      <div className={css.preview} aria-busy={preview.looking}>
        <div className={css.head}>
          <h2 className={css.title}>{words.prune.preview}</h2>
          <span className={css.sum} role="status">
            <Sum preview={preview} chosen={rules !== null} />
          </span>
          <span className={css.buttons}>
            <Button
              disabledReason={rules === null ? words.prune.nothingChosen : null}
              onClick={preview.again}
            >
              <RefreshCw size={14} />
              {words.prune.lookAgain}
            </Button>
            <Button
              look="primary"
              disabledReason={off}
              onClick={() => {
                if (rules !== null) void openPlan({ kind: 'disk.prune', rules });
              }}
            >
              {words.prune.review}
            </Button>
          </span>
        </div>
        <p className={css.safe}>{words.prune.safe}</p>
        <Shown preview={preview} chosen={rules !== null} />
      </div>
    </div>
  );
}
