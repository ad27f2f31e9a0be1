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
  'network-malformed': (p) =>
    text(
      `“${p.value}”不是网络。`,
      '请写网络名、host、none、container:名称，或 name=shop,alias=db,ip=10.0.0.2。',
    ),
  'env-line-malformed': (p) =>
    text(`环境变量文件中有一行不是变量：${p.line}`, '每行写一个 NAME=value；# 开头为注释。'),
  'line-empty': () => text('没有可读取的内容。', '请粘贴以 docker run 开头的命令。'),
  'line-not-run': (p) =>
    text(
      `这不是 docker run 命令：其中写的是“${p.command}”。`,
      '它应以 docker run、docker create、docker container run 或 podman run 开头。',
    ),
  'line-no-image': () => text('命令中没有镜像。', '镜像是选项之后的第一个词：docker run -d nginx。'),
  'line-quote-open': (p) => text(`引号没有闭合：${p.quote}`, '请补上闭合的引号。'),
  'line-operator': (p) =>
    text(
      `在 ${p.operator} 之后还有另一条命令。`,
      `请只粘贴一条 docker run 命令。如果 ${p.operator} 属于它，请给该词加引号。`,
    ),
  'flag-unknown': (p) =>
    text(`没有选项 ${p.flag}。`, p.nearest ? `是否要写 ${p.nearest}？` : '请检查拼写，或去掉它。'),
  'flag-unsupported': (p) => text(`Slipway 不能设置 ${p.flag}。`, '请去掉它，或用 docker 命令行创建此容器。'),
  'flag-needs-value': (p) => text(`${p.flag} 需要一个值。`, `请写在选项之后：${p.flag} VALUE。`),
  'flag-not-a-number': (p) => text(`${p.flag} 需要数字，而不是“${p.value}”。`, '请只写数字。'),
  'flag-value': (p) => text(`${p.flag} 不接受“${p.value}”。`, `它接受 ${p.allowed}。`),
  'line-file-needed': (p) =>
    text(`命令还要从文件 ${p.file} 中读取内容。`, 'Slipway 看不到该文件：请在这里选择它。'),
  'line-value-from-shell': (p) =>
    text(`${p.name} 的值原本来自 shell；这里为空。`, '请填入 shell 会给出的值。'),
  'line-variable-kept': (p) =>
    text(`${p.variable} 保持原样：这里没有 shell 会替换它。`, '请换成它所代表的内容。'),
  'line-flag-of-terminal': (p) => text(`已略去 ${p.flag}：它只与输入该命令的终端有关。`),
  'image-needed': () => text('需要一个镜像。', '请写出镜像名，例如 nginx:1.27。'),
  'image-malformed': (p) =>
    text(
      `“${p.image}”不是镜像名。`,
      '请用小写写成 仓库地址/名称:标签，例如 nginx、nginx:1.27 或 registry.example:5000/team/app:2。',
    ),
  'image-will-be-pulled': (p) => text(`此引擎上没有 ${p.image}；会先拉取。`),
  'image-not-here': (p) =>
    text(`此引擎上没有 ${p.image}。`, '请先拉取（slipway watch images.pull），或要求自动拉取。'),
  'image-not-found': (p) =>
    text(`没有仓库提供 ${p.image}。`, '请检查名称与标签。私有仓库在登录（docker login）之前也会如此。'),
  'pull-failed': (p) =>
    text(`无法拉取 ${p.image}：${p.detail}`, '请确认引擎所在主机能访问该仓库，然后重试。'),
  'image-other-platform': (p) =>
    text(`${p.image} 适用于 ${p.has}，而不是 ${p.wanted}。`, '请为所需平台拉取它，或不指定平台。'),
  'name-malformed': (p) =>
    text(`容器不能命名为“${p.name}”。`, '请用两个以上的字母、数字、_ . 或 -，并以字母或数字开头。'),
  'env-name-malformed': (p) => text(`“${p.name}”不是变量名。`, '变量名不能为空，也不能含 =。'),
  'label-nameless': () => text('标签需要名称。', '请写 name=value。'),
  'port-twice': (p) => text(`主机端口 ${p.port} 发布了两次。`, '请为每一项使用各自的主机端口。'),
  'ports-without-use': (p) =>
    text(
      `使用网络 ${p.network} 时不会发布端口。`,
      '容器中监听的端口就在该网络上。请去掉端口，或选择其他网络。',
    ),
  'mount-target-relative': (p) => text(`“${p.target}”不是容器内的路径。`, '它必须以 / 开头，且不能只有 /。'),
  'mount-target-twice': (p) => text(`有两个挂载指向 ${p.target}。`, '请为每个挂载使用各自的路径。'),
  'mount-source-relative': (p) =>
    text(`“${p.source}”不是完整路径。`, '请写引擎主机上以 / 开头的完整路径。卷只写其名称。'),
  'mount-source-made': (p) => text(`如果引擎主机上没有 ${p.source}，会创建为空文件夹。`),
  'mount-source-missing': (p) =>
    text(`引擎主机上没有 ${p.source}。`, '请先在那里创建，或用 -v（源:目标）的写法，它会创建空文件夹。'),
  'volume-name-malformed': (p) =>
    text(`卷不能命名为“${p.name}”。`, '请用两个以上的字母、数字、_ . 或 -，或以 / 开头的完整路径。'),
  'volume-will-be-made': (p) => text(`没有卷 ${p.name}；会创建它。`),
  'network-unknown': (p) =>
    text(`没有网络“${p.name}”。`, '请先创建它（docker network create），或选择已有的网络。'),
  'network-not-attachable': (p) =>
    text(`容器不能加入网络 ${p.name}：它供服务使用。`, '请使用以 --attachable 创建的 overlay 网络。'),
  'network-twice': (p) => text(`网络 ${p.name} 出现了两次。`, '一次就够了。'),
  'network-not-with-others': (p) => text(`${p.name} 不能与其他网络一起使用。`, '请单独使用它，或去掉它。'),
  'network-without-settings': (p) =>
    text(
      `在网络 ${p.name} 上，容器不能有自己的别名或地址。`,
      '请使用自己创建的网络（docker network create）。',
    ),
  'network-join-failed': (p) =>
    text(`容器无法加入 ${p.network}，因此已被移除：${p.detail}`, '请检查该网络，或去掉它。'),
  'address-malformed-ip': (p) => text(`“${p.address}”不是 IP 地址。`, '请写 192.0.2.1 或 2001:db8::1。'),
  'address-outside': (p) =>
    text(`${p.address} 不在网络 ${p.network}（${p.subnets}）内。`, '请从中选择一个地址。'),
  'figure-too-small': (p) => text(`${p.value} 太小：至少为 ${p.least}。`),
  'figure-out-of-range': (p) => text(`${p.value} 不在 ${p.from} 到 ${p.to} 之间。`),
  'swap-without-memory': () => text('限制交换空间需要同时限制内存。', '请同时设置内存，或去掉交换空间。'),
  'swap-below-memory': () => text('内存与交换空间之和小于内存。', '请设为不小于内存的值；-1 表示不限制。'),
  'cpus-too-many': (p) =>
    text(`引擎主机有 ${p.available} 个核，没有 ${p.cpus} 个。`, `最多可要求 ${p.available} 个。`),
  'remove-or-restart': () => text('容器不能既重启又在结束时移除。', '请二选一：重启策略，或结束时移除。'),
  'signal-malformed': (p) => text(`“${p.value}”不是信号。`, '请写信号名，例如 SIGTERM，或其编号。'),
  'hostname-malformed': (p) => text(`“${p.value}”不是主机名。`, '请只用字母、数字、- 和 .。'),
  'log-driver-unknown': (p) => text(`引擎没有日志驱动“${p.driver}”。`, `可用的有 ${p.known}。`),
  'runtime-unknown': (p) => text(`引擎没有运行时“${p.runtime}”。`, `可用的有 ${p.known}。`),
  'made-not-started': (p) =>
    text(
      `${p.name} 已创建，但未能启动：${p.detail}`,
      '容器已存在，处于停止状态：请改正问题后启动它，或移除它。',
    ),
  'removed-not-started': (p) =>
    text(`${p.name} 未能启动，并已按要求移除：${p.detail}`, '请改正问题后再次运行。'),
};
