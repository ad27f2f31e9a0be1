import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineChoice, EngineClaim } from '../../shared/contract/contexts.ts';
import type { EngineState, ProbedEndpoint } from '../../shared/contract/engine.ts';
import { fail, failure } from '../../shared/contract/failure.ts';
import { type Candidate, type DiscoveryOptions, ofContext, type ResolvedEndpoint } from './candidates.ts';
import type { Claim } from './claims.ts';
import type { EngineConnection } from './connection.ts';
import { readContexts } from './contexts.ts';
import { type Discovery, discoverEndpoints, probeEndpoints, resolveEndpoint } from './endpoints.ts';

export interface ChooserOptions extends Omit<DiscoveryOptions, 'remembered'> {
  /** Address of what a person chose here last; null: none. */
  remembered: () => string | null;
  /** Called when a person chose, with the address; null where a context says it. */
  remember: (address: string | null) => void;
}

/** Decides which endpoint the connection is for, and knows why. One switch at a time: of several the last one stays. */
export class Chooser {
  readonly #options: ChooserOptions;
  readonly #connection: EngineConnection;
  #chosen: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #choice: EngineChoice | null = null;
  /** The strongest claim as last seen, and the context in use, each with what it came to then. */
  #strongest = '';
  #inUse = '';
  #live = false;

  constructor(options: ChooserOptions, connection: EngineConnection) {
    this.#options = options;
    this.#connection = connection;
  }

  /** Why the connection is for what it is for; null before the first choice and where there was nothing to choose. */
  get choice(): EngineChoice | null {
    return this.#choice;
  }

