import { relative } from 'node:path';
import type { UserConsoleLog } from 'vitest';
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';
import { keepLog } from '../rig/canaries.ts';
import { ReportWriter } from './report.ts';

type ThrownError = Pick<SerializedError, 'message' | 'stack'> & { diff?: string };

/** Writes the counts of a vitest run, its failures and its skips with their reasons. */
export class CountingReporter implements Reporter {
  readonly #writer = new ReportWriter();
  readonly #root: string;
  #isFiltered = false;

  constructor(root: string) {
    this.#root = root;
  }

  onInit(vitest: Vitest): void {
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onUserConsoleLog({ content }: UserConsoleLog): void {
    keepLog(content);
  }

  onTestModuleEnd(module: TestModule): void {
    const path = relative(this.#root, module.moduleId);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const test of module.children.allTests()) {
      const outcome = this.#add(test, path);
      if (outcome !== 'left out') counts[outcome] += 1;
    }
    // A suite whose hooks threw, or a file that cannot be loaded, has no failed test to show for it.
    for (const holder of [module, ...module.children.allSuites()]) {
      for (const error of holder.errors()) {
        counts.failed += 1;
        this.#writer.fail(nameOf(holder, path), this.#describe(error), path);
      }
    }
    this.#writer.file(path, counts, module.diagnostic().duration);
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    for (const error of errors) this.#writer.fail('outside of any test', this.#describe(error));
    this.#writer.write();
  }

  #add(test: TestCase, path: string): 'passed' | 'failed' | 'skipped' | 'left out' {
    const result = test.result();
    const name = `${path} > ${test.fullName}`;
    switch (result.state) {
      case 'passed':
        this.#writer.pass(path);
        return 'passed';
      case 'failed':
        this.#writer.fail(name, result.errors.map((error) => this.#describe(error)).join('\n'), path);
        return 'failed';
      case 'skipped':
        if (result.note === undefined && this.#isFiltered) return 'left out';
        this.#writer.skip(
          name,
          result.note ?? (isInFailedSuite(test) ? 'its suite failed' : undefined),
          path,
        );
        return 'skipped';
      case 'pending':
        this.#writer.fail(name, 'It was started and never ended.', path);
        return 'failed';
    }
  }

  /** Message, difference, and the first places in our own files, or else anywhere. */
  #describe({ message, diff, stack }: ThrownError): string {
    const places = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    const own = places.filter((line) => line.includes(this.#root) && !line.includes('node_modules'));
    const shown = (own.length > 0 ? own : places).slice(0, 3);
    return [message, diff, ...shown.map((line) => line.replaceAll(`${this.#root}/`, ''))]
      .filter((text) => text !== undefined)
      .join('\n');
  }
}

function isInFailedSuite({ parent }: TestCase | TestSuite): boolean {
  return parent.errors().length > 0 || (parent.type === 'suite' && isInFailedSuite(parent));
}

function nameOf(holder: TestModule | TestSuite, path: string): string {
  return holder.type === 'module' ? path : `${path} > ${holder.fullName}`;
}
