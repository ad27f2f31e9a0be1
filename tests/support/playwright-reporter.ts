import { relative } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';
import { ReportWriter } from './report.ts';

/** Writes the counts of a Playwright run, its failures and its skips with their reasons. */
export default class CountingReporter implements Reporter {
  readonly #writer = new ReportWriter();
  readonly #errors: TestError[] = [];
  #root = process.cwd();
  #suite: Suite | undefined;
  readonly #running = new Map<Suite, number>();

  onBegin(config: FullConfig, suite: Suite): void {
    this.#root = config.configFile === undefined ? config.rootDir : folderOf(config.configFile);
    this.#suite = suite;
  }

  onError(error: TestError): void {
    this.#errors.push(error);
  }

  onTestEnd(test: TestCase): void {
    const file = fileOf(test);
    const left = (this.#running.get(file) ?? file.allTests().length) - 1;
    this.#running.set(file, left);
    if (left === 0) this.#addFile(file);
  }

  onEnd(): void {
    // What is left over has tests that never ran, since something before them failed.
    for (const file of this.#suite?.suites.flatMap((project) => project.suites) ?? []) {
      if (this.#running.get(file) !== 0) this.#addFile(file);
    }
    for (const error of this.#errors) this.#writer.fail('outside of any test', inWords(error));
    this.#writer.write();
  }

  #addFile(file: Suite): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    let duration = 0;
    for (const test of file.allTests()) {
      counts[this.#add(test)] += 1;
      duration += test.results.reduce((sum, result) => sum + result.duration, 0);
    }
    const path = relative(this.#root, file.location?.file ?? file.title);
    this.#writer.file(`[${file.parent?.title}] ${path}`, counts, duration);
  }

  #add(test: TestCase): 'passed' | 'failed' | 'skipped' {
    const file = this.#argumentsOf(test);
    switch (test.outcome()) {
      case 'expected':
        this.#writer.pass(file);
        return 'passed';
      case 'skipped': {
        const annotation = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
        // A test that never ran because one before it failed is no decision of anybody's.
        const reason = annotation === undefined ? 'it was not run' : annotation.description;
        this.#writer.skip(this.#nameOf(test), reason, file);
        return 'skipped';
      }
      case 'flaky':
      case 'unexpected': {
        const errors = test.results.flatMap((result) => result.errors).map(inWords);
        this.#writer.fail(this.#nameOf(test), errors.join('\n') || `It ended as ${test.outcome()}.`, file);
        return 'failed';
      }
    }
  }

  #argumentsOf(test: TestCase): string {
    const [, project = ''] = test.titlePath();
    return `--project=${project} ${relative(this.#root, test.location.file)}`;
  }

  #nameOf(test: TestCase): string {
    const [, project = '', , ...titles] = test.titlePath();
    const place = `${relative(this.#root, test.location.file)}:${test.location.line}`;
    return `[${project}] ${place} > ${titles.join(' > ')}`;
  }
}

function fileOf(test: TestCase): Suite {
  let suite = test.parent;
  while (suite.parent !== undefined && suite.type !== 'file') suite = suite.parent;
  return suite;
}

function folderOf(file: string): string {
  return file.replace(/[/\\][^/\\]+$/, '');
}

/** The message and what Playwright shows around it, cut where a call log grows long. */
function inWords(error: TestError): string {
  const said = [error.message ?? error.value ?? 'unknown error', error.snippet ?? ''].join('\n').trim();
  // Playwright's log of calls tells what was typed, passwords too.
  const text = said.replace(/\b(fill|type|pressSequentially)\(".*?"\)/g, '$1(...)');
  return text.length > 4_000 ? `${text.slice(0, 4_000)} ...` : text;
}
