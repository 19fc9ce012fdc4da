// Purchasing gives goods to order lines where it works: some of them here, the rest there, and each refusal
// says in words what is wrong. `PICTURES=FOLDER` keeps pictures of it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Dock, numberOf } from './lots.mjs';
import { PEOPLE, Plant, read, synced } from './plant.mjs';
import { go } from './steps.mjs';

const order = n => `PO27${String(n).padStart(4, '0')}`;
const SIZES = { desk: { width: 1280, height: 800 }, handheld: { width: 360, height: 640 } };
let plant, dock;

before(async () => {
  plant = await Plant.start();
  dock = new Dock(plant);
});

after(() => plant?.endUnbroken());

/// Goods without an order, counted and signed; answers the receipt.
function onHold(quantity) {
  const receipt = numberOf(dock.ask(['receipt', 'open', '--without-order', '--vendor', 'V001']), 'R');
  dock.ask(['receipt', 'tally', receipt, '--line', '?/BOLT-M8X30', '--qty', String(quantity)]);
  dock.ask(['receipt', 'sign', receipt]);
  dock.send();
  return receipt;
}

async function purchasing(t, name, locale = 'zh-CN') {
  const { context, page } = await plant.device(name, 'supervisor+purchasing', PEOPLE.supervisor, { viewport: SIZES.desk, locale });
  t.after(() => context.close());
  await synced(page);
  return page;
}

async function picture(page, name) {
  if (!process.env.PICTURES) return;
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(150);
    await page.screenshot({ path: path.join(process.env.PICTURES, `assign-${name}-${size}.png`) });
  }
  await page.setViewportSize(SIZES.desk);
}

const field = page => page.locator('[data-how-much] input');
const left = async page => page.locator('[data-left]').getAttribute('data-left');
const given = page => page.locator('[data-given]').evaluateAll(rows => rows.map(row => [row.dataset.given, row.querySelector('.n').textContent.trim()]));

for (const locale of ['zh-CN', 'en-GB']) {
  test(`one line's goods go to several orders, a part to each, in ${locale}`, { timeout: 120_000 }, async t => {
    const receipt = onHold(150);
    const page = await purchasing(t, `purchasing ${locale}`, locale);

    await go(plant, page, 'office/work');
    await picture(page, `work-${locale}`);
    await page.locator('[data-todo="Assign"] a', { hasText: receipt }).click();
    await page.locator('.lines-of [data-line]').first().waitFor();
    assert.equal(await left(page), '150');
    await picture(page, `lines-${locale}`);

    // A tap on a line, and less than all.
    await page.locator('.lines-of [data-line]').first().click();
    assert.equal(await field(page).inputValue(), '150', 'all that is left stands there');
    const first = (await page.locator('[data-how-much] h2').innerText()).match(/PO\d+\/\d+/)[0];
    await field(page).fill('60');
    await picture(page, `how-much-${locale}`);
    await page.locator('[data-assign]').click();
    await page.locator('[data-given]').waitFor();
    assert.equal(await left(page), '90');

    // More than is left, and what is no quantity, are refused in words; what was typed stands.
    await read(page, order(21));
    await page.locator('[data-how-much]').waitFor();
    assert.equal(await field(page).inputValue(), '90');
    for (const [typed, says] of [['90.5', /decimal|小数/i], ['1,5', /1\.5|15/], ['91', /90/]]) {
      await field(page).fill(typed);
      await page.locator('[data-assign]').click();
      await page.locator('.toast.bad', { hasText: says }).waitFor();
      assert.equal(await field(page).inputValue(), typed);
      if (typed === '91') await picture(page, `refused-${locale}`);
    }
    await field(page).fill('90');
    await page.locator('[data-assign]').click();
    await page.locator('[data-given]').nth(1).waitFor();
    assert.equal(await left(page), '0');
    assert.deepEqual((await given(page)).map(([line, quantity]) => [line, quantity.replace(/\D/g, '')]), [[first, '60'], [`${order(21)}/1`, '90']]);
    await picture(page, `done-${locale}`);

    await synced(page);
    const history = (await plant.get(`/api/history/${receipt}`)).filter(row => row.kind === 'LineAssigned');
    assert.equal(history.length, 2);
    await go(plant, page, 'office/work');
    await page.locator('.onav').waitFor();
    assert.equal(await page.locator('[data-todo="Assign"] a', { hasText: receipt }).count(), 0);
  });
}

test('what the receipt shows leads to the same, and an order of another vendor takes nothing', { timeout: 90_000 }, async t => {
  const receipt = onHold(40);
  const page = await purchasing(t, 'purchasing by receipt');
  await go(plant, page, `board/receipt/${receipt}`);
  await page.locator('[data-assign-line]').click();
  await page.locator('.lines-of [data-line]').first().waitFor();
  await read(page, 'PO260002');
  await page.locator('[data-taking="none"]', { hasText: 'PO260002' }).waitFor();
  assert.equal(await page.locator('[data-how-much]').count(), 0);
  await page.locator('[data-all-orders]').click();
  await read(page, 'PO260001');
  await page.locator('[data-how-much] h2', { hasText: 'PO260001/1' }).waitFor();
  await page.locator('[data-assign]').click();
  await page.locator('[data-left="0"]').waitFor();
});
