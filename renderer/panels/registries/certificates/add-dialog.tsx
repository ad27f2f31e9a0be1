import { FolderOpen } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { CertificateInspection, PlaceKind } from '../../../../shared/contract/registry-certificates.ts';
import { useWords, type Words } from '../../../i18n/index.ts';
import { addCertificate, Inspections } from '../../../state/certificates.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { TextField, Tick } from '../../../ui/field.tsx';
import { FileChooser } from '../../../ui/file-chooser.tsx';
import css from './certificates.module.css';
import { InspectionView } from './inspection-view.tsx';

interface Draft {
  registry: string;
  certificate: string;
  key: string;
  ca: string;
  passphrase: string;
}
const fileFields = ['certificate', 'key', 'ca'] as const;
type FileField = (typeof fileFields)[number];
const notes = { certificate: 'certificateNote', key: 'keyNote', ca: 'caNote' } as const;

type Busy = 'checking' | 'installing' | null;

/** What goes over the contract: only what was filled in. */
function inputOf(draft: Draft): { registry: string } & Partial<Omit<Draft, 'registry'>> {
  const given = Object.entries(draft).filter(([name, value]) => name !== 'registry' && value !== '');
  return { registry: draft.registry.trim(), ...Object.fromEntries(given) };
}

const folderOf = (path: string): string => path.replace(/\/[^/]*$/, '');

/** What is there may be in the way, and only the installation will see it. */
const isUnseen = ({ unseen, place }: CertificateInspection): boolean => unseen && place.access !== 'none';

/** Why it cannot be installed now; null where it can. */
function whyNot(
  inspection: CertificateInspection | null,
  { anyway, replace }: { anyway: boolean; replace: boolean },
  words: Words['certificates'],
): string | null {
  if (inspection === null) return words.checkFirst;
  if (!inspection.canInstall) return words.notGood;
  if (inspection.works !== true && !anyway)
    return inspection.works === null ? words.notSure : words.notWorking;
  if (inspection.replaces.length > 0 && !replace) return words.replaceFirst;
  return inspection.place.access === 'none' ? words.handOnly : null;
}

/** Asks for the files, tries them, and installs them. `registry`: whose are to be replaced. */
export function AddDialog({
  registry,
  proposed = '',
  place,
  onClose,
}: {
  registry: string;
  /** Stands in the field at first, where it is for a new one. */
  proposed?: string;
  /** Where they are; the first place of the engine where it is left out. */
  place?: PlaceKind;
  onClose(): void;
}) {
  const all = useWords();
  const words = all.certificates;
  const [draft, setDraft] = useState<Draft>({
    ...{ registry: registry || proposed, certificate: '', key: '', ca: '', passphrase: '' },
  });
  const [choosing, setChoosing] = useState<FileField | null>(null);
  const [inspection, setInspection] = useState<CertificateInspection | null>(null);
  const [error, setError] = useState<{ title: string; error: ApiError } | null>(null);
  const [busy, setBusy] = useState<Busy>(null);
  const [anyway, setAnyway] = useState(false);
  const [replace, setReplace] = useState(registry !== '');
  const first = useRef<HTMLInputElement>(null);
  const [inspections] = useState(() => new Inspections());
  useEffect(() => () => inspections.drop(), [inspections]);
  const input = { ...inputOf(draft), ...(place === undefined ? {} : { place }) };

  const change = (changes: Partial<Draft>) => {
    // What is being installed is what was checked.
    if (busy === 'installing') return;
    setDraft({ ...draft, ...changes });
    // It was told, or is about to be, of other files.
    inspections.drop();
    setBusy(null);
    setInspection(null);
    setError(null);
    setAnyway(false);
  };
  const missing =
    draft.registry.trim() === ''
      ? words.registryNote
      : draft.certificate === '' && draft.ca === ''
        ? words.nothingGiven
        : null;
  const check = async () => {
    if (busy !== null || missing !== null) return;
    setBusy('checking');
    setError(null);
    setInspection(null);
    const result = await inspections.ask(input);
    if (result === null) return;
    setBusy(null);
    if (result.ok) setInspection(result.value);
    else setError({ title: words.notChecked, error: result.error });
  };
  const elevate = inspection?.place.access === 'elevate';
  const install = async () => {
    setBusy('installing');
    setError(null);
    const failed = await addCertificate({ ...input, replace, anyway, elevate });
    setBusy(null);
    if (failed === null) onClose();
    else setError({ title: words.notInstalled, error: failed });
  };

  if (choosing !== null)
    return (
      <Dialog
        wide
        title={words.chooseTitle(words[choosing])}
        holds="outside"
        initialFocus={first}
        onClose={() => setChoosing(null)}
        buttons={<Button onClick={() => setChoosing(null)}>{words.back}</Button>}
      >
        <FileChooser
          start={folderOf(draft[choosing] || draft.certificate || draft.ca)}
          onChoose={(path) => {
            change({ [choosing]: path });
            setChoosing(null);
          }}
        />
      </Dialog>
    );
  const why = busy !== null ? words[busy] : whyNot(inspection, { anyway, replace }, words);
  return (
    <Dialog
      wide
      title={registry === '' ? words.addTitle : words.replaceTitle(registry)}
      text={words.addText}
      holds={busy === null ? 'outside' : 'all'}
      initialFocus={first}
      onClose={onClose}
      buttons={
        <>
          <Button disabledReason={busy === 'installing' ? words.installing : null} onClick={onClose}>
            {all.cancel}
          </Button>
          <Button
            look={inspection === null ? 'primary' : 'plain'}
            disabledReason={busy === null ? missing : words[busy]}
            onClick={() => void check()}
          >
            {busy === 'checking' ? words.checking : words.check}
          </Button>
          <Button
            look={inspection === null ? 'plain' : 'primary'}
            disabledReason={why}
            onClick={() => void install()}
          >
            {busy === 'installing' ? words.installing : elevate ? words.installElevated : words.install}
          </Button>
        </>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <TextField
          ref={first}
          label={words.registry}
          note={words.registryNote}
          value={draft.registry}
          onChange={(value) => change({ registry: value })}
        />
        {fileFields.map((field) => (
          <div key={field} className={css.path}>
            <TextField
              label={words[field]}
              note={words[notes[field]]}
              value={draft[field]}
              onChange={(value) => change({ [field]: value })}
            />
            <Button label={words.chooseFor(words[field])} onClick={() => setChoosing(field)}>
              <FolderOpen size={14} aria-hidden="true" />
              {words.choose}
            </Button>
          </div>
        ))}
        <TextField
          secret
          label={words.passphrase}
          note={words.passphraseNote}
          value={draft.passphrase}
          onChange={(passphrase) => change({ passphrase })}
        />
        <button type="submit" hidden />
      </form>
      {error !== null && (
        <div ref={(card) => card?.scrollIntoView({ block: 'nearest' })}>
          <ErrorCard title={error.title} error={error.error} />
        </div>
      )}
      {inspection !== null && (
        <>
          <InspectionView inspection={inspection} />
          {inspection.canInstall && (inspection.replaces.length > 0 || isUnseen(inspection)) && (
            <Tick checked={replace} onChange={setReplace}>
              {isUnseen(inspection)
                ? words.replaceUnseen
                : words.replaceThese(inspection.replaces.join(', '))}
            </Tick>
          )}
          {inspection.canInstall && inspection.works !== true && (
            <Tick checked={anyway} note={words.anywayNote} onChange={setAnyway}>
              {words.anyway}
            </Tick>
          )}
        </>
      )}
    </Dialog>
  );
}
