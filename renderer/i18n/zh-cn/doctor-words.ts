import type { CertificateText } from '../../../shared/model/certificate-words.ts';
import type { DoctorWords } from '../../../shared/model/doctor-words.ts';

const say = (meaning: string, fix = ''): CertificateText => ({ meaning, fix });

/** The steps of the doctor, in Chinese. */
export const doctorWords: DoctorWords = {
  name: (verdict, p) =>
    verdict === 'ok'
      ? say(p.host === p.addresses ? `${p.host} 本身就是地址。` : `${p.host} 的地址是 ${p.addresses}。`)
      : say(`不认识主机名 ${p.host}。`, '请检查拼写、网络和域名服务器。'),
  connect: (verdict, p) => {
    if (p.proxy !== '')
      return verdict === 'ok'
        ? say(`本机通过代理 ${p.proxy} 访问 ${p.address}，代理接受连接。`)
        : say(
            `通往 ${p.address} 的代理 ${p.proxy} 无法连接：${p.detail}。`,
            '请检查 HTTPS_PROXY 和 NO_PROXY，以及代理是否在运行。',
          );
    return verdict === 'ok'
      ? say(`${p.address} 接受连接。`)
      : say(`无法连接 ${p.address}：${p.detail}。`, '请检查端口、镜像仓库是否在运行、VPN 和防火墙。');
  },
  plain: (_verdict, p) => say(`${p.address} 不使用 TLS，而引擎允许这样访问它。`),
  'sign-in': (verdict, p) => {
    if (verdict === 'ok') return p.user === '' ? say('它允许所有人访问。') : say(`它允许 ${p.user} 访问。`);
    if (verdict === 'unknown') return say('没有询问登录情况。');
    if (p.other === 'yes') return say(`无法询问谁可以访问：${p.detail}`);
    return p.user === ''
      ? say('它只允许已登录的用户访问，而您尚未登录。', '请登录。')
      : say(`它不允许 ${p.user} 访问：${p.detail}`, '请用有效的密码或令牌重新登录。');
  },
  manifest: (verdict, p) => {
    if (verdict === 'ok') return say(`${p.image} 存在。`);
    if (verdict === 'unknown') return say('没有询问镜像。');
    return p.gone === 'yes'
      ? say(`${p.image} 不存在。`, '请检查名称和标签；“浏览”标签页会列出已有的。')
      : say(`无法读取 ${p.image}：${p.detail}`, '登录的用户须有拉取它的权限。');
  },
  'rate-limit': (verdict, p) =>
    verdict === 'problem'
      ? say(
          `镜像仓库限制拉取次数，您的次数已用完（${p.limit}）。`,
          '请等待，或登录：之后只计算您自己的次数。',
        )
      : say(
          p.limit === ''
            ? '镜像仓库没有说明限制。'
            : `镜像仓库限制拉取次数：${p.limit} 次中还剩 ${p.remaining} 次。`,
        ),
  mirror: (verdict, p) =>
    verdict === 'ok'
      ? say(`引擎先询问镜像站 ${p.mirror}，再询问 Docker Hub；它有应答。`)
      : say(
          `引擎先询问镜像站 ${p.mirror}，再询问 Docker Hub；但它没有像镜像仓库那样应答：${p.detail}`,
          '请修复该镜像站，或在引擎设置的 registry-mirrors 中将其移除。',
        ),
  engine: (verdict, p) => {
    if (verdict === 'ok') return say('引擎自身能够到达镜像仓库。');
    if (verdict === 'unknown') return say(`引擎的回答不明确：${p.said}`);
    return say(
      `引擎自身无法使用镜像仓库：${p.said}`,
      '本机能做的，引擎也须能做到：相同的域名服务器、网络、代理和证书。',
    );
  },
  'engine-login': (verdict, p) => {
    if (verdict === 'ok') return say(`引擎自身可以用 ${p.user} 登录。`);
    if (verdict === 'unknown') return say(`无法让引擎登录：${p.detail}`);
    return p.other === 'yes'
      ? say(`引擎自身无法登录：${p.detail}`)
      : say(`引擎使用 ${p.user} 登录被拒绝：${p.detail}`, '请重新登录。');
  },
};
