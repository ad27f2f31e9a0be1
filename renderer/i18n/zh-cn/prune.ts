import type * as en from '../en/prune.ts';

export const pruneReasons: typeof en.pruneReasons = {
  'container-stopped': '没有运行',
  'container-never-started': '从未启动过',
  'container-dead': '已失效',
  'network-unused': '没有容器使用它，包括已停止的容器',
  'volume-anonymous': '没有名称，也没有容器使用它',
  'volume-unused': '没有容器使用它，包括已停止的容器',
  'image-dangling': '没有标签，也没有容器使用它',
  'image-unused': '没有容器使用它',
  'used-by-listed': '只有此处列出的容器使用它',
  'cache-unused': '目前没有构建使用它',
  'cache-over': '超出保留大小的部分中使用最少',
  'cache-shared': '目前没有构建使用它；某个镜像含有相同的层，因此它本身不占空间',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join('、') : `${names.slice(0, 6).join('、')} 等 ${names.length} 个`;

export const pruneWarnings: typeof en.pruneWarnings = {
  'networks-needed': (names) => `已保留，因为已停止的容器需要它们才能再次启动：${list(names)}`,
  'volumes-without-age': () => '不包括卷：引擎不说明卷从何时起未被使用。请在不限时间的情况下规划卷。',
  'cache-without-labels': () => '不包括构建缓存：它没有标签。',
  'cache-unsupported': () => '不包括构建缓存：此引擎不列出构建缓存。',
  'swarm-networks': (names) => `已保留，因为它们属于集群：${list(names)}`,
  'sizes-unknown': () => '引擎未能及时给出部分大小；这些大小显示为 –。',
};

export const pruneOutcomes: typeof en.pruneOutcomes = {
  'not-reached': '未执行到：引擎已断开',
  'now-tagged': '未动：它现在有标签',
  'still-there': '未删除：引擎在此之前已断开',
};
