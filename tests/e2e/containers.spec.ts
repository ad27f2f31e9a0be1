import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('what the docker CLI does shows on the page', async ({ engine, open }) => {
  const { page } = await open();
  await go(page, 'Containers');
  await expect(page.getByText('No containers yet')).toBeVisible();

  await engine.dockerOk(['run', '-d', '--name', 'web', '-p', '8081:80', 'lab/web:1']);
  await expect(row(page, 'web')).toContainText('Running');
  await expect(row(page, 'web').getByRole('link', { name: /8081/ })).toHaveAttribute(
    'href',
    'http://localhost:8081',
  );

  await engine.dockerOk(['pause', 'web']);
  await expect(row(page, 'web')).toContainText('Paused');
  await engine.dockerOk(['unpause', 'web']);
  await engine.dockerOk(['stop', '-t', '1', 'web']);
  await expect(row(page, 'web')).toContainText('Exited');
  await engine.dockerOk(['start', 'web']);
  await expect(row(page, 'web')).toContainText('Running');

  await engine.dockerOk(['rename', 'web', 'shop']);
  await expect(row(page, 'shop')).toBeVisible();
  await expect(row(page, 'web')).toHaveCount(0);

  await engine.dockerOk(['rm', '-f', 'shop']);
  await expect(row(page, 'shop')).toHaveCount(0);
  await expect(page.getByText('No containers yet')).toBeVisible();
});

test('what the page does, the docker CLI sees', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'web', 'lab/web:1']);
  const state = () => engine.dockerOk(['inspect', '-f', '{{.Name}} {{.State.Status}}', 'web']);
  const { page } = await open();
  await go(page, 'Containers');
  const more = async (item: string) => {
    await row(page, 'web').getByRole('button', { name: 'More actions for web', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };

  await row(page, 'web').getByRole('button', { name: 'Stop web', exact: true }).click();
  await expect(row(page, 'web')).toContainText('Exited');
  expect(await state()).toBe('/web exited');
  await row(page, 'web').getByRole('button', { name: 'Start web', exact: true }).click();
  await expect(row(page, 'web')).toContainText('Running');
  expect(await state()).toBe('/web running');
  const started = await engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'web']);
  await row(page, 'web').getByRole('button', { name: 'Restart web', exact: true }).click();
  await expect
    .poll(() => engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'web']))
    .not.toBe(started);

  await more('Pause');
  await expect(row(page, 'web')).toContainText('Paused');
  expect(await state()).toBe('/web paused');
  await more('Unpause');
  await expect(row(page, 'web')).toContainText('Running');
  expect(await state()).toBe('/web running');

  await more('Kill with a signal…');
  const kill = page.getByRole('dialog', { name: 'Kill web' });
  await kill.getByRole('button', { name: 'Send signal', exact: true }).click();
  await expect(row(page, 'web')).toContainText('Exited (137)');
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.ExitCode}}', 'web'])).toBe('137');

  await more('Rename…');
  const rename = page.getByRole('dialog', { name: 'Rename web' });
  await rename.getByLabel('New name').fill('x');
  await expect(rename.getByRole('button', { name: 'Rename', exact: true })).toBeDisabled();
  await rename.getByLabel('New name').fill('shop');
  await rename.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(row(page, 'shop')).toBeVisible();
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('shop');
});

test('several at once, with a result for each', async ({ engine, open }) => {
  for (const name of ['a1', 'a2', 'a3'])
    await engine.dockerOk(['run', '-d', '--name', name, 'lab/graceful:1']);
  const { page } = await open();
  await go(page, 'Containers');
  for (const name of ['a1', 'a2'])
    await row(page, name)
      .getByRole('checkbox', { name: `Select ${name}`, exact: true })
      .click();
  const bar = page.getByRole('toolbar', { name: 'Actions on selected containers' });
  await expect(bar).toContainText('2 selected');
  // One of them goes away behind the page's back: the other is stopped all the same.
  await bar.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Stopped 2 containers')).toBeVisible();
  await expect
    .poll(() => engine.dockerOk(['ps', '-a', '--format', '{{.Names}} {{.State}}']))
    .toBe('a3 running\na2 exited\na1 exited');
});

