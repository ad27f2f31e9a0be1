import type { CheckText, CheckWords } from '../../../shared/model/checkpoint-words.ts';

const say = (meaning: string, fix = ''): CheckText => ({ meaning, fix });

/** The checks before a checkpoint, in Chinese. */
export const checkWords: CheckWords = {
  platform: (verdict, p) =>
    verdict === 'ok'
      ? say(`${p.engine} 可通过 Docker API 创建检查点。`)
      : say(
          `${p.engine} 的 Docker API 没有检查点。`,
          '使用 Podman 时，请在其机器上运行 podman container checkpoint。Windows 容器不支持检查点。',
        ),
  experimental: (verdict) =>
    verdict === 'ok'
      ? say('实验性功能已启用。')
      : say(
          '引擎未启用实验性功能，而检查点属于其中。',
          '请在 daemon.json 中加入 "experimental": true 并重启引擎。',
        ),
  criu: (verdict, p) => {
    if (verdict === 'ok') return say(`CRIU ${p.version} 可用，内核满足其全部要求。`);
    if (verdict === 'unknown') return say('从这里无法得知引擎所在机器上的 CRIU 是否可用，只能在尝试时得知。');
    if (p.version === '')
      return say(
        '引擎所在的机器上没有安装 CRIU。',
        '请在那里安装软件包 criu（Debian：apt install criu），无需重启引擎。',
      );
    return say(`CRIU ${p.version} 无法在此内核上工作：${p.detail}`, '请安装更新的 CRIU。');
  },
  runtime: (verdict, p) =>
    verdict === 'ok'
      ? say(`运行时 ${p.runtime} 支持检查点。`)
      : say(`运行时 ${p.runtime} 未经检查点验证。`, '若失败，请改用 runc 运行此容器。'),
  running: (verdict, p) =>
    verdict === 'ok'
      ? say(`${p.name} 正在运行。`)
      : say(`${p.name} 未运行，没有可冻结的进程。`, '请先启动它。'),
  tty: (verdict) =>
    verdict === 'ok' ? say('没有终端。') : say('它有终端。进程会继续，但已连接的终端不会重新连接。'),
  connections: (verdict, p) => {
    if (verdict === 'ok') return say('没有打开的 TCP 连接。');
    if (verdict === 'unknown') return say('从这里无法得知是否有打开的 TCP 连接。');
    if (verdict === 'warning') return say(`有打开的 TCP 连接（${p.connections}）；CRIU 已设为保留它们。`);
    return say(
      `有打开的 TCP 连接：${p.connections}。引擎不会要求 CRIU 保留它们，CRIU 因此拒绝。`,
      '请先关闭连接；或在引擎所在机器的 /etc/criu/runc.conf 中加入一行 tcp-established。',
    );
  },
  listening: (verdict, p) => {
    if (verdict === 'ok') return say('等待连接的套接字可以保存。');
    if (verdict === 'unknown') return say('从这里无法得知它是否有网络套接字。');
    return say(
      `它有网络套接字（${p.sockets}），而 CRIU ${p.version} 在 Linux ${p.kernel} 上无法保存。`,
      '请在引擎所在的机器上安装 CRIU 4.2 或更新版本。',
    );
  },
  mounts: (verdict, p) => {
    if (verdict === 'ok') return say('挂载内容无需注意。');
    if (verdict === 'problem')
      return say(
        `它挂载了宿主机的套接字（${p.sockets}）：与其建立的连接无法保存。`,
        '若目前没有连接，可以仍然尝试。',
      );
    return say(`${p.mounts} 中的文件不在检查点内：恢复的进程看到的是当时的文件。`, '恢复之前请勿改动它们。');
  },
  devices: (verdict, p) =>
    verdict === 'ok'
      ? say('没有使用设备。')
      : say(`它使用设备（${p.devices}），CRIU 无法保存其状态。`, '请在不使用设备的情况下运行以创建检查点。'),
  security: (verdict, p) =>
    verdict === 'ok'
      ? say('seccomp 配置会随之恢复。')
      : say(`其安全选项（${p.profile}）可能使 CRIU 无法恢复。`),
  cgroup: (verdict, p) =>
    verdict === 'ok' ? say(`版本 ${p.version} 的控制组会保存并恢复。`) : say('引擎没有说明控制组的版本。'),
  'auto-remove': (verdict) =>
    verdict === 'ok'
      ? say('停止后会保留。')
      : say('它停止时会自行移除（--rm），检查点也随之消失。', '冻结时请让它继续运行。'),
  'restart-policy': (verdict, p) =>
    verdict === 'ok'
      ? say('引擎不会自行启动它。')
      : say(`引擎会自行重新启动它（${p.policy}），从头开始。Slipway 会先取消重启策略，恢复时再设回。`),
  network: (verdict, p) =>
    verdict === 'ok'
      ? say(`Docker ${p.engine} 可以恢复其网络（${p.mode}）。`)
      : say(
          `Docker ${p.engine} 无法恢复拥有自己网络的容器（${p.mode}）：自 28.0 起在 /proc/0/ns/net 失败。`,
          '请将其网络交给 pause 容器（containers.replace 的 pauseNetwork）：地址、端口和名称保持不变。或使用 --network host，或使用另一个持续运行的容器的网络。',
        ),
  files: (verdict, p) =>
    verdict === 'ok'
      ? say('没有改动镜像中的文件。')
      : say(`它写入了自己的文件（${p.count} 个）。它们不在检查点内：留在容器中，克隆会得到副本。`),
};
