import type { ContainerSpec, NetworkSpec } from '../../contract/container-spec.ts';
import { emptySpec, plainNetwork } from './empty.ts';
import { withMainNetwork } from './network-flag.ts';

export type PullPolicy = 'missing' | 'always' | 'never';

/** What a line says, while it is read. */
export interface RunDraft {
  spec: ContainerSpec;
  pull: PullPolicy;
  envFiles: string[];
  labelFiles: string[];
  /** `-e NAME`: the value was to come from the shell. */
  fromShell: string[];
  /** Flags that only concern the terminal of who typed it. */
  ofClient: string[];
  /** Legacy `--volume-driver`. */
  volumeDriver: string;
  /** What `--ip`, `--network-alias` and their like say of the main network, wherever they stand. */
  main: NetworkSpec;
}

export function emptyDraft(): RunDraft {
  return {
    spec: emptySpec(),
    pull: 'missing',
    envFiles: [],
    labelFiles: [],
    fromShell: [],
    ofClient: [],
    volumeDriver: '',
    main: plainNetwork(''),
  };
}

/** Puts into the spec what could only be told once every flag was read. */
export function settleDraft({ spec, main, volumeDriver }: RunDraft): void {
  spec.networks = withMainNetwork(spec.networks, main);
  if (volumeDriver === '') return;
  for (const mount of spec.mounts) if (mount.type === 'volume') mount.driver ||= volumeDriver;
}
