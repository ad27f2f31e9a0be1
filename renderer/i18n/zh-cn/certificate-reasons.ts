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
  'certificate-file-folder': (p: ReasonParams) => text(`${p.path} 是文件夹。`, '请选择其中的文件。'),
  'certificate-file-special': (p: ReasonParams) =>
    text(`${p.path} 不是普通文件，而是设备、管道或套接字。`, '请选择一个文件。'),
  'certificate-file-large': (p: ReasonParams) =>
    text(`${p.path} 有 ${p.bytes} 字节：证书和密钥不会这么大。`, '请选择含有证书的文件。上限为 1 MiB。'),
  'certificate-not-recognised': (p: ReasonParams) =>
    text(
      `${p.path} 既不是 PEM、DER，也不是 PKCS#12。`,
      '请选择 .pem、.crt、.cer、.p12 或 .pfx 文件。Java 密钥库需先转换为 PKCS#12。',
    ),
  'certificate-broken': (p: ReasonParams) =>
    text(`${p.path} 中的证书已损坏。`, '请重新索取该文件，或原样再复制一次。'),
  'certificate-without-certificate': (p: ReasonParams) =>
    text(`${p.path} 中没有证书。`, '请选择以 BEGIN CERTIFICATE 开头的文件。'),
  'certificate-no-key': (p: ReasonParams) =>
    text(`${p.path} 中没有私钥。`, '请选择以 BEGIN PRIVATE KEY 开头的文件。'),
  'certificate-key-missing': (p: ReasonParams) =>
    text(`${p.path} 中只有证书，没有它的密钥。`, '请同时选择密钥文件。'),
  'certificate-two-keys': (p: ReasonParams) =>
    text(`${p.path} 中有不止一个私钥。`, '无法判断该用哪一个。请只保留属于该证书的那个。'),
  'certificate-ca-with-key': (p: ReasonParams) =>
    text(`${p.path} 中含有私钥，而安装的 CA 文件所有人都能读取。`, '请选择只含证书的文件。'),
  'certificate-key-broken': (p: ReasonParams) =>
    text(`${p.path} 中的私钥已损坏，或类型未知。`, '支持 RSA、EC 和 Ed25519。'),
  'certificate-passphrase-needed': (p: ReasonParams) =>
    text(`${p.path} 受口令保护。`, '请输入口令。它只使用一次，不会保存。'),
  'certificate-passphrase-wrong': (p: ReasonParams) =>
    text(`口令无法打开 ${p.path}。`, '请输入打包时使用的口令。'),
  'certificate-p12-broken': (p: ReasonParams) =>
    text(`无法读取 ${p.path} 中打包的内容。`, '请重新导出，或改用 PEM 文件。'),
  'certificate-hub': () =>
    text('Docker Hub 不使用证书：任何引擎都不会为它查找证书。', '请使用用户名和令牌登录。'),
  'certificate-registry-name': (p: ReasonParams) =>
    text(`“${p.registry}”既不是主机，也不是主机加端口。`, '请按镜像名称中的写法填写。'),
  'certificate-refused': (p: ReasonParams) =>
    text(`未为 ${p.registry} 安装：${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'certificate-not-taken': (p: ReasonParams) =>
    text(`未安装，因为它在 ${p.registry} 上不可用：${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'certificate-there': (p: ReasonParams) =>
    text(`${p.registry} 已有文件：${p.files}。`, '请确认要替换它们。'),
  'certificate-place-closed': (p: ReasonParams) =>
    text(`Slipway 无权写入 ${p.path}。`, '请以管理员身份进行，或用这些命令手动完成。'),
  'certificate-place-away': (p: ReasonParams) =>
    text(`引擎读取的是另一台机器上的 ${p.path}，Slipway 无法到达。`, '请用这些命令手动完成。'),
  'certificate-place-none': (p: ReasonParams) =>
    text(`当前引擎不会在那里查找证书（${p.place}）。`, '请重新读取列表。'),
  'certificate-elevation': (p: ReasonParams) => text(`未获得管理员权限：${p.detail}`, '没有更改任何内容。'),
  'certificate-elevation-late': () =>
    text('未及时获得管理员权限，或操作没有结束。', '是否已更改尚不清楚：请先查看列表，再决定是否重试。'),
  'certificate-busy': (p: ReasonParams) => text(`另一个 Slipway 正在更改 ${p.path}。`, '请在其完成后重试。'),
  'certificate-interrupted': (p: ReasonParams) =>
    text(
      `对 ${p.path} 的更改曾被中断，其文件位于 ${p.aside}。`,
      'Slipway 无权写入那里：请以管理员身份将该文件夹改回原名，或重新安装。',
    ),
};
