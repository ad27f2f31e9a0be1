import type { OperationOrigin } from '../../shared/contract/operations.ts';
import type { Engine } from '../engine/engine.ts';
import type { Operations } from '../operations/operations.ts';
import type { ClientKind, DomainHandlers } from '../rpc/handlers.ts';
import { installedEngines } from './checks/installed.ts';
import { Doctor, existsHere, ownSystem, policyHere } from './doctor.ts';
import { applyFix } from './fixes.ts';
import { hostAccess, publishedPorts } from './ports/list-ports.ts';
import { engineHere } from './setup/apt.ts';
import { installEngine, spoken } from './setup/install.ts';
import { enginePackages } from './setup/packages.ts';
import { runAsRoot } from './setup/root-run.ts';
import { stepsFor } from './setup/steps.ts';

export interface MachineServices {
  engine: Engine;
  operations: Operations;
  env: NodeJS.ProcessEnv;
}

/** Serves `machine.*`. */
export function machineHandlers({ engine, operations, env }: MachineServices): DomainHandlers<'machine'> {
  const doctor = new Doctor(engine, env);
  return {
    checks: (_input, { signal }) => doctor.checks(signal),
    report: (_input, { signal }) => doctor.report(signal),
    fix: async ({ id }, { signal: caller, client }) => {
      const found = await doctor.findings(caller);
      const about = {
        title: `Do ${id}`,
        subject: id,
        origin: originOf(client),
        kind: 'machine.install',
      } as const;
      return operations.perform(about, caller, ({ signal, change }) =>
        applyFix(id, found, runAsRoot, { env, signal, line: (line) => change({}, spoken(line)) }),
      );
    },
    setup: async () => {
      const system = await ownSystem();
      const installed = await installedEngines({ env, exists: existsHere, platform: process.platform });
      const own = system.system;
      const packages =
        own === 'debian' || own === 'ubuntu'
          ? engineHere({ ...system, system: own }, await policyHere(env, enginePackages[own]))
          : null;
      return {
        system: own,
        name: system.name,
        installed,
        canInstall: system.apt,
        packages: [...(packages ?? [])],
        steps: stepsFor(own, packages),
      };
    },
    install: async ({ mirror }, { signal, client }) => {
      const system = await ownSystem();
      const [title, subject] = ['Install the engine', 'docker.io'];
      const about = { title, subject, kind: 'machine.install', origin: originOf(client) } as const;
      const tools = { env, system, exists: existsHere };
      const installed = await operations.perform(about, signal, (at) => installEngine(tools, mirror, at));
      return { installed };
    },
    ports: (_input, { signal }) => publishedPorts(engine, signal),
    hostAccess: (_input, { signal }) => hostAccess(engine, signal),
  };
}

const originOf = (client: ClientKind): OperationOrigin => (client === 'cli' ? 'command-line' : 'person');
