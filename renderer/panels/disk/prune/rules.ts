import type { InputOf } from '../../../../shared/contract/index.ts';
import { type CheckedPruneRules, type PruneKind, pruneKinds } from '../../../../shared/contract/prune.ts';

/** The rules as a form holds them: every field is text somebody may be in the middle of. */
export interface RulesForm {
  kinds: ReadonlySet<PruneKind>;
  images: 'dangling' | 'all';
  volumes: 'anonymous' | 'all';
  buildCache: 'unused' | 'all';
  until: string;
  label: string;
  labelNot: string;
  keep: string;
}

/** What is safe to take: nothing that cannot be had again. What containers wrote cannot, and volumes cannot. */
export const usualRules: RulesForm = {
  kinds: new Set(['networks', 'images', 'build-cache']),
  images: 'dangling',
  volumes: 'anonymous',
  buildCache: 'unused',
  until: '',
  label: '',
  labelNot: '',
  keep: '',
};

/** The usual rules for just these kinds, as an address names them: `images,build-cache`; null where it names none. */
export function rulesForKinds(named: string): RulesForm | null {
  const asked = named.split(',');
  const kinds = new Set(pruneKinds.filter((kind) => asked.includes(kind)));
  return kinds.size === 0 ? null : { ...usualRules, kinds };
}

const words = (text: string): string[] => text.split(/\s+/).filter((one) => one !== '');

/** What the form asks for; null where no kind is chosen. */
export function rulesOf(form: RulesForm): InputOf<'disk.plan'> | null {
  if (form.kinds.size === 0) return null;
  const keep = form.kinds.has('build-cache') ? form.keep.trim() : '';
  const until = form.until.trim();
  return {
    kinds: [...form.kinds],
    images: form.images,
    volumes: form.volumes,
    buildCache: form.buildCache,
    label: words(form.label),
    labelNot: words(form.labelNot),
    ...(until === '' ? {} : { until }),
    ...(keep === '' ? {} : { keepStorage: keep }),
  };
}

/** A form filled with rules. */
export function formOf(rules: CheckedPruneRules): RulesForm {
  return {
    kinds: new Set(rules.kinds),
    images: rules.images,
    volumes: rules.volumes,
    buildCache: rules.buildCache,
    until: rules.until ?? '',
    label: rules.label.join(' '),
    labelNot: rules.labelNot.join(' '),
    keep: rules.keepStorage === undefined ? '' : String(rules.keepStorage),
  };
}
