import type { ReasonParams, ReasonText } from '../../../shared/model/reasons.ts';

const text = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };

/** The reasons about logging in to registries and looking into them, in Chinese. */
export const loginReasons = {
  'docker-config-damaged': (p: ReasonParams) =>
    text(`无法读取 ${p.path}：${p.detail}。文件保持原样。`, '请手动修复或移走它：docker CLI 同样无法读取。'),
  'docker-config-entry': (p: ReasonParams) =>
    text(`无法读取 ${p.path} 中为 ${p.key} 保存的内容。`, '请重新登录，或退出登录以将其移除。'),
  'docker-config-unreadable': (p: ReasonParams) =>
    text(`您无权读取 ${p.path}（${p.detail}）。`, '请检查其所有者和权限。'),
  'docker-config-unwritable': (p: ReasonParams) =>
    text(`无法写入 ${p.path}（${p.detail}）。文件保持原样。`, '请检查其文件夹的权限和可用空间。'),
  'docker-config-busy': (p: ReasonParams) =>
    text(`另一个程序正在不断写入 ${p.path}。`, '请等待其完成，然后重试。'),
  'helper-missing': (p: ReasonParams) =>
    text(
      `未安装凭据助手 ${p.helper}。`,
      'config.json 指定了它。请安装它并放入 PATH，或将其从 credsStore 和 credHelpers 中移除。',
    ),
  'helper-hangs': (p: ReasonParams) =>
    text(
      `凭据助手 ${p.helper} 未在 ${p.seconds} 秒内结束（${p.action}）。`,
      '它可能在等待密钥环解锁。请解锁后重试。',
    ),
  'helper-failed': (p: ReasonParams) =>
    text(
      `凭据助手 ${p.helper} 失败（${p.action}）：${p.detail}`,
      '请检查其密钥环是否已设置并解锁，或以其他方式保存登录。',
    ),
  'plain-not-read': (p: ReasonParams) =>
    text(`docker CLI 会就 ${p.host} 询问助手 ${p.helper}：明文内容不会被读取。`, '请用该助手保存。'),
  'registry-certs': (p: ReasonParams) =>
    text(`无法使用镜像仓库的证书：${p.path}：${p.detail}。`, '请在“镜像仓库”页面重新安装，或移走该文件。'),
  'registry-certs-closed': (p: ReasonParams) =>
    text(
      `Slipway 无权读取用于 ${p.host} 的 ${p.path}，没有它就无法连接（${p.detail}）。`,
      '请让运行 Slipway 的用户能读取它。引擎可能仍可使用它。',
    ),
  'registry-address': (p: ReasonParams) =>
    text(`${p.host} 不是镜像仓库地址。`, '请写成 host 或 host:port，例如 registry.example.com:5000。'),
  'registry-host-unknown': (p: ReasonParams) =>
    text(`无法解析 ${p.host} 的主机名。`, '请检查拼写、网络和域名服务器。'),
  'registry-refused': (p: ReasonParams) => text(`${p.host} 无应答。`, '请检查端口以及镜像仓库是否在运行。'),
  'registry-unreachable': (p: ReasonParams) =>
    text(`与 ${p.host} 的连接已中断（${p.detail}）。`, '请检查网络、代理和防火墙，然后重试。'),
  'registry-proxy': (p: ReasonParams) =>
    text(
      `代理 ${p.proxy} 无法连接 ${p.host}：${p.detail}。`,
      '请检查 HTTPS_PROXY，或将该镜像仓库写入 NO_PROXY。',
    ),
  'registry-no-answer': (p: ReasonParams) =>
    text(`${p.host} 在 ${p.seconds} 秒内没有应答。`, '镜像仓库可能过载或挂起。请重试，或查看其日志。'),
  'registry-untrusted': (p: ReasonParams) =>
    text(`${p.host} 的证书不受信任（${p.detail}）。`, '请在“证书”下为该镜像仓库安装签发它的 CA。'),
  'registry-expired': (p: ReasonParams) => text(`${p.host} 的证书已过期。`, '需由镜像仓库的管理者续期。'),
  'registry-wrong-name': (p: ReasonParams) =>
    text(
      `${p.host} 的证书是为其他名称签发的。`,
      '请使用证书对应的名称，或重新签发并把此名称加入其使用者备用名称。',
    ),
  'registry-client-certificate': (p: ReasonParams) =>
    text(
      `${p.host} 要求客户端证书，或拒绝了所出示的证书（${p.detail}）。`,
      '请在“证书”下安装该镜像仓库接受的证书和密钥。',
    ),
  'registry-no-tls': (p: ReasonParams) =>
    text(
      `${p.host} 不使用 TLS。`,
      '请让它启用 TLS。若要不加密使用，请将其加入引擎的 insecure-registries：密码和镜像将以明文传输。',
    ),
  'registry-not-one': (p: ReasonParams) =>
    text(`${p.host} 不是镜像仓库：${p.detail}。`, '请检查地址和端口；前面可能有代理或登录页面。'),
  'registry-too-large': (p: ReasonParams) =>
    text(`${p.host} 发送的内容超出了镜像仓库应答的大小。`, '请检查地址和端口。'),
  'registry-redirect': (p: ReasonParams) =>
    text(
      `${p.host} 将此请求转到无法跟随的地址${p.to === '' ? '' : `（${p.to}）`}。`,
      '请使用镜像仓库本身的地址。',
    ),
  'registry-token-server': (p: ReasonParams) =>
    text(
      `无法使用 ${p.host} 的令牌服务器 ${p.server}：${p.detail}。`,
      '需由镜像仓库的管理者修正其令牌设置。',
    ),
  'registry-denied': (p: ReasonParams) =>
    text(`${p.host} 不接受此用户名和密码。`, '请检查两者。若启用了双因素登录，需用访问令牌代替密码。'),
  'registry-wants-login': (p: ReasonParams) => text(`${p.host} 要求登录。`, '请在“登录”下登录。'),
  'registry-forbidden': (p: ReasonParams) =>
    text(`此登录在 ${p.host} 上无权执行该操作。`, '请向镜像仓库的管理者申请权限，或以其他身份登录。'),
  'registry-limit': (p: ReasonParams) =>
    text(`${p.host} 暂时不再允许更多请求。`, '请稍等。登录通常可以提高限额。'),
  'registry-unknown': (p: ReasonParams) =>
    text(`${p.host} 不认识所请求的内容。`, '请检查存储库名称；它可能是私有的，需要登录。'),
  'registry-error': (p: ReasonParams) =>
    text(
      `${p.host} 出错，状态 ${p.status}${p.detail === '' ? '' : `：${p.detail}`}`,
      '请重试，或查看镜像仓库的日志。',
    ),
  'registry-no-catalog': (p: ReasonParams) =>
    text(`${p.host} 不列出其存储库。`, '请输入存储库名称，例如 team/app，以查看其标签。'),
  'registry-no-delete': (p: ReasonParams) =>
    text(
      `${p.host} 不允许删除镜像。`,
      '镜像仓库的管理者可以启用：配置中的 storage.delete.enabled，或 REGISTRY_STORAGE_DELETE_ENABLED=true。',
    ),
  'registry-part-of': (p: ReasonParams) =>
    text(
      `括号中的其他标签由所选内容组成：${p.names}`,
      '镜像仓库按摘要删除，那些标签将无法再拉取。请一并选择它们。',
    ),
  'registry-tags-cut': (p: ReasonParams) =>
    text(
      `镜像仓库未能完整列出 ${p.repository} 的标签。`,
      '无法得知还有哪些标签指向相同摘要，因此不会删除任何内容。',
    ),
  'login-engine-refused': (p: ReasonParams) =>
    text(
      `引擎无法登录 ${p.host}：${p.detail}`,
      'Slipway 自身可以登录。引擎可能缺少该镜像仓库的证书或代理设置。',
    ),
  'registry-page': (_: ReasonParams) => text('列表的此页未知。', '请从头读取列表。'),
};
