import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { AlertRule, StatsAlert } from '../../../shared/contract/stats-alerts.ts';
import { metricText } from '../../../shared/model/stats-alert-words.ts';
import { durationText, useWords, type Words } from '../../i18n/index.ts';
import { removeRule, saveRule, useAlertRules, useStatsAlerts } from '../../state/stats/alerts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Tick } from '../../ui/field.tsx';
import { Shape } from '../../ui/shape.tsx';
import { BackgroundTick } from '../../ui/stats/background-tick.tsx';
import css from './alerts.module.css';
import { RuleForm } from './rule-form.tsx';

const mostRules = 50;

function ruleText({ pattern, metric, threshold, forSeconds }: AlertRule, words: Words): string {
  const length = durationText(forSeconds * 1000, words);
  return words.stats.rule(
    pattern,
    words.stats.ruleMetric[metric],
    metricText(metric, threshold, words.language),
    length,
  );
}

function Rule({ rule, above, onEdit }: { rule: AlertRule; above: readonly StatsAlert[]; onEdit(): void }) {
  const all = useWords();
  const words = all.stats;
  const text = ruleText(rule, all);
  return (
    <li className={css.rule}>
      <div className={css.ruleText}>
        <Tick checked={rule.enabled} onChange={(enabled) => void saveRule({ ...rule, enabled })}>
          <bdi>{text}</bdi>
        </Tick>
        {above.length > 0 && (
          <p className={css.above}>
            <Shape name="triangle" />
            <bdi>{words.aboveNow(above.map(({ name }) => name).join(', '))}</bdi>
          </p>
        )}
      </div>
      <IconButton label={words.editRule(text)} onClick={onEdit}>
        <Pencil size={14} />
      </IconButton>
      <IconButton label={words.removeRule(text)} onClick={() => void removeRule(rule.id)}>
        <Trash2 size={14} />
      </IconButton>
    </li>
  );
}

/** Thresholds that are told when a container stays above them: those there are, and a form for one. */
export function AlertsDialog({ onClose }: { onClose(): void }) {
  const all = useWords();
  const words = all.stats;
  const rules = useAlertRules();
  const alerts = useStatsAlerts((state) => state.alerts);
  const [editing, setEditing] = useState<AlertRule | 'new' | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  const full = rules.length >= mostRules;
  return (
    <Dialog
      title={words.alerts}
      text={words.alertsText}
      wide
      initialFocus={first}
      onClose={onClose}
      holds={editing === null ? 'nothing' : 'outside'}
      buttons={
        <Button ref={first} onClick={onClose}>
          {all.close}
        </Button>
      }
    >
      <div className={css.body}>
        {rules.length === 0 && editing === null && <p className={css.none}>{words.noRules}</p>}
        <ul className={css.rules} aria-label={words.rules}>
          {rules.map((rule) => (
            <Rule
              key={rule.id}
              rule={rule}
              above={alerts.filter(({ ruleId }) => ruleId === rule.id)}
              onEdit={() => setEditing(rule)}
            />
          ))}
        </ul>
        {editing === null ? (
          <div>
            <Button
              disabledReason={full ? words.mostRules(mostRules) : null}
              onClick={() => setEditing('new')}
            >
              <Plus size={14} />
              {words.addRule}
            </Button>
          </div>
        ) : (
          <RuleForm
            key={editing === 'new' ? 'new' : editing.id}
            rule={editing === 'new' ? null : editing}
            onDone={() => setEditing(null)}
          />
        )}
        <div className={css.background}>
          <BackgroundTick />
        </div>
      </div>
    </Dialog>
  );
}
