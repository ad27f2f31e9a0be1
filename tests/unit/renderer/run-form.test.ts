import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyForm, formOf, newRow, readForm } from '../../../renderer/panels/run/form.ts';
import type { ContainerSpec } from '../../../shared/contract/container-spec.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';
import { specs } from '../model/container-spec/spec-arbitrary.ts';

describe('the form of a new container', () => {
  it('says every spec a line can say, and is read as the same', () => {
    fc.assert(
      fc.property(specs.map(withoutBlanks), (spec) => {
        const { spec: read, marks } = readForm(formOf(spec));
        expect(marks).toEqual([]);
        expect(read).toEqual(spec);
      }),
      { numRuns: 300 },
    );
  });

  it('marks what cannot be read, and reads the rest', () => {
    const form = emptyForm();
    form.image = 'web';
    form.texts.memory = 'lots';
    const good = newRow('publish', '8000-8001:80-81');
    const bad = newRow('publish', 'http');
    const last = newRow('publish', '9000:90');
    form.lists.ports = [good, bad, last];
    form.further = [newRow('', '--nonsense 1'), newRow('', '--sysctl a=1')];
    const read = readForm(form);
    expect(read.marks.map(({ at, row, code }) => [at, row, code])).toEqual([
      ['memory', undefined, 'size-malformed'],
      ['ports', bad.key, 'port-malformed'],
      ['further', form.further[0]?.key, 'flag-unknown'],
    ]);
    expect(read.spec.ports.map(({ hostPort }) => hostPort)).toEqual([8000, 8001, 9000]);
    expect(read.spec.sysctls).toEqual([{ name: 'a', value: '1' }]);
    // The second port of the spec is in the first row, the third in the last.
    const place = (field: string) => read.place(problem('error', field, 'port-twice', { port: '1' }));
    expect(place('ports.1')).toMatchObject({ at: 'ports', row: good.key });
    expect(place('ports.2')).toMatchObject({ at: 'ports', row: last.key });
    expect(place('limits.memoryBytes')).toMatchObject({ at: 'memory' });
    expect(place('runtime')).toMatchObject({ at: 'further' });
  });
});

/** A blank entry of a list has no row of its own kind and comes last, which is all that differs. */
function withoutBlanks(spec: ContainerSpec): ContainerSpec {
  const kept = (list: string[]) => list.filter((entry) => entry.trim() !== '');
  const { groups, dns, dnsSearch, capAdd, capDrop } = spec;
  return {
    ...spec,
    groups: kept(groups),
    dns: kept(dns),
    dnsSearch: kept(dnsSearch),
    capAdd: kept(capAdd),
    capDrop: kept(capDrop),
  };
}
