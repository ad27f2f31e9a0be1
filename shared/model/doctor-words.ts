import type { CertificateVerdict } from '../contract/registry-certificates.ts';
import type { DoctorStepKey } from '../contract/registry-doctor.ts';
import type { CertificateText } from './certificate-words.ts';

type Params = Readonly<Record<string, string>>;

/** The words of a step in one language. */
export type DoctorWords = Readonly<
  Record<DoctorStepKey, (verdict: CertificateVerdict, p: Params) => CertificateText>
>;

const say = (meaning: string, fix = ''): CertificateText => ({ meaning, fix });

export const doctorWordsInEnglish: DoctorWords = {
  name: (verdict, p) =>
    verdict === 'ok'
      ? say(p.host === p.addresses ? `${p.host} is an address by itself.` : `${p.host} is ${p.addresses}.`)
      : say(`The name ${p.host} is not known.`, 'Check the spelling, the network and the name server.'),
  connect: (verdict, p) => {
    if (p.proxy !== '')
      return verdict === 'ok'
        ? say(`This machine reaches ${p.address} through the proxy ${p.proxy}, which takes connections.`)
        : say(
            `The proxy ${p.proxy}, which leads to ${p.address}, cannot be connected to: ${p.detail}.`,
            'Check HTTPS_PROXY and NO_PROXY, and whether the proxy runs.',
          );
    return verdict === 'ok'
      ? say(`${p.address} takes connections.`)
      : say(
          `${p.address} cannot be connected to: ${p.detail}.`,
          'Check the port, whether the registry runs, a VPN and the firewall.',
        );
  },
  plain: (_verdict, p) => say(`${p.address} speaks no TLS, and the engine takes it so.`),
  'sign-in': (verdict, p) => {
    if (verdict === 'ok') return p.user === '' ? say('It lets everybody in.') : say(`It lets ${p.user} in.`);
    if (verdict === 'unknown') return say('Nobody was asked for.');
    if (p.other === 'yes') return say(`It could not be asked who may come in: ${p.detail}`);
    return p.user === ''
      ? say('It lets nobody in who is not logged in, and you are not.', 'Log in to it.')
      : say(
          `It does not let ${p.user} in: ${p.detail}`,
          'Log in again, with a password or token that holds.',
        );
  },
  manifest: (verdict, p) => {
    if (verdict === 'ok') return say(`${p.image} is there.`);
    if (verdict === 'unknown') return say('No image was asked about.');
    return p.gone === 'yes'
      ? say(`${p.image} is not there.`, 'Check the name and the tag; the tab Browse lists those there are.')
      : say(`${p.image} cannot be read: ${p.detail}`, 'Whoever is logged in needs the right to pull it.');
  },
  'rate-limit': (verdict, p) =>
    verdict === 'problem'
      ? say(
          `The registry counts pulls, and yours are used up (${p.limit}).`,
          'Wait, or log in: it then counts you alone.',
        )
      : say(
          p.limit === ''
            ? 'The registry says nothing of a limit.'
            : `The registry counts pulls: ${p.remaining} of ${p.limit} are left.`,
        ),
  mirror: (verdict, p) =>
    verdict === 'ok'
      ? say(`The engine asks the mirror ${p.mirror} before Docker Hub itself, and it answers.`)
      : say(
          `The engine asks the mirror ${p.mirror} before Docker Hub itself, and it does not answer as a registry: ${p.detail}`,
          'Mend the mirror, or take it out of registry-mirrors in the settings of the engine.',
        ),
  engine: (verdict, p) => {
    if (verdict === 'ok') return say('The engine itself reaches the registry.');
    if (verdict === 'unknown') return say(`What the engine says is not clear: ${p.said}`);
    return say(
      `The engine itself cannot use the registry: ${p.said}`,
      'What this machine can do the engine must be able to as well: the same name server, network, proxy and certificates.',
    );
  },
  'engine-login': (verdict, p) => {
    if (verdict === 'ok') return say(`The engine itself logs ${p.user} in.`);
    if (verdict === 'unknown') return say(`The engine could not be asked to log in: ${p.detail}`);
    return p.other === 'yes'
      ? say(`The engine itself cannot log in: ${p.detail}`)
      : say(`The engine is refused with the login of ${p.user}: ${p.detail}`, 'Log in again.');
  },
};
