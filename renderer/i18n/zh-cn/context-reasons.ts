import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about docker contexts, in Chinese. */
export const contextReasons = {
  'context-unknown': (p: ReasonParams) =>
    text(
      `没有名为“${p.context}”的 docker 上下文。`,
      '它可能已被删除。docker context ls 会列出现有的上下文。',
    ),
  'context-name': (p: ReasonParams) =>
    text(
      `“${p.context}”不能作为上下文的名称。`,
      '请使用至少两个字母、数字、“.”、“_”、“+”或“-”，且以字母或数字开头。',
    ),
  'context-reserved': (p: ReasonParams) =>
    text(
      `“${p.context}”是 docker CLI 自带的上下文，不存储在任何地方。`,
      '它跟随 DOCKER_HOST。请新建其他名称的上下文。',
    ),
  'context-exists': (p: ReasonParams) =>
    text(`已存在名为“${p.context}”的 docker 上下文。`, '请选择其他名称，或编辑该上下文。'),
  'context-current': (p: ReasonParams) =>
    text(`上下文“${p.context}”正在使用。`, '请先使用其他上下文，或明确要求仍然删除（force）。'),
  'context-scheme': (p: ReasonParams) =>
    text(`TLS 文件对 ${p.host} 没有意义。`, '它们只适用于 tcp:// 地址。'),
  'context-pair': (p: ReasonParams) =>
    text(`证书与密钥必须成对提供：缺少 ${p.missing}。`, '请同时提供两个文件，或都不提供。'),
  'context-tls': (p: ReasonParams) =>
    text(`无法使用 TLS 文件 ${p.path}：${p.detail}。`, '请提供不带密码的 PEM 格式文件。'),
  'context-damaged': (p: ReasonParams) =>
    text(`无法读取 ${p.path}：${p.detail}。文件保持原样。`, '请手动修复，或删除该上下文后重新创建。'),
  'contexts-unwritable': (p: ReasonParams) =>
    text(`无法写入 ${p.path}：${p.detail}。上下文保持原样。`, '请检查文件夹的所有者、权限和可用空间。'),
  'contexts-unreadable': (p: ReasonParams) =>
    text(`无法读取 ${p.path}：${p.detail}。`, '请检查其所有者和权限。'),
  'ssh-host-key': (p: ReasonParams) =>
    text(
      `ssh 不认识 ${p.host} 的主机密钥，或密钥与之前不同：${p.detail}`,
      `请在终端中连接一次并核对显示的指纹：ssh ${p.target}`,
    ),
  'ssh-denied': (p: ReasonParams) =>
    text(
      `${p.host} 不允许此用户登录：${p.detail}`,
      `必须无需询问即可登录：请将密钥加载到代理（ssh-add），或在该主机上允许此密钥（ssh-copy-id ${p.target}）。`,
    ),
  'ssh-no-docker': (p: ReasonParams) =>
    text(
      `ssh 已连接到 ${p.host}，但那里没有 docker 命令：${p.detail}`,
      '请在该主机上安装 docker CLI（Debian：docker-cli 或 docker.io），并确保非终端登录的 PATH 中包含它。',
    ),
  'ssh-no-engine': (p: ReasonParams) =>
    text(
      `ssh 已连接到 ${p.host}，但那里没有引擎应答：${p.detail}`,
      '请在该主机上启动引擎，允许此用户打开其套接字，或在地址中指定其他套接字。',
    ),
  'ssh-missing': (p: ReasonParams) =>
    text(
      `没有可用于连接 ${p.host} 的 ssh 程序。`,
      '请安装 OpenSSH 客户端（Debian：openssh-client），然后重新启动 Slipway。',
    ),
} as const;
