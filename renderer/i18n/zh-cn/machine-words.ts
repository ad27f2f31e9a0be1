import type {
  MachineFindingWords,
  MachineText,
  MachineTopicWords,
} from '../../../shared/model/machine-words.ts';

type Params = Readonly<Record<string, string>>;

const say = (meaning: string, fix = ''): MachineText => ({ meaning, fix });

const kernelFeatures: Readonly<Record<string, { name: string; use: string }>> = {
  ipvs: { name: 'IPVS', use: 'swarm 服务以 ingress 模式发布的端口，以及服务的虚拟地址' },
  overlay: { name: 'overlay 文件系统', use: '存储驱动 overlay2' },
  vxlan: { name: 'VXLAN', use: 'swarm 的 overlay 网络' },
  'bridge-netfilter': { name: '网桥 netfilter', use: '同一网桥上容器之间的规则，以及它们之间发布的端口' },
};

const featureOf = ({ feature = '' }: Params): string => kernelFeatures[feature]?.name ?? feature;
const useOf = ({ feature = '' }: Params): string => kernelFeatures[feature]?.use ?? feature;

export const machineTopics: MachineTopicWords = {
  engine: () => '有容器引擎应答',
  endpoint: (p) => (p.name === p.address ? `${p.address}` : `${p.name}（${p.address}）`),
  'engine-installed': () => '已安装引擎',
  'engine-running': () => '引擎正在运行',
  access: () => '您可以使用引擎',
  cgroup: () => '控制组（cgroup）',
  storage: () => '存储驱动',
  criu: () => 'CRIU（用于检查点）',
  experimental: () => '实验性功能',
  buildx: () => 'docker buildx',
  compose: () => 'docker compose',
  kernel: (p) => `内核：${featureOf(p)}`,
  disk: () => '引擎的磁盘空间',
  forward: () => '数据包转发',
  clock: () => '引擎的时钟',
  proxy: () => '代理设置',
  mirror: () => '镜像加速地址',
};

