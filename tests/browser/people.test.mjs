// Who works at a device: locked by quiet, opened by badge and PIN, changed with facts unsent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, PIN, Plant, count, counted, kept, openReceipt, read, signIn, synced, unsent } from './plant.mjs';
import { HANDHELD, TABLET, go } from './steps.mjs';

const COLLEAGUE = { name: '孙丽', post: 'dock-clerk' };
const SECOND_INSPECTOR = { name: '周敏', post: 'qc-inspector' };
const QUIET = 5 * 60_000;
let plant;

before(async () => {
  plant = await Plant.start();
  for (const { name, post } of [COLLEAGUE, SECOND_INSPECTOR]) plant.administrator(['people', 'add', name, '--post', post, '--pin-stdin', '--chosen'], PIN);
});

after(() => plant?.endUnbroken());

const lock = page => page.locator('.lockp');
const order = n => `PO27${String(n).padStart(4, '0')}`;

/// What a person's badge says.
function badgeOf({ name }) {
  const person = plant.administrator(['people', 'list']).find(person => person.name === name);
  return `INW:1*P*${person.person}`;
}

async function open(page, n) {
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  await openReceipt(page, order(n));
}

test('a device locks itself after five quiet minutes and no sooner, and says what is unsent', { timeout: 60_000 }, async t => {
  const { context, page } = await plant.device('quiet', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await kept(page);
  await context.setOffline(true);
  await page.clock.install();
  await page.reload();
  await open(page, 1);

  await page.clock.fastForward(QUIET - 30_000);
  await page.keyboard.press('Shift');
  await page.clock.fastForward(QUIET - 30_000);
  assert.equal(await lock(page).count(), 0, 'a touch of a key begins the quiet anew');
  await page.clock.fastForward(31_000);
  await lock(page).waitFor();
  await page.reload();
  await lock(page).waitFor();
  await lock(page).locator('.row', { hasText: PEOPLE.clerk.name }).click();
  await page.locator('.cap', { hasText: /^1 条未传/ }).waitFor();
  await page.locator('.dock .btn').first().click();
  await signIn(page, PEOPLE.clerk);
  assert.equal(await unsent(page), 1);
  await page.locator('.row.line').first().waitFor();
});

test('a device that was shut for longer than the quiet opens locked', { timeout: 60_000 }, async t => {
  const { context, page } = await plant.device('shut', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  await page.locator('.scanbar').waitFor();

  await page.clock.install({ time: Date.now() + QUIET + 1_000 });
  await page.reload();
  await lock(page).waitFor();
});

test('one scan of a badge at the lock asks for that person and their PIN', { timeout: 60_000 }, async t => {
  const { context, page } = await plant.device('badges', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await page.locator('.bar .who').click();
  await lock(page).waitFor();

  await read(page, badgeOf(COLLEAGUE));
  await page.locator('.hello', { hasText: COLLEAGUE.name }).waitFor({ timeout: 5_000 });
  await page.keyboard.type(PIN, { delay: 80 });
  await page.locator('.bar .who', { hasText: '孙' }).waitFor();
});

test('a badge of somebody without a post on this device opens nothing, and says so', { timeout: 60_000 }, async t => {
  const { context, page } = await plant.device('elsewhere', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await page.locator('.bar .who').click();
  await lock(page).waitFor();

  await read(page, badgeOf(SECOND_INSPECTOR));
  await page.locator('.toast', { hasText: '岗位' }).waitFor({ timeout: 5_000 });
  assert.equal(await page.locator('.lockp .dots').count(), 0, 'nobody is asked for a PIN');
});

for (const [work, post, person, options, other] of [
  ['a clerk', 'dock-clerk', PEOPLE.clerk, HANDHELD.options, COLLEAGUE],
  ['an inspector', 'qc-inspector', PEOPLE.inspector, TABLET.options, SECOND_INSPECTOR],
]) {
  test(`one scan of a badge, while ${work} is at the device, hands it over to its bearer`, { timeout: 60_000 }, async t => {
    const { context, page } = await plant.device(`handed over by ${work}`, post, person, options);
    t.after(() => context.close());

    await read(page, badgeOf(other));
    await page.locator('.lockp .hello', { hasText: other.name }).waitFor({ timeout: 5_000 });
    await page.keyboard.type(PIN, { delay: 80 });
    await page.locator('.bar .who', { hasText: other.name[0] }).waitFor();
  });
}

test('people change at a device with facts unsent, and each fact keeps its author', { timeout: 60_000 }, async t => {
  const { context, page } = await plant.device('shared', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await kept(page);
  // Both have signed in here with the network; so they change without it.
  for (const person of [COLLEAGUE, PEOPLE.clerk]) {
    await page.locator('.bar .who').click();
    await signIn(page, person);
  }
  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  await open(page, 3);
  await count(page, `${order(3)}/1`, 60);
  const receipt = page.url().split('/').at(-1);
  assert.equal(await unsent(page), 3);

  await page.locator('.bar .who').click();
  await signIn(page, COLLEAGUE);
  await go(plant, page, 'dock');
  await page.locator('.row.rc .chip.unsent', { hasText: '2' }).waitFor();
  await page.locator('.row.rc').click();
  await count(page, `${order(3)}/1`, 40);
  assert.equal(await counted(page, `${order(3)}/1`), 100);
  assert.equal(await unsent(page), 4);
  await page.reload();
  await page.locator('.row.line').first().waitFor();
  assert.equal(await unsent(page), 4);

  await context.setOffline(false);
  await synced(page);
  const history = await plant.get(`/api/history/${receipt}`);
  assert.deepEqual(history.map(row => [row.kind, row.recorded.name]), [
    ['ReceiptOpened', PEOPLE.clerk.name], ['Tallied', PEOPLE.clerk.name], ['LineCountedAs', PEOPLE.clerk.name], ['Tallied', COLLEAGUE.name],
  ]);
  await go(plant, page, 'dock');
  await page.locator('.row.rc').waitFor();
  assert.equal(await page.locator('.chip.unsent').count(), 0);
});
