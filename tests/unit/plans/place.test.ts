import { expect, it } from 'vitest';
import { ownMark, whoseMark } from '../../../electron/plans/place.ts';

it('tells its own mark, those of the dead here, and those of which nothing can be told', async () => {
  const mark = await ownMark();
  const [machine = '', boot = '', pid = '', started = ''] = mark.split('-');
  expect(await whoseMark(mark)).toBe('own');
  expect(await whoseMark([machine, boot, process.ppid, ''].join('-'))).toBe('alive');
  // Another process that has the same number now, and one of before the last boot.
  expect(await whoseMark([machine, boot, pid, `${started}1`].join('-'))).toBe('dead');
  expect(await whoseMark([machine, '0'.repeat(12), pid, started].join('-'))).toBe('dead');
  expect(await whoseMark(['0'.repeat(12), boot, pid, started].join('-'))).toBe('elsewhere');
  for (const other of ['', '12 34', '../..', `${mark}-1`]) expect(await whoseMark(other)).toBe('elsewhere');
});
