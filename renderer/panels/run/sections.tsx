import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../i18n/index.ts';
import { useTable } from '../../state/resources.ts';
import type { ListField, TextField, TickField } from './fields.ts';
import { EnvFile } from './files.tsx';
import { ListLines, RestartLine, TextLine, TickLine, WordLine } from './form-fields.tsx';
import { PullLine } from './pull-line.tsx';
import css from './run.module.css';
import { useRun } from './store.ts';

const placeholders: Partial<Record<TextField | ListField, string>> = {
  name: 'web',
  entrypoint: '/docker-entrypoint.sh',
  user: '1000:1000',
  workdir: '/app',
  stopSignal: 'SIGTERM',
  stopTimeout: '10',
  platform: 'linux/arm64',
  memory: '512m',
  memorySwap: '1g',
  cpus: '1.5',
  pids: '200',
  shm: '64m',
  storageSize: '10g',
  healthCommand: 'curl -f http://localhost/ || exit 1',
  healthInterval: '30s',
  healthTimeout: '5s',
  healthRetries: '3',
  healthStart: '10s',
  hostname: 'web',
  logDriver: 'json-file',
  ports: '8080:80',
  env: 'NAME=value',
  mounts: '/srv/data:/data:ro',
  networks: 'shop',
  groups: 'video',
  dns: '192.0.2.53',
  dnsSearch: 'example.org',
  extraHosts: 'host.docker.internal:host-gateway',
  capAdd: 'NET_ADMIN',
  capDrop: 'ALL',
  devices: '/dev/ttyUSB0',
  logOptions: 'max-size=10m',
  labels: 'team=shop',
};

type Folded = 'process' | 'limits' | 'health' | 'names' | 'rights' | 'logs' | 'further';

const content: Record<Folded, { texts: TextField[]; lists: (ListField | 'further')[]; ticks: TickField[] }> =
  {
    process: {
      texts: ['entrypoint', 'user', 'workdir', 'stopSignal', 'stopTimeout', 'platform'],
      lists: ['groups'],
      ticks: ['tty', 'interactive', 'init', 'autoRemove'],
    },
    limits: { texts: ['memory', 'memorySwap', 'cpus', 'pids', 'shm', 'storageSize'], lists: [], ticks: [] },
    health: {
      texts: ['healthCommand', 'healthInterval', 'healthTimeout', 'healthRetries', 'healthStart'],
      lists: [],
      ticks: ['noHealth'],
    },
    names: { texts: ['hostname'], lists: ['dns', 'dnsSearch', 'extraHosts'], ticks: ['publishAll'] },
    rights: { texts: [], lists: ['capAdd', 'capDrop', 'devices'], ticks: ['privileged', 'readOnlyRoot'] },
    logs: { texts: ['logDriver'], lists: ['logOptions', 'labels'], ticks: [] },
    further: { texts: [], lists: ['further'], ticks: [] },
  };

function Fold({ name, children }: { name: Folded; children: ReactNode }) {
  const words = useWords().run;
  const [wanted, setWanted] = useState(false);
  const { texts, lists, ticks } = content[name];
  const filled = useRun(
    ({ form }) =>
      texts.filter((field) => form.texts[field] !== '').length +
      lists.reduce(
        (sum, field) => sum + (field === 'further' ? form.further.length : form.lists[field].length),
        0,
      ) +
      ticks.filter((field) => form.ticks[field]).length,
  );
  const fields: readonly string[] = [...texts, ...lists, ...ticks];
  const wrong = useRun(({ marks }) =>
    marks.some(({ at, severity }) => severity === 'error' && fields.includes(at)),
  );
  // What is wrong is never folded away.
  const open = wanted || wrong;
  return (
    <section className={css.fold}>
      <h2>
        <button type="button" className={css.summary} aria-expanded={open} onClick={() => setWanted(!open)}>
          <ChevronRight size={15} className={open ? css.turned : undefined} aria-hidden="true" />
          {words.sections[name]}
          {filled > 0 && <span className={css.filled}>{words.filledIn(filled)}</span>}
        </button>
      </h2>
      {open && <div className={css.fields}>{children}</div>}
    </section>
  );
}

function Rest({ name }: { name: Folded }) {
  const { texts, lists, ticks } = content[name];
  return (
    <Fold name={name}>
      {texts.map((field) => (
        <TextLine key={field} name={field} placeholder={placeholders[field] ?? ''} />
      ))}
      {lists.map((field) => (
        <ListLines
          key={field}
          name={field}
          placeholder={field === 'further' ? '--sysctl net.core.somaxconn=1024' : (placeholders[field] ?? '')}
        />
      ))}
      {ticks.map((field) => (
        <TickLine key={field} name={field} />
      ))}
    </Fold>
  );
}

/** Names the engine has, offered while somebody types. */
function Known() {
  const images = useTable('image').rows;
  const networks = useTable('network').rows;
  return (
    <>
      <datalist id="run-images">
        {[...images.values()]
          .flatMap(({ tags }) => tags)
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
      <datalist id="run-networks">
        {[...networks.values()].map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** Every field of the form; what is seldom wanted is folded. */
export function Sections() {
  const words = useWords().run;
  return (
    <>
      <Known />
      <section className={css.card} aria-label={words.sections.main}>
        <div className={css.fields}>
          <WordLine name="image" placeholder="nginx:1.27" list="run-images" />
          <TextLine name="name" placeholder={placeholders.name ?? ''} />
          <WordLine name="command" />
          <ListLines name="ports" placeholder={placeholders.ports ?? ''} />
          <ListLines name="env" placeholder={placeholders.env ?? ''} beside={<EnvFile />} />
          <ListLines name="mounts" placeholder={placeholders.mounts ?? ''} />
          <ListLines name="networks" placeholder={placeholders.networks ?? ''} list="run-networks" />
          <RestartLine />
          <PullLine />
        </div>
      </section>
      <div className={css.folds}>
        {(Object.keys(content) as Folded[]).map((name) => (
          <Rest key={name} name={name} />
        ))}
      </div>
    </>
  );
}
