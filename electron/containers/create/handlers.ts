import { stringify } from 'yaml';
import type { ContainerSpec } from '../../../shared/contract/container-spec.ts';
import { fail } from '../../../shared/contract/failure.ts';
import { composeFile } from '../../../shared/model/container-spec/compose.ts';
import { parseRun } from '../../../shared/model/container-spec/parse-run.ts';
import { printRun } from '../../../shared/model/container-spec/print-run.ts';
import { SpecError } from '../../../shared/model/container-spec/spec-error.ts';
import type { AuthFor } from '../../engine/api/pull.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { checkSpec } from './check.ts';
import { readSpec } from './existing.ts';
import { makeContainer } from './make.ts';

type Members = 'parseRun' | 'toRun' | 'toCompose' | 'toSpec' | 'check' | 'create' | 'run';

/** Serves what makes containers. `acted` is told the name of each. */
export function createHandlers(
  engine: Engine,
  authFor: AuthFor,
  acted: (name: string) => void,
): Pick<DomainHandlers<'containers'>, Members> {
  const make = async (start: boolean, wanted: Parameters<typeof makeContainer>[2], signal: AbortSignal) => {
    const made = await makeContainer(engine, authFor, { ...wanted, start }, signal);
    acted(made.name);
    return made;
  };
  const specOf = async (
    { spec, id = '' }: { spec?: ContainerSpec | undefined; id?: string | undefined },
    signal: AbortSignal,
  ): Promise<ContainerSpec> => spec ?? readSpec(await engine.client(signal), id, signal);
  return {
    parseRun: async ({ line, files }) => {
      try {
        return parseRun(line, files);
      } catch (thrown) {
        if (!(thrown instanceof SpecError)) throw thrown;
        throw fail('invalid-input', thrown.reason, thrown.params);
      }
    },
    toRun: async (input, { signal }) => ({ line: printRun(await specOf(input, signal)) }),
    toCompose: async (input, { signal }) => ({
      yaml: stringify(composeFile(await specOf(input, signal)), { lineWidth: 0 }),
    }),
    toSpec: async ({ id }, { signal }) => ({ spec: await readSpec(await engine.client(signal), id, signal) }),
    check: async ({ spec, start }, { signal }) => checkSpec(await engine.client(signal), spec, start, signal),
    create: ({ spec, pull }, { signal }) => make(false, { spec, pull, start: false }, signal),
    run: ({ spec, pull }, { signal }) => make(true, { spec, pull, start: true }, signal),
  };
}
