import type { ReasonCatalogue, ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';
import { certificateReasons } from './certificate-reasons.ts';
import { checkpointReasons } from './checkpoint-reasons.ts';
import { contextReasons } from './context-reasons.ts';
import { daemonReasons } from './daemon-reasons.ts';
import { exportReasons } from './export-reasons.ts';
import { fileReasons } from './file-reasons.ts';
import { imageReasons } from './image-reasons.ts';
import { loginReasons } from './login-reasons.ts';
import { managedReasons } from './managed-reasons.ts';
import { pruneReasons } from './prune-reasons.ts';
import { resetReasons } from './reset-reasons.ts';
import { settingsReasons } from './settings-reasons.ts';
import { setupReasons } from './setup-reasons.ts';
import { specReasons } from './spec-reasons.ts';
import { trashReasons } from './trash-reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** Words that the engine side puts into a sentence in English. What is not listed is shown as it came. */
const known: Readonly<Record<string, string>> = {
  calls: '调用',
  streams: '数据流',
  sessions: '会话',
  container: '容器',
  image: '镜像',
  volume: '卷',
  network: '网络',
  service: '服务',
  task: '任务',
  node: '节点',
  secret: '机密',
  config: '配置',
  plugin: '插件',
  object: '对象',
  created: '已创建',
  running: '运行中',
  paused: '已暂停',
  restarting: '正在重启',
  removing: '正在移除',
  exited: '已退出',
  dead: '已失效',
  started: '启动',
  stopped: '停止',
  restarted: '重启',
  unpaused: '恢复',
  killed: '终止',
  renamed: '重命名',
  removed: '移除',
  connecting: '正在连接',
  reconnecting: '正在重新连接',
  unreachable: '无法到达',
  refused: '被拒绝',
  unsupported: '不受支持',
};

const word = (p: ReasonParams, key: string): string => {
  const value = p[key] ?? '';
  return known[value] ?? value;
};

const lastGood = '显示的是上一次成功读取的内容；Slipway 会再次读取。';

/** As an action, `paused` is the verb; as a state it is not. */
const action = (p: ReasonParams): string => (p.action === 'paused' ? '暂停' : word(p, 'action'));

/** Every failure Slipway can tell of, in Simplified Chinese. */
export const reasons: ReasonCatalogue = {
  ...certificateReasons,
  ...checkpointReasons,
  ...contextReasons,
  ...daemonReasons,
  ...exportReasons,
  ...loginReasons,
  ...fileReasons,
  ...imageReasons,
  ...resetReasons,
  ...settingsReasons,
  ...trashReasons,
  'socket-missing': (p) =>
    text(
      `${p.path} 处没有套接字。`,
      '引擎没有运行，或在别处监听。请启动引擎（sudo systemctl start docker），或选择另一个引擎。',
    ),
  'socket-permission': (p) =>
    text(
      `您无权打开 ${p.path}。`,
      `它属于 ${p.owner}。请加入该组（sudo usermod -aG docker ${p.user}）并重新登录，或使用免 root 的引擎。`,
    ),
  'connection-refused': (p) => text(`${p.address} 没有应答。`, '引擎已停止。请启动它，或选择另一个引擎。'),
  'connection-lost': (p) => text(`与 ${p.address} 的连接已中断。`, '引擎一恢复，Slipway 就会自动重新连接。'),
  'no-answer': (p) =>
    text(
      `${p.address} 在 ${p.seconds} 秒内没有应答。`,
      '引擎可能繁忙、被调试器暂停或已挂起。请查看其日志，或重启引擎。',
    ),
  'host-unknown': (p) => text(`找不到主机名 ${p.host}。`, '请检查拼写、网络和域名服务器。'),
  'host-unreachable': (p) => text(`无法到达 ${p.address}。`, '请检查网络、VPN 和防火墙。'),
  'tls-untrusted': (p) =>
    text(
      `${p.address} 的证书不受信任：${p.detail}。`,
      '请提供签发该证书的 CA（DOCKER_CERT_PATH 或 context 中的 ca.pem），并使用证书所属的主机名。',
    ),
  'tls-client-refused': (p) =>
    text(
      `${p.address} 拒绝了客户端证书：${p.detail}。`,
      '请提供由引擎所信任的 CA 签发的证书和密钥（cert.pem 和 key.pem）。',
    ),
  'tls-expected': (p) =>
    text(
      `${p.address} 要求使用 TLS。`,
      '请设置 DOCKER_TLS_VERIFY=1 和 DOCKER_CERT_PATH，或使用带有 TLS 文件的 context。',
    ),
  'tls-not-spoken': (p) => text(`${p.address} 不支持 TLS。`, '请使用不带 TLS 的地址，或为引擎配置 TLS。'),
  'tls-file': (p) =>
    text(`无法使用 TLS 文件 ${p.path}：${p.detail}。`, '请将文件放到该位置，或修改 context。'),
  'ssh-failed': (p) =>
    text(
      `通过 ssh 连接 ${p.host} 失败：${p.detail}`,
      '请在终端中尝试同样的连接。它必须无需询问即可成功：密钥已在代理中，主机密钥已知。',
    ),
  'address-malformed': (p) =>
    text(
      `“${p.address}”不是有效的引擎地址：${p.detail}。`,
      '请使用 unix:///path、npipe:////./pipe/name、tcp://host:port 或 ssh://user@host。',
    ),
  'endpoint-unknown': (p) =>
    text(
      `没有名为“${p.endpoint}”的引擎。`,
      'engine.endpoints 会列出已知的引擎；也可以使用 unix:///path 这样的地址。',
    ),
  'context-broken': (p) =>
    text(
      `docker context“${p.context}”无法使用：${p.detail}。`,
      '请运行 docker context ls 查看，或选择另一个引擎。',
    ),
  'not-connected': (p) =>
    text(`未连接到引擎（${word(p, 'status')}）。`, 'Slipway 会继续尝试。请启动引擎，或选择另一个引擎。'),
  'no-engine': () =>
    text(
      '本机上没有找到引擎。',
      '请安装引擎（sudo apt install docker.io）、启动引擎，或用 --engine 指定其地址。',
    ),
  'not-an-engine': (p) =>
    text(`${p.address} 有应答，但不是容器引擎：${p.detail}。`, '该地址上是否运行着代理或其他程序？'),
  'answer-garbled': (p) => text(`无法读取引擎对 ${p.request} 的应答：${p.detail}。`, lastGood),
  'answer-cut': (p) => text(`引擎对 ${p.request} 的应答不完整。`, lastGood),
  'answer-too-large': (p) =>
    text(`引擎对 ${p.request} 的应答超过 ${p.limit}。`, '该应答已被丢弃。请缩小查询范围。'),
  'engine-too-old': (p) =>
    text(
      `此引擎使用 API ${p.api}；Slipway 需要 ${p.needs} 或更高版本。`,
      '请将引擎升级到 Docker 1.12 或更高版本。',
    ),
  'engine-too-new': (p) =>
    text(`此引擎需要 API ${p.needs} 或更高版本；Slipway 最高支持 ${p.api}。`, '请升级 Slipway。'),
  'feature-too-new': (p) => text(`${p.feature}需要 API ${p.needs}；此引擎使用 ${p.api}。`, '请升级引擎。'),
  'engine-error': (p) =>
    p.detail === ''
      ? text('引擎拒绝了请求，但没有说明原因。', '其日志中可能有更多信息。该地址上是否有代理或其他程序？')
      : text(`引擎拒绝了请求：${p.detail}`, '这是引擎自己的说明；其日志中可能有更多信息。'),
  'object-unknown': (p) =>
    text(`没有${word(p, 'kind')}“${p.id}”。`, '它可能已被移除。请使用完整名称，或 12 个字符的 ID。'),
  'id-ambiguous': (p) => text(`“${p.id}”对应多个${word(p, 'kind')}。`, '请使用更长的 ID。'),
  'name-taken': (p) =>
    text(`名称“${p.name}”已被 ${p.by} 使用。`, '请换一个名称，或重命名、移除占用该名称的对象。'),
  'port-taken': (p) => text(`端口 ${p.port} 已被 ${p.by} 占用。`, '请停止占用者，或发布到另一个端口。'),
  'cannot-start': (p) =>
    text(`${p.name} 的状态为“${word(p, 'state')}”，无法启动。`, '请取消暂停，或等待当前操作完成。'),
  'cannot-pause': (p) =>
    text(`${p.name} 的状态为“${word(p, 'state')}”，无法暂停。`, '只有运行中的容器可以暂停。'),
  'cannot-unpause': (p) =>
    text(`${p.name} 的状态为“${word(p, 'state')}”，无法取消暂停。`, '只有已暂停的容器可以取消暂停。'),
  'cannot-kill': (p) =>
    text(`${p.name} 的状态为“${word(p, 'state')}”，没有可接收信号的进程。`, '只能向运行中的容器发送信号。'),
  'id-in-kinds': (p) => text(`“${p.id}”对应多个对象：${p.candidates}。`, '请说明对象类型，或使用完整 ID。'),
  'swarm-needed': (p) =>
    text(
      `此引擎没有${word(p, 'kind')}：它不管理 Swarm。`,
      '请将其设为管理节点（docker swarm init），或使用管理节点的引擎。',
    ),
  'no-processes': (p) => text(`${p.name} 当前为${word(p, 'state')}：没有进程。`, '启动后即可查看其进程。'),
  'ps-missing': () =>
    text(
      '引擎无法列出进程：其所在的主机上没有 ps。',
      '请在引擎所在的主机上安装（sudo apt install procps）。',
    ),
  'project-unknown': (p) => text(`此引擎上没有项目“${p.name}”。`, '它的容器可能已被移除。'),
  'project-is-stack': (p) =>
    text(`${p.name} 是一个堆栈：其容器由 Swarm 启动和停止。`, '请调整其服务的规模，或移除该堆栈。'),
  'outcome-unknown': (p) =>
    text(
      `对 ${p.name} 执行“${action(p)}”时连接中断，尚不知道是否已完成。`,
      '引擎恢复后，该行会显示真实状态。没有重复执行任何操作。',
    ),
  'cannot-exec': (p) =>
    text(
      `${p.name} 的状态为“${word(p, 'state')}”，无法在其中打开终端。`,
      '终端需要运行中的容器：请先启动它或取消暂停。',
    ),
  'no-shell': (p) =>
    text(
      `${p.name} 的镜像中没有 shell：已查找 bash、sh 和 ash。`,
      `请运行镜像中已有的程序，或借用其他镜像的工具：docker run -it --rm --pid container:${p.name} --network container:${p.name} busybox`,
    ),
  'command-not-started': (p) =>
    text(
      `无法在 ${p.name} 中启动 ${p.command}：${p.detail}`,
      '请检查程序、用户和目录：它们必须存在于容器内。',
    ),
  'terminal-unknown': () =>
    text('此终端已不再打开。', '它已被关闭，或 30 分钟内无人查看，或 Slipway 已重新启动。请打开新的终端。'),
  'terminal-lost': (p) =>
    text(
      `与 ${p.name} 中终端的连接已中断：${p.detail}`,
      '其中运行的程序无法再次连接。引擎恢复响应后，请打开新的终端。',
    ),
  'plan-unknown': (p) => text(`没有计划 ${p.id}。`, '计划有效期为一小时，且只能执行一次。请重新制定计划。'),
  'plan-other-engine': () => text('此计划是为另一个引擎制定的。', '请切换回该引擎，或重新制定计划。'),
  'logs-unreadable': (p) =>
    text(
      `无法读取 ${p.name} 的日志：其日志驱动“${p.driver}”不保留引擎可读回的内容。`,
      '请到该驱动发送日志的地方查看，或使用 --log-driver local 重新创建容器。',
    ),
  'time-malformed': (p) =>
    text(
      `“${p.value}”不是 Slipway 能识别的时间。`,
      '请使用 2026-01-31T12:00:00Z、自纪元起的秒数，或如 10m、2h、1d 的时长。',
    ),
  'no-log-channel': () => text('stdout 和 stderr 都未请求。', '请至少请求其中之一。'),
  'plan-running': (p) => text(`计划 ${p.id} 已在执行。`, '请等待其报告。'),
  'only-running': (p) =>
    text(`没有可移除的对象：仍在运行：${p.names}。`, '请先停止它们，或要求强制结束运行中的容器。'),
  'all-gone': () => text('这些容器都已不存在。', '请重新查看列表。'),
  'object-protected': (p) => text(`${p.name} 受保护。`, '请先取消保护。'),
  'marks-unreadable': (p) =>
    text(
      `无法从 ${p.path} 读取受保护的对象：${p.detail}。没有删除任何内容。`,
      '请修复该文件；如果其中没有需要保留的内容，请将其移走。',
    ),
  ...managedReasons,
  ...pruneReasons,
  ...setupReasons,
  ...specReasons,
  'cannot-replace': (p) =>
    text(`${p.name} 的状态为“${word(p, 'state')}”，无法替换。`, '请取消暂停，或等它停止后再编辑。'),
  'replace-task': (p) =>
    text(
      `${p.name} 属于服务 ${p.service}：集群会撤销此更改。`,
      '请改为修改该服务（docker service update），集群会替换其容器。',
    ),
  'replace-auto-remove': (p) =>
    text(
      `${p.name} 停止时会自行移除（--rm）：如果替换失败，将无法恢复。`,
      '请在旁边运行一个修改后的容器，然后自行停止此容器。',
    ),
  'pause-docker': (p) =>
    text(
      `${p.name} 的网络保持不变：这是为 Docker 的恢复准备的。`,
      'Podman 可以连同网络恢复容器（podman container restore）。',
    ),
  'pause-no-network': (p) =>
    text(`${p.name} 没有自己的网络（${p.mode}），无可转移。`, '它可以照现在的样子恢复。'),
  'pause-machine': (p) =>
    text(
      `没有适用于此机器（${p.machine}）的 pause 程序。`,
      '请自行运行一个只等待的容器，并以 --network container:名称 运行此容器。',
    ),
  'nothing-to-change': (p) => text(`没有任何变化：${p.name} 已经是这样。`, '请先更改某项内容。'),
  'image-missing': (p) => text(`此引擎上没有镜像 ${p.image}。`, `请先拉取：docker pull ${p.image}`),
  'replacement-exited': (p) =>
    text(
      `${p.name} 的替换容器未能持续运行；退出码为 ${p.code}。`,
      '请检查所做的更改：先看命令、变量和挂载。',
    ),
  'replacement-unhealthy': (p) =>
    text(`${p.name} 的替换容器未通过健康检查：${p.detail}`, '请检查所做的更改，或健康检查本身。'),
  'replacement-not-healthy': (p) =>
    text(
      `${p.name} 的替换容器在 ${p.seconds} 秒内未变为健康。`,
      '如果启动较慢，请给它更多时间；否则请检查所做的更改。',
    ),
  'replacement-not-removed': (p) =>
    text(`无法移除替换容器 ${p.name}。`, '请手动移除：docker rm -f 加上其名称。'),
  'replacement-unfinished': (p) =>
    text(
      `${p.name} 之前的一次替换尚未了结。`,
      '请等待其原容器恢复。如果无法恢复，请按该通知所说处理，然后关闭它。',
    ),
  'original-gone': (p) =>
    text(
      `${p.name} 的原容器（${p.id}）已不存在。`,
      '它在此期间被移除。替换容器未被触碰：请使用它，或重新创建该容器。',
    ),
  'restart-not-put-back': (p) =>
    text(
      `无法恢复 ${p.name} 的原容器的重启策略（${p.policy}）。`,
      `请手动启动并恢复：docker update --restart ${p.policy} ${p.name}。`,
    ),
  'replacement-moved': (p) =>
    text(
      `${p.name} 的替换容器现名为 ${p.now}：有人重命名了它，因此没有移除。`,
      '请保留需要的那个并使用该名称，手动移除另一个。',
    ),
  'original-not-running': (p) =>
    text(`${p.name} 的原容器已恢复名称，但启动后立即退出。`, '请查看其日志，并手动启动。'),
  'input-invalid': (p) => text(`输入无法使用：${p.detail}`, 'slipway methods 会说明每个调用的参数。'),
  'method-unknown': (p) =>
    text(
      `没有名为“${p.method}”的方法。`,
      p.nearest ? `您是否想用 ${p.nearest}？` : 'slipway methods 会列出所有方法。',
    ),
  'log-gone': (p) =>
    text(`${p.name} 的日志已随容器一同删除。`, '它在结束时即被删除（--rm）。运行时不带 --rm 即可保留日志。'),
  'log-not-read': (p) => text(`当时无法读取 ${p.name} 的日志。`, '请打开其日志以立即读取。'),
  'crash-unknown': () => text('此次崩溃的记录已不存在。', '它已被忽略。'),
  'ps-arguments': (p) =>
    text(
      `ps 无法使用参数“${p.args}”：${p.detail}。`,
      '列中必须包含 PID。可以试试 aux、-ef 或 -eo pid,user,args。',
    ),
  'stats-not-kept': (p) =>
    text(
      `上一分钟的数据无法保存到磁盘：${p.detail}。`,
      '请检查磁盘是否已满，以及 Slipway 文件夹的所有者。之后测得的数据会再次尝试保存。',
    ),
  'settings-unwritable': (p) =>
    text(`设置无法保存到 ${p.path}：${p.detail}。`, '请检查剩余空间和该文件夹的权限。'),
  'too-many-open': (p) =>
    text(`同时打开的${word(p, 'kind')}过多（${p.limit}）。`, '请等其中一些结束，或关闭一个页面。'),
  'link-used': () =>
    text(
      '此链接已被使用过。',
      '每个链接只能打开 Slipway 一次。在运行 Slipway 的终端中按 Enter 可获取新链接，也可以向该进程发送 USR2 信号。',
    ),
  'login-needed': () =>
    text(
      '此页面尚未登录 Slipway。',
      '请打开 Slipway 启动时显示的链接。在该终端中按 Enter 可获取新链接，也可以向该进程发送 USR2 信号。',
    ),
  cancelled: () => text('已取消。'),
  'connection-closed': () =>
    text('与 Slipway 的连接已关闭。', '请重新载入页面。如果仍无法恢复，请重新启动 Slipway。'),
  internal: (p) => text(`Slipway 内部出错：${p.detail}`, '请附上复制的详情进行报告。'),
};
