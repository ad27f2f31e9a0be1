import { type FormEvent, useRef, useState } from 'react';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { type InspectableKind, inspectableKinds } from '../../../shared/contract/inspect.ts';
import { useWords } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import { call } from '../../state/link.ts';
import { inspectedIn, objectHash } from '../../state/object-links.ts';
import { navigate, useRoute } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { TextField } from '../../ui/field.tsx';
import { InspectedObjectView } from '../../ui/inspect/inspected-object.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import css from './inspect-page.module.css';

const kindsIn = (error: ApiError): InspectableKind[] =>
  error.reason === 'id-in-kinds'
    ? inspectableKinds.filter((kind) => error.params?.kinds?.split(',').includes(kind))
    : [];

/** Asks for an id or name and goes to the object it belongs to. */
function Finder({ first }: { first: string }) {
  const words = useWords();
  const [id, setId] = useState(first);
  const [error, setError] = useState<ApiError | null>(null);
  const field = useRef<HTMLInputElement>(null);

  async function find(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (id.trim() === '') {
      field.current?.focus();
      return;
    }
    const result = await call('inspect.any', { id: id.trim() });
    if (result.ok) navigate(objectHash(result.value.kind, result.value.id));
    else setError(result.error);
  }

  const choices = error === null ? [] : kindsIn(error);
  return (
    <div className={css.finder}>
      <h2>{words.inspect.findTitle}</h2>
      <p className={css.text}>{words.inspect.findText}</p>
      <form className={css.form} onSubmit={(event) => void find(event)}>
        <div className={css.field}>
          <TextField ref={field} label={words.inspect.reference} value={id} onChange={setId} />
        </div>
        <Button type="submit" look="primary">
          {words.inspect.find}
        </Button>
      </form>
      {error !== null && choices.length === 0 && <ErrorCard title={words.inspect.notRead} error={error} />}
      {choices.length > 0 && (
        <section className={css.choices} aria-label={words.inspect.several}>
          <p>{words.inspect.choose}</p>
          {choices.map((kind) => (
            <Button key={kind} onClick={() => navigate(objectHash(kind, id.trim()))}>
              {words.inspect.kinds[kind]} {id.trim()}
            </Button>
          ))}
        </section>
      )}
    </div>
  );
}

/** Any object of the engine that has no page of its own: `#/inspect/KIND/ID`. */
export function InspectPage() {
  const words = useWords();
  const route = useRoute();
  const standing = useStanding();
  const asked = inspectedIn(route);
  if (asked === null)
    return (
      <Page title={words.pages.inspect} scrolling>
        <Finder first={route.object ?? ''} />
      </Page>
    );
  return (
    <Page
      title={words.pages.inspect}
      aside={
        <span className={css.what}>
          {words.inspect.kinds[asked.kind]} <bdi>{asked.id}</bdi>
        </span>
      }
    >
      <StaleBar standing={standing} error={null} />
      <InspectedObjectView kind={asked.kind} id={asked.id} />
    </Page>
  );
}
