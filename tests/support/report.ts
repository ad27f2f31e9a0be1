import { writeFileSync } from 'node:fs';

/** Environment variable: the file a reporter writes its report to. Without it nothing is written. */
const reportVariable = 'SLIPWAY_REPORT';

export interface Failure {
  /** File and names of the suites and the test. */
  readonly name: string;
  /** Message, difference and place, without colours. */
  readonly detail: string;
  /** The arguments that make its runner run that file again, parted by blanks; without it nothing was a file's. */
  readonly file?: string;
}

export interface Skip {
  readonly name: string;
  readonly reason: string;
  readonly file?: string;
}

/** What one run of a runner came to; `build/test.mjs` adds them up. */
export interface Report {
  readonly passed: number;
  readonly failed: readonly Failure[];
  readonly skipped: readonly Skip[];
  /** How many passed, by the file. */
  readonly passedIn: Readonly<Record<string, number>>;
  /** What failed at first and passed when its file was run again. */
  readonly unsteady: readonly Failure[];
}

/** Lines of a failure that are shown at once; all of them come at the end. */
const shownLines = 12;

/** Collects results for the report and says one line a file, so that a long run is seen to move. */
export class ReportWriter {
  #passed = 0;
  readonly #failed: Failure[] = [];
  readonly #skipped: Skip[] = [];
  readonly #passedIn: Record<string, number> = {};

  pass(file: string): void {
    this.#passed += 1;
    this.#passedIn[file] = (this.#passedIn[file] ?? 0) + 1;
  }

  fail(name: string, detail: string, file?: string): void {
    const failure = { name, detail: withoutColours(detail), ...(file === undefined ? {} : { file }) };
    this.#failed.push(failure);
    const lines = failure.detail.split('\n').slice(0, shownLines);
    // At once: a run that is stopped before its end has told what failed so far.
    process.stdout.write([`  FAILED  ${name}`, ...lines.map((line) => `            ${line}`), ''].join('\n'));
  }

  skip(name: string, reason: string | undefined, file: string): void {
    this.#skipped.push({ name, reason: reason ?? 'no reason given', file });
  }

  /** `counts` are those of the file; `duration` in ms. */
  file(path: string, counts: { passed: number; failed: number; skipped: number }, duration: number): void {
    const words = Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([word, count]) => `${count} ${word}`);
    const mark = counts.failed > 0 ? 'FAILED' : 'ok    ';
    const seconds = (duration / 1000).toFixed(1);
    process.stdout.write(`  ${mark}  ${path}  ${words.join(', ') || 'nothing ran'}  ${seconds} s\n`);
  }

  write(): void {
    const path = process.env[reportVariable];
    if (path === undefined) return;
    const report: Report = {
      passed: this.#passed,
      failed: this.#failed,
      skipped: this.#skipped,
      passedIn: this.#passedIn,
      unsteady: [],
    };
    writeFileSync(path, JSON.stringify(report));
  }
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with one
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
