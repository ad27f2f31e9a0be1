import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isTrashName,
  isTrashTag,
  nameBeforeTrash,
  trashName,
  trashTag,
} from '../../../shared/model/trash-names.ts';

const at = new Date('2026-11-21T09:41:07.123Z');

describe('names in the trash', () => {
  it('tell when and what', () => {
    expect(trashName('web', at)).toBe('slipway-trash-20261121T094107Z-web');
    expect(trashTag(`sha256:${'3f2a1b0c9d8e'.padEnd(64, '0')}`, at)).toBe(
      'slipway-trash/3f2a1b0c9d8e:20261121T094107Z',
    );
    expect(isTrashTag('localhost/slipway-trash/3f2a1b0c9d8e:20261121T094107Z')).toBe(true);
    expect(isTrashTag('example.org/slipway-trash/x:1')).toBe(false);
    expect(nameBeforeTrash('slipway-trash-of-mine')).toBe('slipway-trash-of-mine');
  });

  it('lead back to every name a container can have', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,80}$/),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true }),
        (name, when) => {
          const hidden = trashName(name, when);
          expect(hidden).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
          expect(isTrashName(hidden)).toBe(true);
          expect(nameBeforeTrash(hidden)).toBe(name);
        },
      ),
    );
  });
});
