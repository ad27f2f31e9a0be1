import type { Words } from '../en.ts';
import { certificateWords } from './certificate-words.ts';

export const certificates: Words['certificates'] = {
  checks: certificateWords,
  planTitle: (registries) =>
    `移除 ${registries.length === 1 ? registries[0] : `${registries.length} 个镜像仓库`}的证书`,
  emptyTitle: '没有证书',
  emptyText: '镜像仓库使用自有 CA 或要求客户端证书时，在此添加文件后即可拉取。',
};

export const registries: Words['registries'] = {
  tabs: '镜像仓库的各部分',
  tab: { certificates: '证书' },
};
