import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of logging in to registries and of looking into them. */
export const loginReasons = {
  'docker-config-damaged': (p: ReasonParams) =>
    text(
      `${p.path} cannot be read: ${p.detail}. It is left as it is.`,
      'Mend it by hand, or move it away: the docker CLI cannot read it either.',
    ),
  'docker-config-entry': (p: ReasonParams) =>
    text(
      `What ${p.path} keeps for ${p.key} cannot be read.`,
      'Log in there again, or log out to have it taken out.',
    ),
  'docker-config-unreadable': (p: ReasonParams) =>
    text(`You may not read ${p.path} (${p.detail}).`, 'Check whose it is and its permissions.'),
  'docker-config-unwritable': (p: ReasonParams) =>
    text(
      `${p.path} could not be written (${p.detail}). It is as it was.`,
      'Check the permissions of its folder and the free space.',
    ),
  'docker-config-busy': (p: ReasonParams) =>
    text(`Another program keeps writing ${p.path}.`, 'Wait until it is done, then try again.'),
  'helper-missing': (p: ReasonParams) =>
    text(
      `The credential helper ${p.helper} is not installed.`,
      'config.json names it. Install it, put it on PATH, or take it out of credsStore and credHelpers.',
    ),
  'helper-hangs': (p: ReasonParams) =>
    text(
      `The credential helper ${p.helper} did not end within ${p.seconds} s (${p.action}).`,
      'It may wait for a keychain to be unlocked. Unlock it and try again.',
    ),
  'helper-failed': (p: ReasonParams) =>
    text(
      `The credential helper ${p.helper} failed (${p.action}): ${p.detail}`,
      'Look whether its keychain is set up and unlocked, or keep the login another way.',
    ),
  'plain-not-read': (p: ReasonParams) =>
    text(
      `The docker CLI asks the helper ${p.helper} about ${p.host}: what is in plain text would not be read.`,
      'Keep it with that helper.',
    ),
  'registry-certs': (p: ReasonParams) =>
    text(
      `The certificates for a registry cannot be used: ${p.path}: ${p.detail}.`,
      'Install them again on the page Registries, or take the file away.',
    ),
  'registry-certs-closed': (p: ReasonParams) =>
    text(
      `Slipway may not read ${p.path}, which is for ${p.host}, and does not get in without it (${p.detail}).`,
      'Let whoever runs Slipway read it. The engine may well use it all the same.',
    ),
  'registry-address': (p: ReasonParams) =>
    text(
      `${p.host} is no address of a registry.`,
      'Write it as host or host:port, such as registry.example.com:5000.',
    ),
  'registry-host-unknown': (p: ReasonParams) =>
    text(`The host name of ${p.host} is not known.`, 'Check the spelling, the network and the name server.'),
  'registry-refused': (p: ReasonParams) =>
    text(`Nothing answers at ${p.host}.`, 'Check the port, and whether the registry runs.'),
  'registry-unreachable': (p: ReasonParams) =>
    text(
      `The connection to ${p.host} was cut (${p.detail}).`,
      'Check the network, a proxy and the firewall, then try again.',
    ),
  'registry-proxy': (p: ReasonParams) =>
    text(
      `The proxy ${p.proxy} does not reach ${p.host}: ${p.detail}.`,
      'Check HTTPS_PROXY, or name the registry in NO_PROXY.',
    ),
  'registry-no-answer': (p: ReasonParams) =>
    text(
      `${p.host} did not answer within ${p.seconds} s.`,
      'The registry may be overloaded or hung. Try again, or look at its log.',
    ),
  'registry-untrusted': (p: ReasonParams) =>
    text(
      `The certificate of ${p.host} is not trusted (${p.detail}).`,
      'Install the CA that signed it for this registry, under Certificates.',
    ),
  'registry-expired': (p: ReasonParams) =>
    text(`The certificate of ${p.host} has expired.`, 'Whoever runs the registry has to renew it.'),
  'registry-wrong-name': (p: ReasonParams) =>
    text(
      `The certificate of ${p.host} was made for another name.`,
      'Use the name the certificate was made for, or have it made anew with this name among its subject alternative names.',
    ),
  'registry-client-certificate': (p: ReasonParams) =>
    text(
      `${p.host} asks for a client certificate, or refused the one it was shown (${p.detail}).`,
      'Install a certificate and key that this registry accepts, under Certificates.',
    ),
  'registry-no-tls': (p: ReasonParams) =>
    text(
      `${p.host} does not speak TLS.`,
      'Have it serve TLS. To use it without, add it to insecure-registries of the engine: passwords and images then travel in the clear.',
    ),
  'registry-not-one': (p: ReasonParams) =>
    text(
      `${p.host} is no registry: ${p.detail}.`,
      'Check the address and the port; a proxy or a login page may stand in front of it.',
    ),
  'registry-too-large': (p: ReasonParams) =>
    text(`${p.host} sent more than an answer of a registry can be.`, 'Check the address and the port.'),
  'registry-redirect': (p: ReasonParams) =>
    text(
      `${p.host} sends this request on to an address that cannot be followed${p.to === '' ? '' : ` (${p.to})`}.`,
      'Use the address of the registry itself.',
    ),
  'registry-token-server': (p: ReasonParams) =>
    text(
      `The token server ${p.server} of ${p.host} cannot be used: ${p.detail}.`,
      'Whoever runs the registry has to mend its token settings.',
    ),
  'registry-denied': (p: ReasonParams) =>
    text(
      `${p.host} does not accept this user name and password.`,
      'Check both. Where two-factor login is on, an access token is needed in place of the password.',
    ),
  'registry-wants-login': (p: ReasonParams) =>
    text(`${p.host} asks for a login.`, 'Log in to it under Logins.'),
  'registry-forbidden': (p: ReasonParams) =>
    text(
      `This login may not do that at ${p.host}.`,
      'Ask whoever runs the registry for the right, or log in as somebody else.',
    ),
  'registry-limit': (p: ReasonParams) =>
    text(`${p.host} allows no more requests for now.`, 'Wait a while. Logging in often raises the limit.'),
  'registry-unknown': (p: ReasonParams) =>
    text(
      `${p.host} does not know what was asked for.`,
      'Check the name of the repository; it may be private and need a login.',
    ),
  'registry-error': (p: ReasonParams) =>
    text(
      `${p.host} failed with status ${p.status}${p.detail === '' ? '' : `: ${p.detail}`}`,
      'Try again, or look at the log of the registry.',
    ),
  'registry-no-catalog': (p: ReasonParams) =>
    text(
      `${p.host} does not list its repositories.`,
      'Type the name of a repository, such as team/app, to see its tags.',
    ),
  'registry-no-delete': (p: ReasonParams) =>
    text(
      `${p.host} does not allow images to be deleted.`,
      'Whoever runs it can allow it: storage.delete.enabled of its configuration, or REGISTRY_STORAGE_DELETE_ENABLED=true.',
    ),
  'registry-part-of': (p: ReasonParams) =>
    text(
      `Other tags, in brackets, are made of what was chosen: ${p.names}`,
      'A registry would delete it by its digest, and those tags could not be pulled any more. Choose them as well.',
    ),
  'registry-tags-cut': (p: ReasonParams) =>
    text(
      `The registry does not list the tags of ${p.repository} to their end.`,
      'What else has the same digest cannot be known, so nothing is deleted.',
    ),
  'login-engine-refused': (p: ReasonParams) =>
    text(
      `The engine could not log in to ${p.host}: ${p.detail}`,
      'Slipway got in itself. The engine may lack a certificate or a proxy setting for this registry.',
    ),
  'registry-page': (_: ReasonParams) =>
    text('This page of the list is not known.', 'Read the list from its start.'),
};
