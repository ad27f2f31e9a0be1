import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import { type ManagedId, managedIds } from '../../shared/contract/managed-plan.ts';
import { type EngineVerb, engineVerbs } from './engine-verbs.ts';

/** What `--host web` is started with. */
export interface WebArguments {
  /** 0: any free one. */
  port: number;
  /** Whether to open the browser. */
  open: boolean;
  /** Start an engine where none answers. */
  startEngine?: true;
  engine?: string;
}

export type CliCommand =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'methods' }
  | { kind: 'doctor'; json: boolean; engine?: string }
  /** `agreed`: not only tell how. */
  | { kind: 'install'; agreed: boolean; mirror?: string }
  | { kind: 'engine'; verb: EngineVerb; of?: ManagedId; execute: boolean; engine?: string }
  /** `execute`: not only plan. */
  | { kind: 'prune'; planFile: string; execute: boolean; engine?: string }
  /** `file`: where the plan is written to; null to print it. */
  | { kind: 'reset-plan'; ticks: string; keep: string[]; file: string | null; engine?: string }
  | { kind: 'reset-execute'; id: string; confirm: string; engine?: string }
  /** `input` is JSON text; null: to be read from standard input. */
  | { kind: 'call'; method: string; input: string | null; engine?: string }
  /** `output`: a file for the bytes in the items, which are then not printed; `-` for standard output. */
  | {
      kind: 'watch';
      method: string;
      input: string | null;
      count: number;
      output?: string;
      /** Sent in pieces to a session that takes the bytes of a file. */
      file?: string;
      engine?: string;
    };

const unusable = (detail: string) =>
  ({ ok: false, error: failure('invalid-input', 'input-invalid', { detail }) }) as const;

/** Reads the arguments of the web host. */
export function parseWebArguments(args: readonly string[]): Result<WebArguments> {
  const parsed = parse({
    args: [...args],
    options: {
      host: { type: 'string', default: 'web' },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
      'start-engine': { type: 'boolean', default: false },
      engine: { type: 'string' },
    },
  });
  if (!parsed.ok) return parsed;
  const { host, port, engine, 'no-open': noOpen, 'start-engine': startEngine } = parsed.value.values;
  if (host !== 'web') return unusable('--host takes web here.');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    return unusable('--port takes a number from 0 to 65535.');
  return withEngine(
    { port: Number(port), open: !noOpen, ...(startEngine ? { startEngine: true } : {}) },
    engine,
  );
}

/** Reads the arguments of the command line. */
export function parseCliArguments(args: readonly string[]): Result<CliCommand> {
  const parsed = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      engine: { type: 'string' },
      count: { type: 'string' },
      output: { type: 'string', short: 'o' },
      file: { type: 'string', short: 'f' },
      mirror: { type: 'string' },
      json: { type: 'boolean' },
      of: { type: 'string' },
      'plan-file': { type: 'string' },
      plan: { type: 'boolean' },
      yes: { type: 'boolean', short: 'y' },
      execute: { type: 'string' },
      confirm: { type: 'string' },
      ticks: { type: 'string' },
      keep: { type: 'string', multiple: true },
      version: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const [command, ...rest] = positionals;
  if (values.version) return { ok: true, value: { kind: 'version' } };
  if (values.help || command === 'help') return { ok: true, value: { kind: 'help' } };
  if (command === undefined)
    return unusable('Name a command: call, watch, engine, install, prune, reset, methods or doctor.');
  if (values.count !== undefined && command !== 'watch') return unusable('--count belongs to watch.');
  if (values.output !== undefined && command !== 'watch') return unusable('--output belongs to watch.');
  if (values.file !== undefined && command !== 'watch') return unusable('--file belongs to watch.');
  if (values.json && command !== 'doctor') return unusable('--json belongs to doctor.');
  if (values['plan-file'] !== undefined && command !== 'prune')
    return unusable('--plan-file belongs to prune.');
  if (values.yes !== undefined && !['prune', 'engine', 'install'].includes(command))
    return unusable('--yes belongs to prune, engine and install.');
  if (values.mirror !== undefined && command !== 'install') return unusable('--mirror belongs to install.');
  if (values.of !== undefined && command !== 'engine') return unusable('--of belongs to engine.');
  for (const name of ['execute', 'confirm', 'ticks', 'keep'] as const)
    if (values[name] !== undefined && command !== 'reset') return unusable(`--${name} belongs to reset.`);
  if (values.plan && command !== 'prune' && command !== 'reset')
    return unusable('--plan belongs to prune and reset.');
  switch (command) {
    case 'prune':
      return parsePrune(rest, values);
    case 'reset':
      return parseReset(rest, values);
    case 'engine':
      return parseEngine(rest, values);
    case 'methods':
      return rest.length > 0 ? tooMany(rest) : { ok: true, value: { kind: 'methods' } };
    case 'doctor':
      if (rest.length > 0) return tooMany(rest);
      return withEngine({ kind: 'doctor' as const, json: values.json === true }, values.engine);
    case 'install':
      if (rest.length > 0) return tooMany(rest);
      return {
        ok: true,
        value: {
          ...{ kind: 'install', agreed: values.yes === true },
          ...(values.mirror === undefined ? {} : { mirror: values.mirror }),
        },
      };
    case 'call':
    case 'watch':
      return parseAsking(command, rest, values);
    default:
      return unusable(
        `There is no command "${command.slice(0, 40)}": call, watch, engine, install, prune, reset, methods or doctor.`,
      );
  }
}