  /** Picks the endpoint once, as the docker CLI would; where that cannot be reached, the first that answers, unless one was named. */
  ensure(): Promise<void> {
    this.#chosen ??= this.#chooseFirst().catch((thrown: unknown) => {
      this.#chosen = null;
      throw thrown;
    });
    return this.#chosen;
  }

  async start(): Promise<void> {
    await this.ensure();
    this.#live = true;
    this.#connection.start();
  }

  discover(): Promise<Discovery> {
    const { remembered, ...options } = this.#options;
    return discoverEndpoints({ ...options, remembered: remembered() });
  }

  async endpoints(): Promise<ProbedEndpoint[]> {
    await this.ensure();
    const probed = await probeEndpoints((await this.discover()).candidates, this.#options.env);
    const inUse = this.#connection.endpoint?.info;
    const known = probed.some(({ id }) => id === inUse?.id);
    return probed.map((one) => ({ ...one, current: known ? one.id === inUse?.id : one.current }));
  }

  /**
   * Switches to an endpoint by id, name, context or address.
   * @param remember whether it is chosen from now on; otherwise what was chosen stays so for the next start
   */
  use(wanted: string, remember = true): Promise<EngineState> {
    return this.#inTurn(async () => {
      await this.ensure();
      const { remembered, ...options } = this.#options;
      const endpoint = await resolveEndpoint(wanted, { ...options, remembered: remembered() });
      await this.#go(endpoint, false);
      this.#live = true;
      this.#connection.start();
      const { address, context = null } = endpoint.info;
      if (remember) this.#options.remember(address);
      await this.#settle({ source: remember ? 'chosen' : 'found', value: address, context }, endpoint);
      return this.#connection.state;
    });
  }

  /**
   * Switches to a docker context, which config.json names already. Nothing is remembered here: the context is.
   * @throws not-found `context-unknown`, and why its address is none
   */
  useContext(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.ensure();
      const endpoint = usable(await this.contextNamed(name));
      await this.#go(endpoint, false);
      await this.#settle({ source: 'current-context', value: name, context: name }, endpoint);
    });
  }

  /**
   * Files of contexts changed: goes where the strongest claim now leads, if that is elsewhere than before, and connects anew
   * where the context in use leads elsewhere.
   */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#chosen === null) return;
      await this.ensure();
      const { claims } = await this.discover();
      const claim = strongestOf(claims);
      const key = await keyOf(claim?.source ?? '', claim?.candidate);
      const moved = key !== this.#strongest;
      this.#strongest = key;
      if (moved && claim?.candidate !== undefined && !('broken' in claim.candidate)) {
        const same = (await keyOf('', claim.candidate)) === this.#inUse;
        if (!same) await this.#go(claim.candidate, true);
        await this.#settle(claim, claim.candidate);
        return;
      }
      await this.#followInUse();
    });
  }

  async #followInUse(): Promise<void> {
    const name = this.#connection.endpoint?.info.context;
    if (name === undefined) return;
    const { contexts } = await readContexts(this.#options.env);
    const context = contexts.find((one) => one.name === name);
    // One that was removed may go on being used for as long as it answers.
    if (context === undefined) return;
    const candidate = ofContext(context);
    const key = await keyOf('', candidate);
    if (key === this.#inUse || 'broken' in candidate) return;
    this.#inUse = key;
    await this.#go(candidate, true);
  }

  async contextNamed(name: string): Promise<Candidate> {
    if (name === 'default') {
      const claim = (await this.discover()).claims.find(({ source }) => source === 'default');
      if (claim?.candidate !== undefined) return claim.candidate;
    }
    const { contexts, problems } = await readContexts(this.#options.env);
    const context = contexts.find((one) => one.name === name);
    if (context !== undefined) return ofContext(context);
    throw fail('not-found', 'context-unknown', {
      context: name,
      detail: problems.map((one) => one.context).join(', '),
    });
  }

  async #go(endpoint: ResolvedEndpoint, anew: boolean): Promise<void> {
    await this.#connection.use({ ...endpoint, info: { ...endpoint.info, current: true } }, anew);
    if (this.#live) this.#connection.start();
  }

  /** Remembers why, and what everything came to, so that only a change of it is followed. */
  async #settle(claim: EngineClaim, endpoint: ResolvedEndpoint): Promise<void> {
    const strongest = strongestOf((await this.discover()).claims);
    const { source, value, context } = claim;
    const same = (one: EngineClaim | undefined) =>
      one !== undefined && one.source === source && one.value === value;
    // What was chosen here counts at the next start, too, unless something stronger says otherwise.
    const overridden = strongest !== undefined && overriding.has(strongest.source) && !same(strongest);
    this.#choice = { source, value, context, untilRestart: overridden };
    this.#strongest = await keyOf(strongest?.source ?? '', strongest?.candidate);
    this.#inUse = await keyOf('', endpoint);
  }

  async #chooseFirst(): Promise<void> {
    const { candidates, claims } = await this.discover();
    const { env, argument } = this.#options;
    const claim = strongestOf(claims);
    const preferred = claim?.candidate;
    const named = argument !== undefined || Boolean(env.DOCKER_HOST) || Boolean(env.DOCKER_CONTEXT);
    this.#strongest = await keyOf(claim?.source ?? '', preferred);
    if (preferred !== undefined && 'broken' in preferred && named) {
      this.#connection.chooseNone(preferred.broken.error);
      return;
    }
    if (preferred !== undefined && !('broken' in preferred) && (named || candidates.length === 1))
      return this.#begin(claim, preferred);
    const probed = await probeEndpoints(candidates, env);
    const answering = probed.filter(({ probe }) => probe.status === 'usable');
    const best = answering.find(({ id }) => id === preferred?.info.id) ?? answering[0];
    const found = candidates.find(({ info }) => info.id === best?.id) ?? preferred;
    const choice = found?.info.id === preferred?.info.id ? preferred : found;
    if (choice === undefined || 'broken' in choice)
      this.#connection.chooseNone(failure('unreachable', 'no-engine', {}, { action: { kind: 'retry' } }));
    else await this.#begin(choice === preferred ? claim : undefined, choice);
  }

  async #begin(claim: Claim | undefined, endpoint: ResolvedEndpoint): Promise<void> {
    const { address, context = null } = endpoint.info;
    const { source, value } = claim ?? { source: 'found' as const, value: address };
    this.#choice = { source, value, context: claim?.context ?? context, untilRestart: false };
    this.#inUse = await keyOf('', endpoint);
    this.#connection.choose({ ...endpoint, info: { ...endpoint.info, current: true } });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    // Its own caller is told of a failure; the next one in turn goes ahead.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

/** What a person gave Slipway as it was started counts again at the next start. */
const overriding: ReadonlySet<EngineClaim['source']> = new Set(['argument', 'docker-host', 'docker-context']);

function strongestOf(claims: readonly Claim[]): Claim | undefined {
  return claims.find(({ candidate }) => candidate !== undefined);
}

function usable(candidate: Candidate): ResolvedEndpoint {
  if ('broken' in candidate) throw candidate.broken;
  return candidate;
}

/** Tells two states of a claim apart: where it leads, and with which TLS files. */
async function keyOf(source: string, candidate: Candidate | undefined): Promise<string> {
  if (candidate === undefined) return '';
  const { address, context = '', tls } = candidate.info;
  const files = candidate.tlsFolder === undefined ? [] : await printsOf(candidate.tlsFolder);
  return JSON.stringify([source, address, context, tls, candidate.skipTlsVerify ?? false, files]);
}

async function printsOf(folder: string): Promise<string[]> {
  return Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map(async (name) => {
      try {
        const { ino, mtimeMs, size } = await stat(join(folder, name));
        return `${ino} ${mtimeMs} ${size}`;
      } catch (thrown) {
        // Not there, or not to be seen: the connection tells which.
        if (thrown instanceof Error && 'code' in thrown) return String(thrown.code);
        throw thrown;
      }
    }),
  );
}
