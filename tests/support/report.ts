import { writeFileSync } from 'node:fs';

/** Environment variable: the file a reporter writes its report to. Without it nothing is written. */
const reportVariable = 'SLIPWAY_REPORT';

export interface Failure {
  /** File and names of the suites and the test. */
  readonly name: string;
  /** Message, difference and place, without colours. */
  readonly detail: string;
}

export interface Skip {
  readonly name: string;
  readonly reason: string;
}

/** What one run of a runner came to; `build/test.mjs` adds them up. */
export interface Report {
  readonly passed: number;
  readonly failed: readonly Failure[];
  readonly skipped: readonly Skip[];
}

/** Collects results for the report and says one line a file, so that a long run is seen to move. */
export class ReportWriter {
  #passed = 0;
  readonly #failed: Failure[] = [];
  readonly #skipped: Skip[] = [];

  pass(): void {
    this.#passed += 1;
  }

  fail(name: string, detail: string): void {
    this.#failed.push({ name, detail: withoutColours(detail) });
  }

  skip(name: string, reason: string | undefined): void {
    this.#skipped.push({ name, reason: reason ?? 'no reason given' });
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
    const report: Report = { passed: this.#passed, failed: this.#failed, skipped: this.#skipped };
    writeFileSync(path, JSON.stringify(report));
  }
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with one
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
