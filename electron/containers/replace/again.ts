import type { RawRecord } from '../../engine/raw/fields.ts';
import { replacementOf } from './body.ts';
import type { Subject } from './subject.ts';

/** The request that makes a container as it was, from what its engine told of it; and the networks to connect after that. */
export function madeAgain(subject: Omit<Subject, 'image'>): {
  body: RawRecord;
  afterwards: Readonly<Record<string, RawRecord>>;
} {
  const { body, networks } = replacementOf({ ...subject, image: subject.ownImage }, {});
  return { body, afterwards: networks.afterwards };
}
