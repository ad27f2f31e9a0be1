import type { HistoryStep, ImagePlatform, ImageSettings } from '../../../shared/contract/images.ts';
import { instructionOf } from '../../../shared/model/image-history.ts';
import { isoFromSeconds, list, num, record, text, textMap, texts } from './fields.ts';

/** `linux/arm/v7`; empty where it is told nowhere. */
export function platformName(raw: unknown): string {
  const from = record(raw);
  // The list of manifests writes them small, an inspect large.
  const part = (small: string, large: string) => text(from[small]) || text(from[large]);
  const parts = [part('os', 'Os'), part('architecture', 'Architecture'), part('variant', 'Variant')];
  return parts[0] === '' && parts[1] === '' ? '' : parts.filter((one) => one !== '').join('/');
}

/** An entry of `Manifests` (API 1.47 in lists, 1.48 in an inspect). */
export function imagePlatform(raw: unknown): ImagePlatform {
  const from = record(raw);
  const descriptor = record(from.Descriptor);
  const data = record(from.ImageData);
  const total = record(from.Size).Total;
  const kind = text(from.Kind);
  return {
    platform: platformName(data.Platform) || platformName(descriptor.platform),
    digest: text(descriptor.digest) || text(from.ID) || null,
    available: from.Available === true,
    kind: kind === 'image' || kind === 'attestation' ? kind : 'unknown',
    sizeBytes: typeof total === 'number' && total >= 0 ? total : null,
    containers: from.ImageData === undefined ? null : texts(data.Containers),
  };
}

/** `Config` of `/images/{id}/json`. */
export function imageSettings(raw: unknown): ImageSettings {
  const from = record(raw);
  const words = (value: unknown) => (typeof value === 'string' ? [value] : texts(value));
  return {
    entrypoint: words(from.Entrypoint),
    command: words(from.Cmd),
    shell: words(from.Shell),
    env: texts(from.Env),
    ports: Object.keys(record(from.ExposedPorts)).sort(),
    volumes: Object.keys(record(from.Volumes)).sort(),
    labels: textMap(from.Labels),
    user: text(from.User),
    workdir: text(from.WorkingDir),
    stopSignal: text(from.StopSignal),
    healthTest: texts(record(from.Healthcheck ?? from.HealthCheck).Test),
    onBuild: texts(from.OnBuild),
  };
}

/** A row of `/images/{id}/history`; what it is in the whole is told by `readHistory`. */
export function historyStep(raw: unknown): HistoryStep {
  const from = record(raw);
  const id = text(from.Id);
  const known = id !== '' && id !== '<missing>';
  const createdBy = text(from.CreatedBy);
  const sizeBytes = Math.max(0, num(from.Size));
  return {
    // Podman leaves the algorithm out.
    id: known ? (id.includes(':') ? id : `sha256:${id}`) : null,
    missing: known ? 'none' : 'not-kept',
    createdAt: isoFromSeconds(from.Created),
    createdBy,
    ...instructionOf(createdBy),
    sizeBytes,
    comment: text(from.Comment),
    tags: list(from.Tags)
      .map(text)
      .filter((tag) => tag !== '' && !tag.includes('<none>')),
    role: sizeBytes > 0 ? 'layer' : 'settings',
  };
}
