import type { CertificateText, CertificateWords } from '../../../shared/model/certificate-words.ts';

const say = (meaning: string, fix = ''): CertificateText => ({ meaning, fix });

/** The checks of a certificate, in Chinese. */
export const certificateWords: CertificateWords = {
  key: (verdict) =>
    verdict === 'ok'
      ? say('密钥属于该证书。')
      : say('密钥不属于该证书。', '请选择与它一同生成的密钥：两者出自同一个请求。'),
  validity: (verdict, p) => {
    if (verdict === 'ok') return say(`还有 ${p.days} 天有效，至 ${p.until}。`);
    if (verdict === 'warning')
      return say(`将在 ${p.days} 天后（${p.until}）到期。`, '请及时向签发者索取新证书。');
    return p.from === undefined || p.from === ''
      ? say(`证书已于 ${p.until} 到期。`, '请向签发者索取新证书。')
      : say(`证书在 ${p.from} 之前无效。`, '请等到那时，或校准本机时钟。');
  },
  usage: (verdict, p) =>
    verdict === 'ok'
      ? say('可供客户端使用。')
      : say(`它只用于其他用途：${p.usages}。`, '请索取扩展密钥用法含“TLS Web Client Authentication”的证书。'),
  issuer: (verdict, p) => {
    if (verdict === 'ok') return say(`由 ${p.issuer} 签发，该 CA 在此文件中。`);
    if (verdict === 'problem')
      return say(`它写明由 ${p.issuer} 签发，但并非该 CA 所签。`, '请选择签发时所用的 CA。');
    return say(`由 ${p.issuer} 签发，该 CA 不在这些文件中。镜像仓库须自行信任它。`);
  },
  authorities: (verdict, p) =>
    verdict === 'ok'
      ? say(`${p.count} 个 CA 可信至 ${p.until}。`)
      : p.ended !== ''
        ? say(`CA ${p.ended} 已到期。`, '请索取目前使用的 CA 文件。')
        : say(`${p.none} 不是 CA：它无权签发其他证书。`, '引擎只会信任它本身。请选择签发镜像仓库证书的 CA。'),
  secure: (verdict, p) =>
    verdict === 'ok'
      ? say(`引擎会对 ${p.registry} 使用证书。`)
      : verdict === 'unknown'
        ? say('无法得知引擎是否不用 TLS 访问此镜像仓库。')
        : say(
            `引擎被设置为可不用 TLS 访问 ${p.registry}，因此可能完全不使用证书。`,
            '请将它从 daemon.json 的“insecure-registries”中删除。以 127. 开头的地址始终在其中。',
          ),
  reached: (verdict, p) => {
    if (verdict === 'ok') return say(`${p.address} 以 TLS 应答。`);
    switch (p.cause) {
      case 'name':
        return say(`不认识 ${p.address} 的主机名。`, '请检查拼写、网络和域名服务器。');
      case 'refused':
        return say(`${p.address} 上没有监听。`, '请检查端口，以及镜像仓库是否在运行。');
      case 'silent':
        return say(
          `${p.address} 没有应答：${p.detail}。`,
          '请检查网络、VPN 和防火墙；也可能是镜像仓库停滞了。',
        );
      case 'route':
        return say(`没有通往 ${p.address} 的路由。`, '请检查网络和 VPN。');
      case 'plain':
        return say(
          `${p.address} 不使用 TLS。`,
          '不用 TLS 的镜像仓库不需要证书。将它加入“insecure-registries”后引擎即可使用。',
        );
      default:
        return say(`与 ${p.address} 的连接中断：${p.detail}。`, '请重试；然后询问其管理者。');
    }
  },
  'server-trusted': (verdict, p) =>
    verdict === 'ok'
      ? say(`镜像仓库出示了由 ${p.issuer} 签发的证书，可信。`)
      : verdict === 'unknown'
        ? say(
            `镜像仓库出示了由 ${p.issuer} 签发的证书。引擎是否信任它取决于 ${p.closed}，Slipway 无法读取。`,
            '请同时提供 CA 文件，或查看引擎的说法。',
          )
        : say(
            `镜像仓库出示了由 ${p.issuer} 签发的证书，不可信：${p.detail}。`,
            '请选择签发镜像仓库证书的 CA 文件。',
          ),
  'server-name': (verdict, p) =>
    verdict === 'ok'
      ? say(`它是为 ${p.host} 签发的。`)
      : say(
          p.names === ''
            ? `镜像仓库的证书没有写明主机，而要找的是 ${p.host}。`
            : `镜像仓库的证书是为 ${p.names} 签发的，而不是 ${p.host}。`,
          '请在镜像名称中使用证书上的主机名，或让镜像仓库出示另一份证书。',
        ),
  'server-validity': (verdict, p) => {
    if (verdict === 'ok') return say(`镜像仓库的证书有效期至 ${p.until}。`);
    if (verdict === 'warning') return say(`镜像仓库的证书将在 ${p.days} 天后到期。`);
    return say(`镜像仓库的证书已于 ${p.until} 到期。`, '须由镜像仓库的管理者更新。');
  },
  handshake: (verdict, p) => {
    if (verdict === 'unknown')
      return say(
        `镜像仓库要求客户端证书（${p.detail}）。引擎可能在 ${p.closed} 中有一份，Slipway 无法读取。`,
        '请同时提供证书和密钥，或查看引擎的说法。',
      );
    if (verdict === 'warning')
      return say('不出示客户端证书时，镜像仓库的应答也相同：无法证明它查看过该证书。');
    if (verdict === 'ok')
      return p.client === '' ? say('镜像仓库不要求客户端证书。') : say('镜像仓库接受了客户端证书。');
    return p.client === ''
      ? say(`镜像仓库要求客户端证书：${p.detail}。`, '请添加签发给您的证书和密钥。')
      : say(`镜像仓库拒绝了客户端证书：${p.detail}。`, '请使用由它所信任的 CA 签发的证书。');
  },
  answer: (verdict, p) => {
    if (verdict === 'ok')
      return p.challenge === ''
        ? say('它是镜像仓库，并允许此证书访问。')
        : say(`它是镜像仓库，同时还要求登录（${p.challenge}）。`);
    if (verdict === 'unknown') return say('没有询问它的应答。');
    if (verdict === 'warning')
      return say(
        `它要求登录（${p.challenge}），但没有表明自己是镜像仓库。`,
        '请检查主机和端口：任何带密码的页面都会这样应答。',
      );
    if (p.token !== undefined)
      return say(
        `镜像仓库要求令牌（${p.challenge}），但未能取得：${p.token}`,
        '请检查镜像仓库指定的令牌服务器，以及本机能否到达它。',
      );
    return say(
      `在 ${p.address}/v2/ 应答的不是镜像仓库：${p.detail}`,
      '请检查主机和端口：它们就是镜像名称中的那些。',
    );
  },
};
