import { useMemo } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { InspectedObjectView } from '../../ui/inspect/inspected-object.tsx';

/** Everything the engine says of the container; read again when its row changes. */
export function InspectTab({ container }: { container: Container }) {
  const stamp = useMemo(() => JSON.stringify(container), [container]);
  return <InspectedObjectView kind="container" id={container.id} stamp={stamp} />;
}
