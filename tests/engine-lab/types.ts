/** The engines the lab can start: dockerd of three ages, and Podman's Docker-compatible API. */
export const engineKinds = ['oldest', 'main', 'newest', 'podman'] as const;
export type EngineKind = (typeof engineKinds)[number];

/** What a finished command left behind. `code` is 128 + signal number when a signal ended it. */
export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type CommandOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Written to stdin, which is then closed. */
  readonly input?: string | Uint8Array;
  /** Milliseconds after which the command is killed and the call rejects. Default 120 000. */
  readonly timeout?: number;
};

/** An answer of the engine: `body` is parsed when it was JSON, else the text. */
export type LabResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
};

export type TlsFiles = { readonly ca: string; readonly cert: string; readonly key: string };

export type TcpOptions = {
  /** Serve TLS and demand a client certificate signed by `ca`. */
  readonly tls?: TlsFiles;
};

export type EngineOptions = {
  /** Experimental features (checkpoints). Default true. */
  readonly experimental?: boolean;
  /** Appended to the daemon's command line. */
  readonly extraArgs?: readonly string[];
  /** `false` starts dockerd without its default bridge. Default true. */
  readonly bridge?: boolean;
  /** Load the lab images (see images.ts). Default false. */
  readonly images?: boolean;
  /** Also relay the API on 127.0.0.1:random of the host, see `LabEngine.tcp`. */
  readonly tcp?: TcpOptions;
  /** The engine outlives the process that started it (CLI `start`, `sweep` ends it). Default false. */
  readonly detached?: boolean;
  /** Run folder, for a stable socket path; must not exist. Default a fresh `/tmp/slipway-lab-XXXXXX`. */
  readonly runDir?: string;
  /** Files written into the engine's own root before it starts, e.g. `/etc/docker/daemon.json`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Host name inside the engine's UTS namespace. Default `lab-<kind>`. */
  readonly name?: string;
};

export type DaemonSignal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT' | 'SIGHUP';

/** An API of an engine made reachable over TCP on the host's loopback. */
export type ExposedTcp = {
  readonly port: number;
  /** `tcp://127.0.0.1:PORT` */
  readonly host: string;
  close(): Promise<void>;
};

/** A running engine of the lab, with what a test needs to use and to hurt it. */
export type LabEngine = {
  readonly kind: EngineKind;
  /** Path of the API's unix socket; empty for an external engine that is not on one. */
  readonly socket: string;
  /** `unix://...` */
  readonly host: string;
  /** The daemon's pid on the host; another one after `restart()`. 0 while it is down or external. */
  readonly pid: number;
  readonly runDir: string;
  readonly rootDir: string;
  /** The engine's version as `/version` tells it, e.g. `26.1.5+dfsg1`. */
  readonly version: string;
  readonly apiVersion: string;
  /** Host pid of the namespaces' init: `nsenter -t PID --net` reaches published ports. 0 if external. */
  readonly netnsPid: number;
  readonly tcp: ExposedTcp | null;
  /** Runs the lab's docker CLI against this engine. Never rejects for a non-zero exit code. */
  docker(args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** The same, answering trimmed stdout; throws with stderr on a non-zero exit code. */
  dockerOk(args: readonly string[], options?: CommandOptions): Promise<string>;
  /** One HTTP request over the socket, no agent, no version prefix added. */
  request(method: string, path: string, body?: unknown): Promise<LabResponse>;
  /** Runs a command inside the engine's namespaces and root. */
  exec(command: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Signals the daemon; for SIGKILL and SIGTERM it resolves when the process is gone. */
  kill(signal: DaemonSignal): Promise<void>;
  /** Starts the daemon again on the same socket and data, whatever state it is in (killed, stopped, running). */
  restart(): Promise<void>;
  /** Ends everything in the engine's namespaces and deletes the run folder. Safe to call twice. */
  stop(): Promise<void>;
};
