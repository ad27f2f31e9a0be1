import { hostAccess } from './host-access.ts';
import { machineDoctor } from './machine-doctor.ts';

/** The page Machine. Each tab has words of its own; here stand the names of the tabs. */
export const machine = {
  tabs: 'Parts of this machine',
  tab: {
    doctor: 'Doctor',
    engine: 'Engine',
    'engine-settings': 'Engine settings',
    access: 'Host access',
    contexts: 'Contexts',
  },
  doctor: machineDoctor,
  access: hostAccess,
};
