import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about certificates for registries, in Chinese. */
export const certificateReasons = {
  'certificate-file-missing': (p: ReasonParams) =>
    text(`${p.path} 不存在。`, '路径指的是运行 Slipway 的机器上的路径。'),
  'certificate-file-refused': (p: ReasonParams) =>
    text(`Slipway 无权读取 ${p.path}。`, '请让运行 Slipway 的用户能够读取它，或将其复制到别处。'),
  'certificate-file-unreadable': (p: ReasonParams) =>
    text(`无法读取 ${p.path}（${p.detail}）。`, '请检查该文件，或选择另一个文件。'),
};
