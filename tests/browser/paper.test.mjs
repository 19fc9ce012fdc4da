// Cards and slips as the printer gets them: sheets of their size, all of the text, and codes that a scanner reads.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { codesIn } from './labels.mjs';
import { Dock } from './lots.mjs';
import { ORDER, Plant, count, openReceipt, synced } from './plant.mjs';
import { HANDHELD, go } from './steps.mjs';

const LONG_ORDER = 'PO260077';
const LINES = 45;
let plant, dock, page;

before(async () => {
  plant = await Plant.start();
  const rows = Array.from({ length: LINES }, (_, n) => `${LONG_ORDER},standard,V001,${n + 1},${n % 2 ? 'STRIP-08' : 'BOLT-M8X30'},${n + 10},${n % 2 ? 'kg' : 'pcs'},2026-12-31,open,,,`);
  const file = path.join(plant.folder, 'long.csv');
  fs.writeFileSync(file, ['order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of', ...rows].join('\n') + '\n');
  plant.administrator(['import', 'orders', file]);
  dock = new Dock(plant);
  ({ page } = await plant.device(HANDHELD.name, HANDHELD.post, HANDHELD.person, { deviceScaleFactor: 3 }));
  await page.addInitScript(() => {
    window.printed = 0;
    window.print = () => { window.printed += 1; };
  });
  await page.reload();
});

after(() => plant?.endUnbroken());

/// Taps a row that prints; the page is then as the printer sees it.
async function print(row) {
  const before = await page.evaluate(() => window.printed);
  await page.locator(row).click();
  await page.waitForFunction(before => window.printed === before + 1, before);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 900, height: 1200 });
}

/// The page is a screen again.
beforeEach(async () => {
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 360, height: 640 });
});

/// The sizes of the sheets that come out of the printer, in millimetres.
async function sheets() {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...pdf.matchAll(/\/Type \/Page\n[^]*?\/MediaBox \[([^\]]+)\]/g)];
  return boxes.map(([, box]) => box.trim().split(/\s+/).slice(2).map(points => Math.round((points * 25.4) / 72)));
}

const shows = locator => locator.evaluateAll(all => all.map(element => element.innerText));

async function setLanguage(language) {
  await page.evaluate(language => localStorage.setItem('inwards-language', language), language);
  await page.reload();
  await page.locator(`html[lang^="${language}"]`).waitFor();
}

test('a card prints alone on its label, and both of its codes are read', { timeout: 60_000 }, async () => {
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  await openReceipt(page, ORDER);
  await count(page, `${ORDER}/1`, 1200);
  await count(page, `${ORDER}/2`, 25);
  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  await page.locator('.dock .btn.main').click();
  await page.locator('.row.card').nth(1).waitFor();
  await synced(page);
  const lots = await plant.get('/api/lots');

  for (const [item, quantity, unit, line] of [['BOLT-M8X30', '1200', 'P', 1], ['STRIP-08', '25', 'K', 2]]) {
    const { number, signed } = lots.find(lot => lot.item === item);
    const label = `INW:1*${number}*${item}*${quantity}*${unit}*${ORDER}/${line}*V001*${Date.parse(signed).toString(36).toUpperCase()}`;
    await print(`[data-card="${number}"]`);
    assert.deepEqual(await sheets(), [[100, 70]]);
    const picture = await page.screenshot({ fullPage: true });
    assert.deepEqual(codesIn(picture).sort(), [number, label].sort());
    await page.emulateMedia({ media: null });
  }
});

for (const language of ['zh', 'en']) {
  test(`a slip of ${LINES} lines prints completely with the app in ${language}`, { timeout: 60_000 }, async () => {
    const receipt = dock.signed(LONG_ORDER, 1, 10);
    const tallies = Array.from({ length: LINES - 1 }, (_, n) => `receipt tally ${receipt} --line ${n + 2} --qty ${n + 11}`);
    dock.ask(['run', '-'], [...tallies, `receipt sign ${receipt}`, `card issue ${receipt} --line 1`, `slip issue ${receipt}`].join('\n'));
    dock.send();
    await setLanguage(language);
    await go(plant, page, `dock/papers/${receipt}`);
    const slip = await page.locator('[data-slip]').getAttribute('data-slip');
    await print(`[data-slip="${slip}"]`);

    const pages = page.locator('.print.paper .sheet');
    const all = await pages.count();
    assert.ok(all > 1, 'it is long');
    assert.deepEqual(await sheets(), Array.from({ length: all }, () => [210, 297]));
    const rows = await shows(page.locator('.print.paper td:first-child'));
    assert.deepEqual(rows, Array.from({ length: LINES }, (_, n) => String(n + 1)), 'each line once, in order');
    const names = await shows(page.locator('.print.paper td:nth-child(2) b'));
    assert.ok(names.every(name => /六角头螺栓.*Hex head bolt|冷轧钢带.*Cold rolled strip/.test(name)), 'in both languages');
    const figures = await shows(page.locator('.print.paper td:nth-child(4) b'));
    assert.deepEqual(figures, Array.from({ length: LINES }, (_, n) => String(n + 10)));
    const words = await page.locator('.print.paper .e').evaluateAll(all => all.map(word => [word.previousSibling?.textContent ?? '', word.textContent]));
    assert.ok(words.length > 20);
    assert.deepEqual(words.filter(([zh, en]) => !/[\u4e00-\u9fff]/.test(zh) || !/^[A-Za-z#]/.test(en)), [], 'each word in both languages');

    for (let n = 0; n < all; n += 1) {
      const sheet = pages.nth(n);
      assert.match(await sheet.locator('.foot').innerText(), new RegExp(`${slip}[^]*第 ${n + 1} 页，共 ${all} 页 ${n + 1}/${all}`));
      assert.deepEqual(codesIn(await sheet.locator('.head').screenshot()), [slip]);
      const ends = await sheet.evaluate(sheet => {
        const foot = sheet.querySelector('.foot').getBoundingClientRect();
        const above = [...sheet.querySelectorAll(':scope > :not(.foot)')].map(part => part.getBoundingClientRect());
        const cells = [...sheet.querySelectorAll('td, th, .signatures > div, .facts > div')];
        return { over: Math.max(...above.map(part => part.bottom)) - foot.top, wide: cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.innerText) };
      });
      assert.ok(ends.over <= 0, `page ${n + 1} runs ${ends.over} px into its foot`);
      assert.deepEqual(ends.wide, [], 'nothing is cut');
    }
    assert.equal(await pages.last().locator('.signatures > div').count(), 4);
  });
}

test('a slip that is printed again says that it is', { timeout: 60_000 }, async () => {
  const receipt = dock.signed(ORDER, 3, 600);
  dock.ask(['card', 'issue', receipt, '--line', '3']);
  dock.ask(['slip', 'issue', receipt]);
  dock.send();
  await go(plant, page, `dock/papers/${receipt}`);
  await print('[data-slip]');
  assert.doesNotMatch(await page.locator('.print.paper .head').innerText(), /重印/);
  await page.emulateMedia({ media: null });

  await print('[data-slip]');
  assert.match(await page.locator('.print.paper .head').innerText(), /重印.*1/);
});
