// What people of this trade have reported of other programs, tried in a real browser: names that are
// code, one item on two lines, labels with every sign, counts that were begun and left.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { codesIn } from './labels.mjs';
import { Dock, numberOf } from './lots.mjs';
import { Plant, counted, openReceipt, scan, scanFor, synced } from './plant.mjs';
import { HANDHELD, go } from './steps.mjs';

const TWICE = 'PO260088';
const ODD = 'PO260089';
const NAMES = {
  'ODD-1': '<img src=x onerror=alert(1)>',
  'ODD-2': '^XA^FDx^XZ ~JA \\ / & "quoted"',
  'ODD-3': '镕𠮷 ' + '特殊钢丝绳用压制接头铝合金套管'.repeat(2) + '末',
  'ODD-4': '😀 螺母 M8',
};
let plant, dock, page, dialogs;

function importTable(name, rows) {
  const file = path.join(plant.folder, `floor-${name}.csv`);
  fs.writeFileSync(file, rows.join('\n') + '\n');
  return plant.administrator(['import', name, file]);
}

const quoted = text => `"${text.replaceAll('"', '""')}"`;

before(async () => {
  plant = await Plant.start();
  const odd = Object.entries(NAMES);
  importTable('items', [
    'item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance',
    ...odd.map(([item, name]) => `${item},${quoted(name)},${quoted(name)},pcs,0,no,no,,`),
  ]);
  importTable('orders', [
    'order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of',
    `${TWICE},standard,V001,1,BOLT-M8X30,100,pcs,2026-12-31,open,,,`,
    `${TWICE},standard,V001,2,BOLT-M8X30,40,pcs,2027-01-31,open,,,`,
    ...odd.map(([item], n) => `${ODD},standard,V001,${n + 1},${item},100,pcs,2026-12-31,open,,,`),
  ]);
  dock = new Dock(plant);
  ({ page } = await plant.device(HANDHELD.name, HANDHELD.post, HANDHELD.person, { deviceScaleFactor: 3 }));
  dialogs = [];
  page.on('dialog', dialog => { dialogs.push(dialog.message()); dialog.dismiss().catch(() => {}); });
});

after(() => plant?.endUnbroken());

test('an item that stands on two lines is counted on none before somebody says on which', { timeout: 60_000 }, async () => {
  await go(plant, page, 'dock');
  await openReceipt(page, TWICE);
  const choices = page.locator('.sheet .row.line');

  await scanFor(page, 'BOLT-M8X30', choices.first());

  assert.equal(await choices.count(), 2, 'both lines are offered');
  await choices.nth(1).click();
  await page.locator('.sheet .keys').waitFor();
  await page.keyboard.type('7', { delay: 70 });
  await page.keyboard.press('Enter');
  await page.locator('.last', { hasText: '+7' }).waitFor();
  assert.deepEqual([await counted(page, `${TWICE}/1`), await counted(page, `${TWICE}/2`)], [0, 7]);
});

test('an amount that was begun and left is counted nowhere, and nothing says that it is', { timeout: 60_000 }, async () => {
  const receipt = numberOf(dock.ask(['receipt', 'open', '--po', 'PO270050']), 'R');
  dock.ask(['sync']);
  await go(plant, page, `dock/receipt/${receipt}`);
  await page.locator('.row.line[data-line="PO270050/1"]').click();
  await page.locator('.sheet .keys').waitFor();
  await page.keyboard.type('88', { delay: 70 });
  await page.locator('.sheet .v', { hasText: '88' }).waitFor();

  await go(plant, page, 'board');
  await page.locator('h1, h2, .empty').first().waitFor();
  await go(plant, page, `dock/receipt/${receipt}`);

  await page.locator('.row.line[data-line="PO270050/1"]').waitFor();
  assert.equal(await counted(page, 'PO270050/1'), 0);
  await synced(page);
  const view = await plant.get(`/api/receipts/${receipt}`);
  assert.equal(Number(view.line_rows[0]?.counted ?? 0), 0);
});

