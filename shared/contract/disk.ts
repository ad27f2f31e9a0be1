import { z } from 'zod';
import { answer, call } from './define.ts';
import { diskUsage } from './disk-usage.ts';
import { prune } from './prune.ts';
import { trash } from './trash.ts';

const markable = z.strictObject({
  kind: z.enum(['container', 'image', 'volume', 'network']),
  id: z.string().min(1).describe('id or name'),
});

/** A mark that keeps an object out of every plan. Objects are known by id (volumes by name) and engine. */
export interface ProtectedMark {
  engineId: string;
  kind: 'container' | 'image' | 'volume' | 'network';
  id: string;
  name: string;
  since: string;
}

export const disk = {
  ...diskUsage,
  ...trash,
  protect: call('Keep an object out of every plan', markable, answer<ProtectedMark>()),
  unprotect: call('Take that mark off again', markable, answer<{ removed: boolean }>()),
  protected: call('What is marked on this engine', z.strictObject({}), answer<ProtectedMark[]>()),
  ...prune,
};
