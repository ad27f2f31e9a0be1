import type { machine as english } from '../en/machine.ts';

export const machine: typeof english = {
  tabs: '本机的各个部分',
  tab: { doctor: '体检', engine: '引擎' },
};
