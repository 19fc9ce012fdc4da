// An inspector's tablet: a lot taken, weighed, judged in tranches, taken back; with the network and without.
import assert from 'node:assert/strict';
import test from 'node:test';
import { judge, sample, weigh } from './bench.mjs';
import { Dock } from './lots.mjs';
import { PEOPLE, Plant, kept, scan, synced, unsent } from './plant.mjs';

const TABLET = { viewport: { width: 1280, height: 800 } };
const QC = 'qc-inspector';

async function plantFor(t) {
  const plant = await Plant.start();
  t.after(() => plant.end());
  return plant;
}

test('a lot is weighed, judged in tranches and taken back, and the server says the same', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const dock = new Dock(plant);
  const card = dock.subcontracted(2400);
  dock.send();
  const { context, page } = await plant.device('tablet', QC, PEOPLE.inspector, TABLET);
  t.after(() => context.close());

  await page.locator(`[data-card="${card}"]`).waitFor();
  await scan(page, card);
  await page.locator('.lotcard').first().waitFor();
  await page.locator('[data-onward="sample"]').click();
  await page.locator('[data-onward="weigh"]').click();
  await weigh(page, '50', '640', '33');
  await page.locator('[data-outcome="LightWithin"]').waitFor();
  assert.match(await page.locator('.gauge').getAttribute('aria-label'), /−2\.88 %/);
  assert.equal((await plant.get(`/api/lots/${card}`)).weighings.length, 0, 'nothing is recorded before it is saved');
  await page.locator('[data-save]').click();
  await page.locator('.dims').waitFor();

  await page.locator('[data-step="verdict"]').click();
  await judge(page, 'Pass', '2150');
  await judge(page, 'Reject', '200', 'C03');
  await page.locator('[data-judge="Concession"].locked').waitFor();
  await page.locator('[data-verdict]').first().locator('[data-undo]').click();
  await page.locator('[data-verdict]').nth(1).waitFor({ state: 'detached' });
  await judge(page, 'Reject', '250', 'C03');
  await page.locator('.clock[data-standing="OnTime"]').waitFor();
  await synced(page);

  const lot = await plant.get(`/api/lots/${card}`);
  assert.deepEqual([lot.passed, lot.rejected, lot.unjudged], ['2150', '250', '0']);
  assert.equal(lot.unit_weight.deviation_percent, '-2.88');
  assert.equal(lot.verdicts.filter(verdict => verdict.status === 'voided').length, 1);
});

test('a card this tablet never heard of is taken by its QR code, weighed and judged offline', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const dock = new Dock(plant);
  const { context, page } = await plant.device('tablet', QC, PEOPLE.inspector, TABLET);
  t.after(() => context.close());
  await kept(page);
  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  const card = dock.subcontracted(100);
  const signed = Date.now().toString(36).toUpperCase();
  const label = `INW:1*${card}*ZB-3301-L-BK*100*P*PO260011/1*V001*${signed}`;

  await scan(page, card);
  await page.locator('.toast.bad').waitFor();
  await scan(page, label);
  await page.locator('.lotcard').first().waitFor();
  await page.reload();
  await page.locator('.lotcard').first().waitFor();
  await page.locator('[data-step="weigh"]').click();
  await weigh(page, '50', '655', '33');
  await page.locator('[data-outcome="LightWithin"]').waitFor();
  await page.locator('[data-save]').click();
  // Who goes elsewhere at once is not taken back by what is recorded meanwhile.
  await page.locator('[data-step="verdict"]').click();
  await judge(page, 'Pass');
  assert.equal(await unsent(page), 2);
  await page.reload();
  await page.locator('[data-verdict]').waitFor();
  assert.equal(await unsent(page), 2);

  await context.setOffline(false);
  dock.send();
  await synced(page);
  await page.waitForFunction(async card => (await (await fetch(`/api/lots/${card}`)).json()).passed === '100', card).catch(() => {});
  const lot = await plant.get(`/api/lots/${card}`);
  assert.deepEqual([lot.passed, lot.weighings.length, lot.status], ['100', 1, 'held']);
});

test('the queue is by deadline, and what was judged last can be taken back there', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const dock = new Dock(plant);
  const late = dock.plain(1, 320);
  const soon = dock.plain(3, 150);
  dock.send();
  const { context, page } = await plant.device('tablet', QC, PEOPLE.inspector, TABLET);
  t.after(() => context.close());

  await page.locator('[data-card]').nth(1).waitFor();
  const order = await page.locator('[data-card]').evaluateAll(rows => rows.map(row => row.dataset.card));
  assert.deepEqual(order, [soon, late]);
  assert.equal(await page.locator('.rail .clock').getAttribute('data-standing'), 'DueSoon');
  await page.locator(`[data-start="${soon}"]`).click();
  await page.locator('[data-onward="sample"]').click();
  await page.locator('[data-onward="verdict"]').click();
  await judge(page, 'Pass');
  await page.locator('.bar .back').click();
  await page.locator(`[data-card="${soon}"]`).waitFor({ state: 'detached' });
  await page.locator('.toastline [data-undo]').click();
  await page.locator(`[data-card="${soon}"]`).waitFor();
  await page.locator(`[data-card="${late}"]`).click();
  await page.locator('.bar .back').click();
  await page.locator(`[data-card="${soon}"]`).waitFor();
  assert.equal(await page.locator('.toastline').count(), 0, 'the next lot was taken');
});

test('a sample is counted by taps, taken back, and what it found stands first among the reasons', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const dock = new Dock(plant);
  const card = dock.plain(1, 320);
  dock.send();
  const { context, page } = await plant.device('tablet', QC, PEOPLE.inspector, TABLET);
  t.after(() => context.close());
  await kept(page);

  await page.locator(`[data-card="${card}"]`).click();
  await context.setOffline(true);
  await page.locator('[data-step="sample"]').click();
  await page.locator('[data-advised="50"]').click();
  await sample(page, '', { C06: 3, C01: 1 });
  await page.locator('[data-less="C01"]').click();
  assert.equal(await unsent(page), 0, 'nothing is recorded before it is saved');
  await page.locator('[data-save]').click();
  await page.locator('.stp.done[data-step="sample"]').waitFor();
  assert.equal(await unsent(page), 1);

  await page.locator('[data-step="sample"]').click();
  await sample(page, '400');
  await page.locator('[data-save]').click();
  await page.locator('.toast.bad').waitFor();
  assert.equal(await page.locator('[data-pieces]').textContent(), '400件', 'what was refused can be mended');
  for (let sign = 0; sign < 3; sign += 1) await page.keyboard.press('Backspace');
  await sample(page, '10', { C02: 1 });
  await page.locator('[data-save]').click();
  await page.locator('[data-step="sample"]').click();
  await page.locator('.wlist [data-undo]').last().click();
  await page.locator('.wlist li').nth(1).waitFor({ state: 'detached' });

  await page.locator('[data-step="verdict"]').click();
  await page.locator('[data-judge="Reject"]').click();
  assert.equal(await page.locator('.reasons [data-reason]').first().getAttribute('data-reason'), 'C06');
  await context.setOffline(false);
  await synced(page);
  const lot = await plant.get(`/api/lots/${card}`);
  assert.deepEqual(lot.samples.map(({ pieces, defects, voided }) => [pieces, defects, voided]), [
    [50, [{ defect: 'C06', pieces: 3 }], false],
    [10, [{ defect: 'C02', pieces: 1 }], true],
  ]);
});
