import { Plus } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import { navigate, routeHash } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';

/** Leads to the form of a new container. */
export function NewContainer() {
  const words = useWords();
  return (
    <Button look="primary" onClick={() => navigate(routeHash('run'))}>
      <Plus size={15} />
      {words.run.newContainer}
    </Button>
  );
}
