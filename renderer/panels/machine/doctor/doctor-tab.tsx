import { useEffect, useState } from 'react';
import type { MachineCheck } from '../../../../shared/contract/machine.ts';
import { call } from '../../../state/link.ts';

/** What is well and what is not with this machine: `#/machine/doctor`. */
export function DoctorTab() {
  const [checks, setChecks] = useState<readonly MachineCheck[]>([]);
  useEffect(() => {
    void call('machine.checks', {}).then((result) => result.ok && setChecks(result.value));
  }, []);
  return (
    <ul>
      {checks.map(({ id, status, title, evidence }) => (
        <li key={id}>
          {status}: {title} {evidence}
        </li>
      ))}
    </ul>
  );
}
