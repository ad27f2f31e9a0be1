import type { CertificateCheckKey, CertificateVerdict } from '../contract/registry-certificates.ts';

type Params = Readonly<Record<string, string>>;

export interface CertificateText {
  /** What was found, and what it means. */
  meaning: string;
  /** What to do about it; empty where there is nothing to do. */
  fix: string;
}

/** The words of a check in one language: one entry a key, so that a missing one is a type error. */
export type CertificateWords = Readonly<
  Record<CertificateCheckKey, (verdict: CertificateVerdict, p: Params) => CertificateText>
>;

const say = (meaning: string, fix = ''): CertificateText => ({ meaning, fix });

export const certificateWordsInEnglish: CertificateWords = {
  key: (verdict) =>
    verdict === 'ok'
      ? say('The key belongs to the certificate.')
      : say(
          'The key does not belong to the certificate.',
          'Choose the key that was made with it: both come from one request.',
        ),
  validity: (verdict, p) => {
    if (verdict === 'ok') return say(`Valid for ${p.days} more days, until ${p.until}.`);
    if (verdict === 'warning')
      return say(`Ends in ${p.days} days, at ${p.until}.`, 'Ask who issued it for a new one in time.');
    return p.from === undefined || p.from === ''
      ? say(`The certificate ended at ${p.until}.`, 'Ask who issued it for a new one.')
      : say(
          `The certificate is not valid before ${p.from}.`,
          'Wait until then, or set the clock of this machine right.',
        );
  },
  usage: (verdict, p) =>
    verdict === 'ok'
      ? say('It may be used by a client.')
      : say(
          `It is made for other uses only: ${p.usages}.`,
          'Ask for a certificate with the extended key usage "TLS Web Client Authentication".',
        ),
  issuer: (verdict, p) => {
    if (verdict === 'ok') return say(`Signed by ${p.issuer}, which is among the authorities here.`);
    if (verdict === 'problem')
      return say(
        `It names ${p.issuer} as its issuer, and that authority did not sign it.`,
        'Choose the authority that was in use when it was issued.',
      );
    return say(
      `Signed by ${p.issuer}, which is not among the files here. The registry must know that authority by itself.`,
    );
  },
  authorities: (verdict, p) =>
    verdict === 'ok'
      ? say(`${p.count} of the authorities can be trusted until ${p.until}.`)
      : p.ended !== ''
        ? say(`The authority ${p.ended} has ended.`, 'Ask for the CA bundle that is in use now.')
        : say(
            `${p.none} is not an authority: it may not sign others.`,
            'The engine trusts it for itself only. Choose the CA that signed the registry.',
          ),
  secure: (verdict, p) =>
    verdict === 'ok'
      ? say(`The engine uses certificates with ${p.registry}.`)
      : verdict === 'unknown'
        ? say('Whether the engine takes this registry without TLS could not be asked.')
        : say(
            `The engine is told to take ${p.registry} without TLS: it may then use no certificate at all.`,
            'Take it out of "insecure-registries" in daemon.json. Addresses that start with 127. are always in it.',
          ),
  reached: (verdict, p) => {
    if (verdict === 'ok') return say(`${p.address} answers with TLS.`);
    switch (p.cause) {
      case 'name':
        return say(
          `The name of ${p.address} is not known.`,
          'Check the spelling, the network and the name server.',
        );
      case 'refused':
        return say(`Nothing listens at ${p.address}.`, 'Check the port, and whether the registry runs.');
      case 'silent':
        return say(
          `${p.address} does not answer: ${p.detail}.`,
          'Check the network, a VPN and the firewall; or the registry hangs.',
        );
      case 'route':
        return say(`There is no way to ${p.address}.`, 'Check the network and a VPN.');
      case 'plain':
        return say(
          `${p.address} does not speak TLS.`,
          'A registry without TLS uses no certificate. The engine takes it once it is in "insecure-registries".',
        );
      default:
        return say(`The connection to ${p.address} broke: ${p.detail}.`, 'Try again; then ask who runs it.');
    }
  },
  'server-trusted': (verdict, p) =>
    verdict === 'ok'
      ? say(`The registry shows a certificate signed by ${p.issuer}, which is trusted.`)
      : verdict === 'unknown'
        ? say(
            `The registry shows a certificate signed by ${p.issuer}. Whether the engine trusts it is in ${p.closed}, which Slipway cannot read.`,
            'Give the CA bundle as well, or see what the engine says of it.',
          )
        : say(
            `The registry shows a certificate signed by ${p.issuer}, which is not trusted: ${p.detail}.`,
            'Choose the CA bundle that signed the certificate of the registry.',
          ),
  'server-name': (verdict, p) =>
    verdict === 'ok'
      ? say(`It is made for ${p.host}.`)
      : say(
          p.names === ''
            ? `The certificate of the registry names no host, and ${p.host} is looked for.`
            : `The certificate of the registry is made for ${p.names}, not for ${p.host}.`,
          'Use the name it is made for in the names of images, or have the registry show another certificate.',
        ),
  'server-validity': (verdict, p) => {
    if (verdict === 'ok') return say(`The certificate of the registry is valid until ${p.until}.`);
    if (verdict === 'warning') return say(`The certificate of the registry ends in ${p.days} days.`);
    return say(
      `The certificate of the registry ended at ${p.until}.`,
      'Whoever runs the registry has to renew it.',
    );
  },
  handshake: (verdict, p) => {
    if (verdict === 'unknown')
      return say(
        `The registry wants a client certificate (${p.detail}). The engine may have one in ${p.closed}, which Slipway cannot read.`,
        'Give the certificate and key as well, or see what the engine says of it.',
      );
    if (verdict === 'warning')
      return say(
        'The registry answers the same without the client certificate: nothing shows that it was looked at.',
      );
    if (verdict === 'ok')
      return p.client === ''
        ? say('The registry asks for no client certificate.')
        : say('The registry took the client certificate.');
    return p.client === ''
      ? say(
          `The registry wants a client certificate: ${p.detail}.`,
          'Add the certificate and key that were issued to you.',
        )
      : say(
          `The registry refused the client certificate: ${p.detail}.`,
          'Use one that is signed by an authority the registry trusts.',
        );
  },
  answer: (verdict, p) => {
    if (verdict === 'ok')
      return p.challenge === ''
        ? say('It is a registry, and lets this certificate in.')
        : say(`It is a registry, and asks to sign in as well (${p.challenge}).`);
    if (verdict === 'unknown') return say('It was not asked for its answer.');
    if (verdict === 'warning')
      return say(
        `It asks to sign in (${p.challenge}), and does not say that it is a registry.`,
        'Check host and port: any page with a password answers like this.',
      );
    if (p.token !== undefined)
      return say(
        `The registry asks for a token (${p.challenge}), and none could be had: ${p.token}`,
        'Check the token server that the registry names, and whether this machine may reach it.',
      );
    return say(
      `What answers at ${p.address}/v2/ is no registry: ${p.detail}`,
      'Check host and port: they are those in the names of its images.',
    );
  },
};
