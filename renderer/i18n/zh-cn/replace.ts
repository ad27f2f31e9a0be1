import type { Words } from '../en.ts';
import { settingsSteps } from './settings-plan.ts';

const list = (names: readonly string[]): string => names.join('、');

/** Part of the words of the plan dialog. */
export const replacementWarnings: Pick<
  Words['plan']['warnings'],
  keyof typeof import('../en/replace.ts').replacementWarnings
> = {
  compose: (names) =>
    `属于项目 ${list(names)}：docker compose up 会按其文件重新创建它，不含此更改。请同时修改该文件。`,
  'image-moved': (names) =>
    `${list(names)} 现在指向另一个镜像。替换容器会沿用现有镜像；要使用较新的镜像，请填写其名称。`,
  'shares-network': (names) =>
    `以下容器使用此容器的网络，将会失去网络：${list(names)}。之后请重启或替换它们。`,
  'written-goes': (sizes) =>
    `它在卷之外写入了 ${list(sizes)}。替换容器中没有这些数据；除非保留原容器，否则会随之移除。`,
  'written-kept': (sizes) =>
    `它在卷之外写入了 ${list(sizes)}。替换容器中没有这些数据：会保留原容器，以免丢失。`,
  'unmeasured-goes': (names) =>
    `无法得知 ${list(names)} 在卷之外写入了多少数据。替换容器中没有这些数据；除非保留原容器，否则会随之移除。`,
  'unmeasured-kept': (names) =>
    `无法得知 ${list(names)} 在卷之外写入了多少数据。替换容器中没有这些数据：会保留原容器，以免丢失。`,
};

export const replace: Words['replace'] = {
  action: '编辑…',
  actionName: '编辑',
  title: (name) => `编辑 ${name}`,
  text: '容器创建后无法更改。修改后的容器会取代它；如果不正常，原容器会恢复。',
  loading: '正在读取容器…',
  failed: '无法编辑',
  plan: '显示计划',
  image: '镜像',
  imageNote: '必须已在引擎上。',
  imageMissing: '请填写镜像。',
  env: '环境变量',
  envName: (place) => `变量 ${place} 的名称`,
  envValue: (place) => `变量 ${place} 的值`,
  envAdd: '添加变量',
  envRemove: (name) => `移除变量 ${name}`,
  envReveal: '显示疑似机密的值',
  envNameWrong: '需要一个不含 = 的名称。',
  envTwice: (name) => `${name} 出现了两次。`,
  ports: '发布的端口',
  portHost: (place) => `主机端口 ${place}`,
  portHostNote: '留空：任意',
  portIp: (place) => `端口 ${place} 的地址`,
  portIpNote: '所有地址',
  portContainer: (place) => `容器端口 ${place}`,
  portProtocol: (place) => `端口 ${place} 的协议`,
  portAdd: '添加端口',
  portRemove: (port) => `移除端口 ${port}`,
  portHostWrong: '主机端口为 1 到 65535 的数字、如 8000-8010 的范围，或留空。',
  portContainerWrong: '容器端口为 1 到 65535 的数字。',
  portIpWrong: '地址为主机的 IP 地址，或留空。',
  portTwice: (port) => `${port} 出现了两次。`,
  mounts: '挂载',
  mountType: (place) => `挂载 ${place} 的类型`,
  mountTypes: { bind: '主机文件夹', volume: '卷', tmpfs: '内存（tmpfs）' },
  mountSource: (place) => `挂载 ${place} 的来源`,
  mountSourceNotes: { bind: '/主机上的/路径', volume: '名称；留空：新建' },
  mountTarget: (place) => `挂载 ${place} 的目标`,
  mountReadOnly: (place) => `挂载 ${place} 只读`,
  readOnly: '只读',
  mountAdd: '添加挂载',
  mountRemove: (target) => `移除挂载 ${target}`,
  mountTargetWrong: '目标是容器内的绝对路径，例如 /data。',
  mountBindWrong: '主机文件夹是绝对路径，例如 /srv/data。',
  mountVolumeWrong: '卷名由字母、数字、_ . 或 - 组成。',
  mountTwice: (target) => `${target} 被挂载了两次。`,
  restart: '重启策略',
  restarts: { no: '从不', always: '总是', 'unless-stopped': '除非手动停止', 'on-failure': '失败时' },
  nothingYet: '无',
  wait: '运行多少秒才算正常',
  waitHealth: '最多等待多少秒变为健康',
  waitWrong: '1 到 3600 的整数。',
  keepOld: '保留原容器（已停止，使用另一个名称）',
  writtenNote: (size) => `它在卷之外写入了 ${size}，只有原容器才有。`,
  mendFirst: '请先修正标出的内容',

  planTitle: (name) => `替换 ${name}`,
  planText: '目前尚未改动任何内容。如有任何失败，原容器会恢复原状。',
  changes: '更改内容',
  columns: { field: '字段', before: '更改前', after: '更改后' },
  fields: {
    image: '镜像',
    command: '命令',
    env: '变量',
    ports: '端口',
    mounts: '挂载',
    labels: '标签',
    restart: '重启策略',
    memory: '内存限制',
    cpus: 'CPU 限制',
    user: '用户',
    workdir: '文件夹',
    health: '健康检查',
    'stop-signal': '停止信号',
    network: '网络',
  },
  absent: '–',
  byImage: '来自镜像',
  stops: (name, stop, wait, health) =>
    `${name} 会停止：最多用 ${stop} 秒结束，然后直到替换容器启动。替换容器${
      health ? `在 ${wait} 秒内变为健康` : `运行满 ${wait} 秒`
    }后才算正常；在此之前原容器保持停止。`,
  staysStopped: (name) => `${name} 未在运行：不会停止也不会启动任何容器。`,
  temporary: (temporary) => `替换容器以 ${temporary} 的名称创建。`,
  kept: (aside) => `原容器会保留（已停止），名称为 ${aside}。`,
  removed: (aside) => `交换后原容器名为 ${aside}，最后移除。其卷会保留。`,
  takenOff: (policy) => `改名期间它没有重启策略（现为：${policy}）：否则引擎可能会在替换容器旁启动它。`,
  steps: {
    checking: '正在再次检查容器…',
    creating: '正在创建替换容器…',
    stopping: '正在停止原容器…',
    starting: '正在启动替换容器…',
    waiting: '正在等待替换容器正常…',
    renaming: '正在交换名称…',
    removing: '正在移除原容器…',
    'putting-back': '正在恢复原容器…',
    ...settingsSteps,
  },
  stepsTitle: '进度',
  stop: '停止并恢复',

  seen: '知道了',
  left: {
    pending: (name) => `${name} 的替换被中断`,
    stuck: (name) => `无法恢复 ${name}`,
    'put-back': (name) => `${name} 已恢复`,
    'old-left': (name) => `${name} 已被替换；原容器仍在`,
  },
  leftText: {
    pending: () => '引擎一恢复响应，就会恢复原容器。',
    stuck: (name, aside, temporary) =>
      `原容器名为 ${name} 或 ${aside}，替换容器名为 ${temporary}：请重命名并启动前者，移除后者。`,
    'put-back': () => '替换过程中 Slipway 或引擎中断。原容器已恢复原状。',
    'old-left': (_name, aside) => `它已停止，名为 ${aside}。如不需要请移除。`,
  },
};