test('names and notes that are code are shown as text, and run nowhere', { timeout: 90_000 }, async () => {
  const open = note => dock.ask(['receipt', 'open', '--po', ODD, '--delivery-note', note]);
  // A sign that turns the direction of writing shows another number than it is.
  assert.throws(() => open('<b>DN</b> \u202E321'));
  const receipt = numberOf(open('<b>DN</b> 321'), 'R');
  for (const line of [1, 2, 3, 4]) dock.ask(['receipt', 'tally', receipt, '--line', String(line), '--qty', '10']);
  dock.ask(['receipt', 'sign', receipt]);
  for (const line of [1, 2, 3, 4]) dock.ask(['card', 'issue', receipt, '--line', String(line), '--lot', '看16']);
  dock.ask(['sync']);

  for (const place of [`dock/receipt/${receipt}`, `dock/papers/${receipt}`, `board/number/${receipt}`, 'board', 'inspect']) {
    await go(plant, page, place);
    await page.locator('main, .dock, .page, .board, .papers').first().waitFor();
    await page.waitForTimeout(300);
    assert.equal(await page.locator('img[src="x"]').count(), 0, place);
    assert.equal(await page.locator('b', { hasText: /^DN$/ }).count(), 0, place);
  }
  await go(plant, page, `board/number/${receipt}`);
  await page.getByText('<img src=x onerror=alert(1)>', { exact: false }).first().waitFor();
  assert.deepEqual(dialogs, [], 'nothing ran');
});

test('a card whose names hold every sign prints them whole, and both of its codes are read', { timeout: 90_000 }, async () => {
  const { lots } = dock.ask(['list', 'lots']);
  const odd = lots.filter(lot => lot.item?.startsWith?.('ODD-'));
  assert.equal(odd.length, 4);
  await page.evaluate(() => { window.print = () => {}; });
  await go(plant, page, `dock/papers/${odd[0].receipt}`);
  for (const lot of odd) {
    await page.locator(`[data-card="${lot.number}"]`).click();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 900, height: 1200 });
    const svg = page.locator('.print.cards svg').first();
    const written = await svg.evaluate(svg => svg.textContent);
    // Lines are cut where the label ends: what stands there is the beginning of the name, whole signs.
    const name = NAMES[lot.item];
    const bare = text => text.replace(/\s+/g, '');
    const begins = [...bare(name)].slice(0, 12).join('');
    assert.ok(bare(written).includes(begins), `${lot.item}: ${written}`);
    assert.ok(!written.includes('\uFFFD'), 'no sign is torn');
    assert.ok(bare(written).includes('看16'), 'the lot number is as it was typed');
    const codes = codesIn(await page.screenshot({ fullPage: true }));
    assert.equal(codes.length, 2, `${lot.item}: both codes are read`);
    assert.ok(codes.includes(lot.number));
    await page.emulateMedia({ media: null });
    await page.setViewportSize({ width: 360, height: 640 });
  }
});

test('of two cards of a line one is withdrawn, and the other keeps its quantity', { timeout: 60_000 }, async () => {
  const order = 'PO270051';
  const receipt = numberOf(dock.ask(['receipt', 'open', '--po', order]), 'R');
  const line = ['--line', '1', '--qty'];
  dock.ask(['receipt', 'tally', receipt, ...line, '30']);
  const first = numberOf(dock.ask(['card', 'issue', receipt, ...line, '10']), 'C');
  const second = numberOf(dock.ask(['card', 'issue', receipt, ...line, '20']), 'C');
  dock.ask(['receipt', 'tally', receipt, ...line, '5']);
  dock.ask(['card', 'void', first]);
  const third = numberOf(dock.ask(['card', 'issue', receipt, '--line', '1']), 'C');
  dock.ask(['receipt', 'sign', receipt]);
  dock.ask(['sync']);

  await go(plant, page, `dock/papers/${receipt}`);
  const row = card => page.locator(`.row.card, [data-card="${card}"]`).filter({ hasText: card });
  await row(third).first().waitFor();
  assert.match(await row(second).first().innerText(), /\b20\b/);
  assert.match(await row(third).first().innerText(), /\b15\b/);
  assert.equal(await row(first).count(), 0, 'the withdrawn card is offered no more');
});
