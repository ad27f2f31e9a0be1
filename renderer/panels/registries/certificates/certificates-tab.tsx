import { ShieldCheck } from 'lucide-react';
import { useWords } from '../../../i18n/index.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';

/** The certificates the engine uses with registries. */
export function CertificatesTab() {
  const words = useWords().certificates;
  return <EmptyState picture={<ShieldCheck size={26} />} title={words.emptyTitle} text={words.emptyText} />;
}