function parseEngine(
  [verb, ...rest]: readonly string[],
  values: { of?: string; yes?: boolean; engine?: string },
): Result<CliCommand> {
  if (rest.length > 0) return tooMany(rest);
  const wanted = engineVerbs.find((one) => one === verb);
  if (wanted === undefined) return unusable(`engine takes one of ${engineVerbs.join(', ')}.`);
  const of = managedIds.find((id) => id === values.of);
  if (values.of !== undefined && of === undefined)
    return unusable(`--of takes one of ${managedIds.join(', ')}.`);
  const execute = values.yes === true;
  if (execute && wanted !== 'stop' && wanted !== 'restart')
    return unusable('--yes belongs to stop and restart.');
  const asked = { kind: 'engine' as const, verb: wanted, execute, ...(of === undefined ? {} : { of }) };
  return withEngine(asked, values.engine);
}

function parsePrune(
  rest: readonly string[],
  values: { 'plan-file'?: string; plan?: boolean; yes?: boolean; engine?: string },
): Result<CliCommand> {
  if (rest.length > 0) return tooMany(rest);
  const planFile = values['plan-file'] ?? '';
  if (planFile === '') return unusable('prune needs --plan-file FILE, a JSON file of what may go.');
  if (values.plan && values.yes) return unusable('--plan only shows, --yes executes: give one of them.');
  return withEngine({ kind: 'prune' as const, planFile, execute: values.yes === true }, values.engine);
}

interface ResetValues {
  plan?: boolean;
  execute?: string;
  confirm?: string;
  ticks?: string;
  keep?: string[];
  engine?: string;
}

/** `--plan [FILE]`, or `--execute ID --confirm WORD`. */
function parseReset([file, ...rest]: readonly string[], values: ResetValues): Result<CliCommand> {
  const { plan, execute, confirm, ticks = '', keep = [], engine } = values;
  if (rest.length > 0) return tooMany(rest);
  if (plan === true && execute !== undefined)
    return unusable('--plan only shows, --execute does it: give one of them.');
  if (execute === undefined) {
    if (plan !== true) return unusable('reset needs --plan [FILE], or --execute ID --confirm WORD.');
    if (confirm !== undefined) return unusable('--confirm belongs to --execute.');
    const wish = { kind: 'reset-plan' as const, ticks, keep, file: file ?? null };
    return withEngine(wish, engine);
  }
  if (file !== undefined) return tooMany([file]);
  if (ticks !== '' || keep.length > 0) return unusable('--ticks and --keep belong to --plan.');
  if (execute === '') return unusable('--execute takes the id of a plan.');
  if (confirm === undefined) return unusable('--execute needs --confirm with the word that the plan shows.');
  return withEngine({ kind: 'reset-execute' as const, id: execute, confirm }, engine);
}

function parseAsking(
  kind: 'call' | 'watch',
  [method, input = '{}', ...rest]: readonly string[],
  values: { engine?: string; count?: string; output?: string; file?: string },
): Result<CliCommand> {
  if (method === undefined) return unusable(`Name what to ${kind}, such as ${example[kind]}.`);
  if (rest.length > 0) return tooMany(rest);
  const asked = { method, input: input === '-' ? null : input };
  if (kind === 'call') return withEngine({ kind, ...asked }, values.engine);
  const { count, output, file } = values;
  if (file === '') return unusable('--file takes the name of a file.');
  if (output === '') return unusable('--output takes the name of a file, or - for standard output.');
  if (count !== undefined && !/^[1-9]\d{0,14}$/.test(count))
    return unusable('--count takes a number from 1.');
  return withEngine(
    {
      kind,
      ...asked,
      count: count === undefined ? Number.POSITIVE_INFINITY : Number(count),
      ...(output === undefined ? {} : { output }),
      ...(file === undefined ? {} : { file }),
    },
    values.engine,
  );
}

const example = { call: 'containers.list', watch: 'engine.state' };

function tooMany(rest: readonly string[]) {
  return unusable(`There is no use for "${rest.join(' ').slice(0, 80)}". JSON with blanks needs quotes.`);
}

function withEngine<T extends object>(value: T, engine: string | undefined): Result<T & { engine?: string }> {
  if (engine === '') return unusable('--engine takes an address, such as unix:///var/run/docker.sock.');
  return { ok: true, value: engine === undefined ? value : { ...value, engine } };
}

function parse<T extends ParseArgsConfig>(config: T): Result<ReturnType<typeof parseArgs<T>>> {
  try {
    return { ok: true, value: parseArgs(config) };
  } catch (thrown) {
    // parseArgs throws for each argument it has no use for; its words are good.
    return unusable(thrown instanceof Error ? thrown.message.split('. ', 1).join('') : String(thrown));
  }
}
