import type { Image, Network, Volume } from '../../../shared/contract/engine.ts';
import { flag, isoFromSeconds, isoFromText, list, num, record, text, textMap, texts } from './fields.ts';

const noName = '<none>';

/** A row of `/images/json`. */
export function imageRow(raw: unknown): Image | null {
  const from = record(raw);
  const id = text(from.Id);
  if (id === '') return null;
  const tags = texts(from.RepoTags).filter((tag) => !tag.includes(noName));
  return {
    id,
    tags: tags.sort(),
    digests: texts(from.RepoDigests).filter((digest) => !digest.includes(noName)),
    createdAt: isoFromSeconds(from.Created),
    sizeBytes: Math.max(0, num(from.Size)),
    labels: textMap(from.Labels),
    dangling: tags.length === 0,
    protected: false,
  };
}

/** A row of `/volumes`. */
export function volumeRow(raw: unknown): Volume | null {
  const from = record(raw);
  const name = text(from.Name);
  if (name === '') return null;
  const labels = textMap(from.Labels);
  const createdAt = isoFromText(from.CreatedAt);
  return {
    name,
    driver: text(from.Driver),
    mountpoint: text(from.Mountpoint),
    ...(createdAt === undefined ? {} : { createdAt }),
    scope: text(from.Scope),
    labels,
    options: textMap(from.Options),
    // Engines before 23.0 do not label them; their names are 64 hex digits.
    anonymous: labels['com.docker.volume.anonymous'] !== undefined || /^[0-9a-f]{64}$/.test(name),
    protected: false,
  };
}

const predefined = new Set(['bridge', 'host', 'none', 'nat', 'podman']);

/** A row of `/networks`. */
export function networkRow(raw: unknown): Network | null {
  const from = record(raw);
  const id = text(from.Id);
  if (id === '') return null;
  const name = text(from.Name);
  return {
    id,
    name: name || id.slice(0, 12),
    driver: text(from.Driver),
    scope: text(from.Scope),
    createdAt: isoFromText(from.Created) ?? '',
    internal: flag(from.Internal),
    attachable: flag(from.Attachable),
    ingress: flag(from.Ingress),
    ipv6: flag(from.EnableIPv6),
    subnets: list(record(from.IPAM).Config)
      .map((config) => text(record(config).Subnet))
      .filter((subnet) => subnet !== ''),
    labels: textMap(from.Labels),
    predefined: predefined.has(name),
    protected: false,
  };
}
