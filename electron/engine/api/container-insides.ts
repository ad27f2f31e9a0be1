import type { ContainerProcesses, FileChange } from '../../../shared/contract/container-insides.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { list, record, text, texts } from '../raw/fields.ts';

/** What `ps` on the engine's host says of a container. `id` is a whole id. */
export async function listProcesses(
  client: EngineClient,
  id: string,
  psArgs: string | undefined,
  signal: AbortSignal,
): Promise<ContainerProcesses> {
  const path = `/containers/${encodeURIComponent(id)}/top`;
  const { body } = await client.json(path, { query: { ps_args: psArgs }, signal });
  const raw = record(body);
  if (!Array.isArray(raw.Titles))
    throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it has no titles' });
  const titles = texts(raw.Titles);
  const rows = list(raw.Processes).map(texts);
  // Podman hands over what the ps inside of the container printed, a line as one cell.
  const [line = ''] = titles;
  if (titles.length === 1 && /\S\s+\S/.test(line)) {
    const split = line.trim().split(/\s+/);
    return { titles: split, rows: rows.map(([text = '']) => cellsOf(text, split.length)) };
  }
  return { titles, rows: rows.map((cells) => titles.map((_, at) => cells[at] ?? '')) };
}

/** Takes a printed line apart; the last cell, the command, keeps its spaces. */
function cellsOf(line: string, count: number): string[] {
  const words = line.trim().split(/\s+/);
  return [...Array(count).keys()].map((at) =>
    at < count - 1 ? (words[at] ?? '') : words.slice(count - 1).join(' '),
  );
}

const changes = ['changed', 'added', 'deleted'] as const;

/** The files a container changed; the engine says null for none. A kind it does not name is left out. */
export async function listChanges(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<FileChange[]> {
  const path = `/containers/${encodeURIComponent(id)}/changes`;
  // Comparing large layers takes its time.
  const { body } = await client.json(path, { signal, deadlineMs: 120_000 });
  if (body !== null && body !== undefined && !Array.isArray(body))
    throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it is not a list' });
  return list(body).flatMap((entry) => {
    const raw = record(entry);
    const change = typeof raw.Kind === 'number' ? changes[raw.Kind] : undefined;
    return change === undefined || text(raw.Path) === '' ? [] : [{ path: text(raw.Path), change }];
  });
}
