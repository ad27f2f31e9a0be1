import { list, type RawRecord, record, text, texts } from './fields.ts';

/**
 * How a container is attached to one of its networks, as a creation or a connection takes it: fixed addresses, aliases,
 * links and options, without what the engine assigned by itself.
 */
export function endpointSettings(container: RawRecord, settings: RawRecord): RawRecord {
  const id = text(container.Id);
  // The engine adds the short id by itself, and would keep the old one's for ever.
  const aliases = texts(settings.Aliases).filter((alias) => alias === '' || !id.startsWith(alias));
  const ipam = record(settings.IPAMConfig);
  return {
    ...(Object.keys(ipam).length === 0 ? {} : { IPAMConfig: ipam }),
    ...(aliases.length === 0 ? {} : { Aliases: aliases }),
    ...(list(settings.Links).length === 0 ? {} : { Links: settings.Links }),
    ...(Object.keys(record(settings.DriverOpts)).length === 0 ? {} : { DriverOpts: settings.DriverOpts }),
    ...(typeof settings.GwPriority === 'number' ? { GwPriority: settings.GwPriority } : {}),
  };
}
