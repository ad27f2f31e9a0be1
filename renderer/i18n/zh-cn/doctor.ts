import type { Words } from '../en.ts';
import { doctorWords } from './doctor-words.ts';

export const doctor: Words['doctor'] = {
  steps: doctorWords,
  lead: '为什么无法拉取镜像？先从本机、再由引擎逐一尝试拉取的每个步骤。',
  target: '镜像或镜像仓库',
  targetNote: '例如 registry.example:5000/team/app:1，或仅 registry.example:5000。',
  examine: '诊断',
  examining: '正在逐步尝试…',
  failed: '无法诊断该镜像仓库',
  healthy: (what) => `${what} 没有任何障碍。`,
  sick: '障碍在此',
  sides: { slipway: '本机', engine: '引擎' },
  milliseconds: (ms) => `${ms} 毫秒`,
  list: '拉取的各步骤',
  columns: { verdict: '结果', side: '来自', found: '发现', time: '用时' },
  actions: {
    certificate: (host) => `为 ${host} 添加证书`,
    login: (host) => `登录 ${host}`,
  },
};
