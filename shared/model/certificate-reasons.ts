import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of certificates for registries. */
export const certificateReasons = {
  'certificate-file-missing': (p: ReasonParams) =>
    text(`There is nothing at ${p.path}.`, 'The path is one on the machine that Slipway runs on.'),
  'certificate-file-refused': (p: ReasonParams) =>
    text(`Slipway may not read ${p.path}.`, 'Let the user that runs Slipway read it, or copy it elsewhere.'),
  'certificate-file-unreadable': (p: ReasonParams) =>
    text(`${p.path} could not be read (${p.detail}).`, 'Look at the file, or choose another.'),
  'certificate-file-folder': (p: ReasonParams) => text(`${p.path} is a folder.`, 'Choose the file in it.'),
  'certificate-file-special': (p: ReasonParams) =>
    text(`${p.path} is no file but a device, a pipe or a socket.`, 'Choose a file.'),
  'certificate-file-large': (p: ReasonParams) =>
    text(
      `${p.path} has ${p.bytes} bytes: no certificate and no key is as large.`,
      'Choose the file with the certificate. The limit is 1 MiB.',
    ),
  'certificate-not-recognised': (p: ReasonParams) =>
    text(
      `${p.path} is neither PEM, DER nor PKCS#12.`,
      'Choose a .pem, .crt, .cer, .p12 or .pfx file. A Java keystore has to be turned into PKCS#12 first.',
    ),
  'certificate-broken': (p: ReasonParams) =>
    text(`A certificate in ${p.path} is damaged.`, 'Ask for the file once more, or copy it again as it is.'),
  'certificate-without-certificate': (p: ReasonParams) =>
    text(`There is no certificate in ${p.path}.`, 'Choose the file that begins with BEGIN CERTIFICATE.'),
  'certificate-no-key': (p: ReasonParams) =>
    text(`There is no private key in ${p.path}.`, 'Choose the file that begins with BEGIN PRIVATE KEY.'),
  'certificate-key-missing': (p: ReasonParams) =>
    text(`${p.path} holds a certificate without its key.`, 'Choose the file with the key as well.'),
  'certificate-two-keys': (p: ReasonParams) =>
    text(
      `There is more than one private key in ${p.path}.`,
      'Which one is meant cannot be told. Leave only the one that belongs to the certificate.',
    ),
  'certificate-ca-with-key': (p: ReasonParams) =>
    text(
      `${p.path} holds a private key, and what is installed as an authority can be read by all.`,
      'Choose a bundle with certificates only.',
    ),
  'certificate-key-broken': (p: ReasonParams) =>
    text(`The private key in ${p.path} is damaged, or of an unknown kind.`, 'RSA, EC and Ed25519 are known.'),
  'certificate-passphrase-needed': (p: ReasonParams) =>
    text(`${p.path} is protected by a passphrase.`, 'Type it. It is used once, and not kept.'),
  'certificate-passphrase-wrong': (p: ReasonParams) =>
    text(`The passphrase does not open ${p.path}.`, 'Type the one it was packed with.'),
  'certificate-p12-broken': (p: ReasonParams) =>
    text(`What is packed in ${p.path} cannot be read.`, 'Export it once more, or use PEM files.'),
  'certificate-hub': () =>
    text(
      'Docker Hub takes no certificates: no engine looks for any there.',
      'Sign in to it with a name and a token.',
    ),
  'certificate-registry-name': (p: ReasonParams) =>
    text(`"${p.registry}" is no host, nor host and port.`, 'Write it as in the names of its images.'),
  'certificate-refused': (p: ReasonParams) =>
    text(`Not installed for ${p.registry}: ${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'certificate-not-taken': (p: ReasonParams) =>
    text(
      `Not installed, for it does not work with ${p.registry}: ${p.meaning}`,
      p.fix === '' ? undefined : p.fix,
    ),
  'certificate-there': (p: ReasonParams) =>
    text(`There is something for ${p.registry} already: ${p.files}.`, 'Say that it is to be replaced.'),
  'certificate-place-closed': (p: ReasonParams) =>
    text(`Slipway may not write ${p.path}.`, 'Do it as an administrator, or by hand with these commands.'),
  'certificate-place-away': (p: ReasonParams) =>
    text(
      `The engine reads ${p.path} on another machine, which Slipway cannot reach.`,
      'Do it by hand with these commands.',
    ),
  'certificate-place-none': (p: ReasonParams) =>
    text(`The engine in use does not look for certificates there (${p.place}).`, 'Read the list again.'),
  'certificate-elevation': (p: ReasonParams) =>
    text(`The rights of an administrator were not given: ${p.detail}`, 'Nothing was changed.'),
  'certificate-elevation-late': () =>
    text(
      'Nobody gave the rights of an administrator in time, or the work did not end.',
      'Whether it was changed is not known: look at the list again before you repeat it.',
    ),
  'certificate-busy': (p: ReasonParams) =>
    text(`Another Slipway is changing ${p.path}.`, 'Try again once it is done.'),
  'certificate-interrupted': (p: ReasonParams) =>
    text(
      `A change of ${p.path} was interrupted, and its files lie in ${p.aside}.`,
      'Slipway may not write there: rename that folder back as an administrator, or install them once more.',
    ),
};