test('removal goes through a plan that lists everything and touches nothing else', async ({
  engine,
  open,
}) => {
  await engine.dockerOk(['run', '-d', '--name', 'busy', 'lab/web:1']);
  await engine.dockerOk(['create', '--name', 'old', '-v', '/data', 'lab/busybox:1']);
  await engine.dockerOk(['create', '--name', 'bystander', 'lab/busybox:1']);
  const volume = await engine.dockerOk(['inspect', '-f', '{{(index .Mounts 0).Name}}', 'old']);
  const names = () => engine.dockerOk(['ps', '-a', '--format', '{{.Names}}']);
  const { page } = await open();
  await go(page, 'Containers');
  for (const name of ['busy', 'old'])
    await row(page, name)
      .getByRole('checkbox', { name: `Select ${name}`, exact: true })
      .click();
  await page
    .getByRole('toolbar', { name: 'Actions on selected containers' })
    .getByRole('button', { name: 'Remove…', exact: true })
    .click();

  const plan = page.getByRole('dialog', { name: /^Plan: / });
  await expect(plan.getByRole('row', { name: /old/ })).toBeVisible();
  await expect(plan.getByRole('row', { name: /busy/ })).toHaveCount(0);
  await expect(plan).toContainText('Left out because running: busy');
  await expect(plan.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused();

  await plan.getByRole('checkbox', { name: 'Also running ones: they are killed', exact: true }).click();
  await expect(plan.getByRole('row', { name: /busy/ })).toContainText('Kill and remove');
  await plan.getByRole('checkbox', { name: 'Also their anonymous volumes', exact: true }).click();
  await expect(plan.getByRole('row', { name: new RegExp(volume.slice(0, 12)) })).toBeVisible();
  expect(await names()).toBe('bystander\nold\nbusy');

  // What comes after the plan was made is not in it.
  await engine.dockerOk(['create', '--name', 'late', 'lab/busybox:1']);
  await plan.getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan).toContainText('3 done, 0 skipped, 0 failed');
  await plan.getByRole('button', { name: 'Close', exact: true }).first().click();
  await expect(row(page, 'old')).toHaveCount(0);
  expect(await names()).toBe('late\nbystander');
  expect((await engine.docker(['volume', 'inspect', volume])).code).toBe(1);
});

test('a protected container is left out of every plan', async ({ engine, open }) => {
  await engine.dockerOk(['create', '--name', 'dear', 'lab/busybox:1']);
  const { page } = await open();
  await go(page, 'Containers');
  const more = async (item: string) => {
    await row(page, 'dear').getByRole('button', { name: 'More actions for dear', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await more('Protect');
  await expect(row(page, 'dear').getByRole('img', { name: 'Protected from every plan' })).toBeVisible();
  await page.reload();
  await expect(row(page, 'dear').getByRole('img', { name: 'Protected from every plan' })).toBeVisible();
  await more('Take protection off');
  await expect(row(page, 'dear').getByRole('img', { name: 'Protected from every plan' })).toHaveCount(0);
  await more('Remove…');
  const plan = page.getByRole('dialog', { name: /^Plan: / });
  await plan.getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan).toContainText('1 done');
  await plan.getByRole('button', { name: 'Close', exact: true }).first().click();
  await expect(row(page, 'dear')).toHaveCount(0);
  expect(await engine.dockerOk(['ps', '-aq'])).toBe('');
});

test('filters by text, state, project and task', async ({ engine, open }) => {
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'web',
    '--label',
    'com.docker.compose.project=shop',
    'lab/web:1',
  ]);
  await engine.dockerOk([
    'create',
    '--name',
    'db',
    '--label',
    'com.docker.compose.project=shop',
    'lab/busybox:1',
  ]);
  await engine.dockerOk([
    'create',
    '--name',
    'task',
    '--label',
    'com.docker.swarm.task.id=t1',
    'lab/busybox:1',
  ]);
  await engine.dockerOk(['create', '--name', 'lone', '--label', 'team=blue', 'lab/busybox:1']);
  const { page } = await open();
  await go(page, 'Containers');
  const shown = async () =>
    (
      await page
        .getByRole('grid', { name: 'Containers' })
        .getByRole('checkbox', { name: /^Select (?!all)/ })
        .all()
    ).length;
  await expect.poll(shown).toBe(4);

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter containers' })).toBeFocused();
  await page.keyboard.type('team=blue');
  await expect.poll(shown).toBe(1);
  await expect(row(page, 'lone')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(shown).toBe(4);

  await page.getByRole('searchbox', { name: 'Filter containers' }).fill('nothing like it');
  await expect(page.getByText('No container matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter', exact: true }).first().click();
  await expect.poll(shown).toBe(4);
});

test('an id or name that is gone, and a name that is taken, are told with what to do', async ({
  engine,
  open,
}) => {
  await engine.dockerOk(['create', '--name', 'one', 'lab/busybox:1']);
  await engine.dockerOk(['create', '--name', 'two', 'lab/busybox:1']);
  const { page } = await open();
  await go(page, 'Containers');
  await row(page, 'one').getByRole('button', { name: 'More actions for one', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Rename…', exact: true }).click();
  const rename = page.getByRole('dialog', { name: 'Rename one' });
  await rename.getByLabel('New name').fill('two');
  await expect(rename).toContainText('A container is already named two');
  await page.keyboard.press('Escape');

  await engine.dockerOk(['run', '-d', '--name', 'holder', '-p', '8099:80', 'lab/web:1']);
  await engine.dockerOk(['create', '--name', 'late', '-p', '8099:80', 'lab/web:1']);
  await row(page, 'late').getByRole('button', { name: 'Start late', exact: true }).click();
  await expect(page.getByText('late was not started')).toBeVisible();
  await expect(page.getByText(/Port 8099 is taken by container holder/)).toBeVisible();
});