export const machineFindings: MachineFindingWords = {
  'engine/answers': () => say('Slipway 可以使用它。'),
  'engine/none': () => say('在有引擎应答之前，无法显示或执行任何操作。', '请安装引擎，或启动已安装的引擎。'),
  'endpoint/usable': () => say('可以使用。'),
  'endpoint/idle': () => say('此处没有程序监听。这只是常见位置之一，不一定要使用。'),
  'endpoint/unusable': () => say('无法使用。'),
  'engine-installed/yes': () => say('它的程序已在本机上。'),
  'engine-installed/no': () => say('在本机上没有找到引擎。', '请安装一个：步骤见此页面。'),
  'engine-running/yes': () => say('存在引擎进程。'),
  'engine-running/no': () => say('已安装引擎，但没有引擎进程在运行。', '请启动引擎。'),
  'engine-running/absent': () => say('没有可运行的引擎。'),
  'access/may': () => say('引擎的套接字允许您访问。'),
  'access/root': () => say('您是本机的管理员：所有套接字都允许您访问。'),
  'access/group': (p) =>
    say(
      `该套接字属于用户组 ${p.group}，而您不在其中。`,
      `请加入用户组 ${p.group}，然后注销并重新登录。组内成员可以在本机上做任何事。`,
    ),
  'access/session': (p) =>
    say(
      `您在用户组 ${p.group} 中，但此会话在加入之前就已开始。`,
      '请注销并重新登录，或在该命令打开的 shell 中启动 Slipway。',
    ),
  'access/owner': () =>
    say('该套接字属于他人，您所在的用户组都不能使用它。', '请使用您自己的引擎，或请其所有者授权。'),
  'access/no-socket': () => say('引擎的套接字不存在。'),
  'cgroup/v2': () => say('内存、CPU 和进程数的限制均有效。'),
  'cgroup/v1': () =>
    say(
      '这是旧版本。它可以工作，但 systemd 和各引擎正在放弃它，且 rootless 引擎无法设置限制。',
      '请以新版本启动：在内核命令行中加入 systemd.unified_cgroup_hierarchy=1。',
    ),
  'cgroup/limits': (p) => say(`部分限制无法设置：${p.missing}。`, '请在内核命令行中启用这些控制器。'),
  'cgroup/untold': () => say('引擎没有说明它使用哪个版本。'),
  'storage/good': () => say('镜像层是共享的，写入很快。'),
  'storage/vfs': () =>
    say(
      '每一层都被完整复制：速度慢，且占用数倍空间。',
      '请将引擎的数据放到支持 overlay 的文件系统上（ext4，或 ftype=1 的 xfs）。',
    ),
  'storage/old': (p) => say(`引擎已不再维护 ${p.driver}。`, '请将存储驱动设为 overlay2；镜像需要重新拉取。'),
  'storage/other': () => say('它正在使用中，但 Slipway 对它了解不多。'),
  'criu/works': () => say('可以冻结容器并恢复。'),
  'criu/untried': () =>
    say('它已安装。是否能在此内核上工作，只有管理员才能测试。', '请在终端中运行 sudo criu check。'),
  'criu/missing': () => say('没有它就无法创建检查点。', '请在引擎所在的机器上安装软件包 criu。'),
  'criu/fails': () => say('它已安装，但无法在此内核上工作。', '需要更新的 CRIU 或其他内核。'),
  'experimental/on': () => say('可以使用检查点和其他试验性功能。'),
  'experimental/off': () => say('引擎会拒绝检查点。', '请在引擎设置中启用 experimental。'),
  'experimental/not-needed': () => say('此引擎不需要这项设置。'),
  'buildx/found': () => say('可以在命令行中使用 BuildKit 构建镜像。'),
  'buildx/unpackaged': () =>
    say(
      'docker build 会退回旧的构建器，或失败。此系统的软件包中没有该插件。',
      'Docker 自己的软件源中有 docker-buildx-plugin（docs.docker.com/engine/install）。也可以将 github.com/docker/buildx/releases 中的文件以 docker-buildx 为名放入 ~/.docker/cli-plugins。',
    ),
  'buildx/missing': () => say('docker build 会退回旧的构建器，或失败。', '请安装该插件。'),
  'compose/found': () => say('可以在命令行中启动项目。'),
  'compose/unpackaged': () =>
    say(
      '本机上没有 docker compose。此系统的软件包中没有该插件。',
      'Docker 自己的软件源中有 docker-compose-plugin（docs.docker.com/engine/install）。也可以将 github.com/docker/compose/releases 中的文件以 docker-compose 为名放入 ~/.docker/cli-plugins。',
    ),
  'compose/missing': () => say('本机上没有 docker compose。', '请安装该插件。'),
  'kernel/there': (p) => say(`已具备：${useOf(p)}。`),
  'kernel/loadable': (p) => say(`需要时会加载：${useOf(p)}。`, '可以现在加载以便确认。'),
  'kernel/missing': (p) =>
    say(`内核中没有它：${useOf(p)}将无法工作。`, '请使用带有此功能的内核。没有可以安装的软件。'),
  'kernel/off': (p) => say(`它存在但已关闭：${useOf(p)}将无法工作。`, '请启用它。'),
  'kernel/untold': (p) => say(`此内核没有说明是否具备它；用途：${useOf(p)}。`, '请尝试加载它。'),
  'disk/enough': () => say('有足够空间存放镜像和数据。'),
  'disk/low': () => say('拉取和构建很快会失败。', '请清理不需要的内容，或增加空间。'),
  'disk/full': () => say('容器和引擎本身都可能出错。', '请立即释放空间：清理，或将数据移到别处。'),
  'forward/open': () => say('容器可以访问网络，本机的其他网桥也可以。'),
  'forward/docker': () =>
    say(
      '容器的数据包按引擎的规则放行，其余全部丢弃：本机网桥上的虚拟机没有网络。',
      '如果您有这样的虚拟机，请在 DOCKER-USER 链中放行其网桥。',
    ),
  'forward/closed': () =>
    say(
      '数据包被丢弃，且没有引擎规则放行容器的数据包：容器没有网络。',
      '请重新启动引擎以恢复其规则；并检查是否有防火墙删除了它们。',
    ),
  'forward/off': () => say('本机不转发数据包：容器没有网络。', '请启用转发。'),
  'forward/later': () => say('目前已关闭；第一个带网络的容器启动时，Podman 会启用它。'),
  'forward/untold': () => say('只有管理员可以查看防火墙。', '请手动查看。'),
  'clock/close': () => say('双方的时间都正确。'),
  'clock/apart': (p) =>
    say(`引擎的时钟相差 ${p.apart}。证书、日志和构建可能出错。`, '请让双方都通过时间服务器校时。'),
  'proxy/none': () => say('双方都不经过代理。'),
  'proxy/same': () => say('Slipway 和引擎经过同一个代理。'),
  'proxy/app-only': () =>
    say('Slipway 经过代理，而引擎不经过：只有代理能连通外部时，拉取会失败。', '请在引擎设置中设置代理。'),
  'proxy/engine-only': () => say('引擎经过代理，而 Slipway 不经过：Slipway 自身可能无法访问镜像仓库。'),
  'proxy/differ': () => say('Slipway 和引擎经过不同的代理。', '请检查哪个是正确的。'),
  'mirror/none': () => say('镜像直接来自其镜像仓库。'),
  'mirror/reached': () => say('从本机可以访问。'),
  'mirror/unreached': () =>
    say('从本机访问时，它不像镜像仓库那样应答。引擎每次拉取都会尝试它。', '请修复它，或从引擎设置中移除它。'),
  'any/elsewhere': () => say('引擎不在本机上：请到那台机器上查看。'),
  'any/no-engine': () => say('有引擎应答后才能得知。'),
  'any/not-readable': () => say('Slipway 无权查看。'),
  'any/not-linux': () => say('在此系统上无关紧要。'),
};
