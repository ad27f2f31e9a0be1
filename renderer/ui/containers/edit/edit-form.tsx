import { type RefObject, useState } from 'react';
import type {
  EditableContainer,
  WantedMount,
  WantedPort,
} from '../../../../shared/contract/container-replace.ts';
import { isSecretName } from '../../../../shared/model/secrets.ts';
import { bytesText, useWords } from '../../../i18n/index.ts';
import { Choice, TextField, Tick } from '../../field.tsx';
import {
  type Draft,
  type EnvRow,
  type MountRow,
  newEnv,
  newMount,
  newPort,
  type PortRow,
  type Restart,
  restarts,
  type Wrongs,
} from './draft.ts';
import css from './edit.module.css';
import { Cell, Rows } from './rows.tsx';

interface EditFormProps {
  now: EditableContainer;
  draft: Draft;
  wrongs: Wrongs;
  first: RefObject<HTMLInputElement | null>;
  onChange(parts: Partial<Draft>): void;
  onSend(): void;
}

const protocols: readonly WantedPort['protocol'][] = ['tcp', 'udp', 'sctp'];
const mountTypes: readonly WantedMount['type'][] = ['volume', 'bind', 'tmpfs'];

/** The fields of a container that can be changed. */
export function EditForm({ now, draft, wrongs, first, onChange, onSend }: EditFormProps) {
  const words = useWords().replace;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <div className={css.pair}>
        <TextField
          ref={first}
          label={words.image}
          note={words.imageNote}
          wrong={wrongs.image}
          value={draft.image}
          onChange={(image) => onChange({ image })}
        />
        <Choice<Restart>
          full
          label={words.restart}
          value={draft.restart}
          options={restarts.map((value) => ({ value, label: words.restarts[value] }))}
          onChange={(restart) => onChange({ restart })}
        />
      </div>
      <EnvRows rows={draft.env} wrongs={wrongs} onChange={(env) => onChange({ env })} />
      <PortRows rows={draft.ports} wrongs={wrongs} onChange={(ports) => onChange({ ports })} />
      <MountRows rows={draft.mounts} wrongs={wrongs} onChange={(mounts) => onChange({ mounts })} />
      <TextField
        label={now.hasHealthCheck ? words.waitHealth : words.wait}
        wrong={wrongs.waitSeconds}
        value={draft.waitSeconds}
        onChange={(waitSeconds) => onChange({ waitSeconds })}
      />
      <Tick checked={draft.keepOld} onChange={(keepOld) => onChange({ keepOld })}>
        {words.keepOld}
      </Tick>
      {now.ownBytes !== null && now.ownBytes > 0 && (
        <p className={css.note}>{words.writtenNote(bytesText(now.ownBytes))}</p>
      )}
      <button type="submit" hidden />
    </form>
  );
}

interface GroupProps<R> {
  rows: R[];
  wrongs: Wrongs;
  onChange(rows: R[]): void;
}

function EnvRows({ rows, wrongs, onChange }: GroupProps<EnvRow>) {
  const words = useWords().replace;
  const [revealed, setRevealed] = useState(false);
  const secrets = rows.some(({ name }) => isSecretName(name));
  return (
    <Rows
      legend={words.env}
      rows={rows}
      wrongs={wrongs.rows}
      addLabel={words.envAdd}
      none={words.nothingYet}
      removeLabel={({ name }, place) => words.envRemove(name || String(place))}
      make={newEnv}
      onChange={onChange}
      fields={(row, place, set, describedBy) => (
        <>
          <Cell
            label={words.envName(place)}
            value={row.name}
            describedBy={describedBy}
            onChange={(name) => set({ name })}
          />
          <span className={css.sign} aria-hidden="true">
            =
          </span>
          <Cell
            width="wide"
            label={words.envValue(place)}
            value={row.value}
            describedBy={describedBy}
            hidden={!revealed && isSecretName(row.name)}
            onChange={(value) => set({ value })}
          />
        </>
      )}
    >
      {secrets && (
        <Tick checked={revealed} onChange={setRevealed}>
          {words.envReveal}
        </Tick>
      )}
    </Rows>
  );
}

function PortRows({ rows, wrongs, onChange }: GroupProps<PortRow>) {
  const words = useWords().replace;
  return (
    <Rows
      legend={words.ports}
      rows={rows}
      wrongs={wrongs.rows}
      addLabel={words.portAdd}
      none={words.nothingYet}
      removeLabel={({ containerPort, protocol }, place) =>
        words.portRemove(containerPort === '' ? String(place) : `${containerPort}/${protocol}`)
      }
      make={newPort}
      onChange={onChange}
      fields={(row, place, set, describedBy) => (
        <>
          <Cell
            label={words.portIp(place)}
            placeholder={words.portIpNote}
            value={row.hostIp}
            describedBy={describedBy}
            onChange={(hostIp) => set({ hostIp: hostIp.trim() })}
          />
          <span className={css.sign} aria-hidden="true">
            :
          </span>
          <Cell
            label={words.portHost(place)}
            placeholder={words.portHostNote}
            value={row.hostPort}
            describedBy={describedBy}
            onChange={(hostPort) => set({ hostPort: hostPort.trim() })}
          />
          <span className={css.sign} aria-hidden="true">
            →
          </span>
          <Cell
            label={words.portContainer(place)}
            value={row.containerPort}
            describedBy={describedBy}
            onChange={(containerPort) => set({ containerPort: containerPort.trim() })}
          />
          <Choice<WantedPort['protocol']>
            label={words.portProtocol(place)}
            value={row.protocol}
            options={protocols.map((value) => ({ value, label: value }))}
            onChange={(protocol) => set({ protocol })}
          />
        </>
      )}
    />
  );
}

function MountRows({ rows, wrongs, onChange }: GroupProps<MountRow>) {
  const words = useWords().replace;
  return (
    <Rows
      legend={words.mounts}
      rows={rows}
      wrongs={wrongs.rows}
      addLabel={words.mountAdd}
      none={words.nothingYet}
      removeLabel={({ target }, place) => words.mountRemove(target || String(place))}
      make={newMount}
      onChange={onChange}
      fields={(row, place, set, describedBy) => (
        <>
          <Choice<WantedMount['type']>
            label={words.mountType(place)}
            value={row.type}
            options={mountTypes.map((value) => ({ value, label: words.mountTypes[value] }))}
            // Memory has no box for it: what it was mounted with stays, what another kind had does not.
            onChange={(type) => set(type === 'tmpfs' ? { type, readOnly: false } : { type })}
          />
          {row.type !== 'tmpfs' && (
            <>
              <Cell
                label={words.mountSource(place)}
                placeholder={words.mountSourceNotes[row.type]}
                value={row.source}
                describedBy={describedBy}
                onChange={(source) => set({ source })}
              />
              <span className={css.sign} aria-hidden="true">
                →
              </span>
            </>
          )}
          <Cell
            label={words.mountTarget(place)}
            value={row.target}
            describedBy={describedBy}
            onChange={(target) => set({ target })}
          />
          {row.type !== 'tmpfs' && (
            <label className={css.check}>
              <input
                type="checkbox"
                aria-label={words.mountReadOnly(place)}
                checked={row.readOnly}
                onChange={(event) => set({ readOnly: event.target.checked })}
              />
              {words.readOnly}
            </label>
          )}
        </>
      )}
    />
  );
}
