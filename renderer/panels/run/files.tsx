import { FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SpecProblem } from '../../../shared/contract/container-spec.ts';
import { parseEnvFile } from '../../../shared/model/container-spec/env-file.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';
import { SpecError } from '../../../shared/model/container-spec/spec-error.ts';
import { useWords } from '../../i18n/index.ts';
import { Button } from '../../ui/button.tsx';
import { Marks } from './marks.tsx';
import { addVariables, giveFile } from './store.ts';

/** A button that reads a small text file of the person's own machine. */
function FileButton({ label, onText }: { label: string; onText(content: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" onClick={() => input.current?.click()}>
        <FileText size={14} />
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = '';
          void file?.text().then(onText);
        }}
      />
    </>
  );
}

/** Adds the variables of an env file to the rows. */
export function EnvFile() {
  const words = useWords().run;
  const [wrong, setWrong] = useState<SpecProblem | null>(null);
  return (
    <>
      <FileButton
        label={words.envFromFile}
        onText={(content) => {
          try {
            addVariables(parseEnvFile(content));
            setWrong(null);
          } catch (thrown) {
            if (!(thrown instanceof SpecError)) throw thrown;
            setWrong(problem('error', 'env', thrown.reason, thrown.params));
          }
        }}
      />
      {wrong !== null && <Marks marks={[wrong]} />}
    </>
  );
}

/** Hands in a file that the pasted line names. */
export function NeededFile({ name }: { name: string }) {
  const words = useWords().run;
  return <FileButton label={words.chooseFile(name)} onText={(content) => void giveFile(name, content)} />;
}
