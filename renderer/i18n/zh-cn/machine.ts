import type { machine as english } from '../en/machine.ts';
import { hostAccess } from './host-access.ts';
import { machineDoctor } from './machine-doctor.ts';

export const machine: typeof english = {
  tabs: '本机的各个部分',
  tab: {
    doctor: '体检',
    engine: '引擎',
    'engine-settings': '引擎设置',
    access: '主机访问',
    contexts: '上下文',
  },
  doctor: machineDoctor,
  access: hostAccess,
};
