import type { specReasons as inEnglish } from '../../../shared/model/container-spec/reasons.ts';
import { type ReasonParams, type ReasonText, reasonText as text } from '../../../shared/model/reason-text.ts';

export const specReasons: Record<keyof typeof inEnglish, (p: ReasonParams) => ReasonText> = {
  'size-malformed': (p) =>
    text(`“${p.value}”不是大小。`, '请写数字加 b、k、m、g 或 t：512m、1.5g、1048576。'),
  'duration-malformed': (p) => text(`“${p.value}”不是时长。`, '请写带单位的数字：500ms、30s、1m30s、2h。'),
  'quote-open': (p) => text(`${p.value} 中的引号没有闭合。`, '请用第二个 " 闭合。'),
  'port-malformed': (p) =>
    text(
      `“${p.value}”不是可发布的端口。`,
      '请写 80、8080:80、127.0.0.1:8080:80/udp、[::1]:8080:80、8000-8002:80-82，或 target=80,published=8080。',
    ),
  'port-impossible': (p) => text(`没有端口 ${p.port}。`, '端口是 1 到 65535 之间的整数。'),
  'port-ranges-differ': (p) =>
    text(
      `${p.value} 中的两个范围长度不同。`,
      '主机端口与容器端口的数量应相同，或为容器的一个端口给出主机上的一个范围。',
    ),
  'mount-malformed': (p) =>
    text(
      `“${p.value}”不是挂载。`,
      '请写 /主机/路径:/路径、卷名:/路径，两者之后均可加 :ro，或 type=bind,src=/主机/路径,dst=/路径。',
    ),
  'mount-option-unknown': (p) =>
    text(
      `${p.value} 含有此类挂载不支持的选项：${p.option}。`,
      '请去掉它。每种挂载都支持 ro，其余取决于类型。',
    ),
  'mount-type-unknown': (p) =>
    text(`Slipway 不创建“${p.type}”类型的挂载。`, '请使用 bind、volume 或 tmpfs。'),
};
