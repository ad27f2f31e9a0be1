import type { Lab } from './lab.ts';
import type { Row } from './report.ts';

/** What a benchmark is given. */
export interface BenchContext {
  lab: Lab;
  /** Fewer rounds and shorter windows; the figures are then rough. */
  quick: boolean;
  /** Tells the person who waits what is going on. */
  say(text: string): void;
}

/** Measures one thing. Throws when it cannot run or when what it saw was wrong; a missed target is no error. */
export interface Benchmark {
  name: string;
  run(context: BenchContext): Promise<Row[]>;
}
