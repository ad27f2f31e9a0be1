/** Kinds of object a plan can touch. */
export type ObjectKind =
  | 'container'
  | 'image'
  | 'volume'
  | 'network'
  | 'build-cache'
  | 'checkpoint'
  | 'plugin'
  | 'service'
  | 'secret'
  | 'config'
  /** The membership of the engine in its swarm. */
  | 'swarm'
  /** The certificates of one registry. */
  | 'certificate'
  | 'registry-image'
  /** The engine itself, as a process. */
  | 'engine'
  /** A docker context, and one of its TLS files. */
  | 'context'
  | 'context-file'
  /** The settings of the engine. */
  | 'settings';
