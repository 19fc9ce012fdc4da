// The dock as it happens: papers of a delivery, goods without an order, cards exchanged, shelves, and what the keeper gives back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type } from './bench.mjs';
import { Dock, PLAIN } from './lots.mjs';
import { PEOPLE, PIN, Plant, count, openReceipt, scan, scanFor, shelve, synced } from './plant.mjs';
import { HANDHELD, go } from './steps.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DIST = process.env.INWARDS_WEB_DIST ?? path.join(ROOT, 'target/web-dist');
const KEEPER = { name: '陈志明', post: 'nonconforming-keeper' };
const PICTURES = process.env.PICTURES;
let plant, dock;

before(async () => {
  plant = await Plant.start({ web: process.env.INWARDS_WEB ?? DIST });
  plant.administrator(['people', 'add', KEEPER.name, '--post', KEEPER.post, '--pin-stdin', '--chosen'], PIN);
  dock = new Dock(plant);
});

after(() => plant?.endUnbroken());

const order = n => `PO27${String(n).padStart(4, '0')}`;
const number = page => page.url().split('/').at(-1);
const look = (page, name) => PICTURES && page.screenshot({ path: path.join(PICTURES, `${name}.png`) });

async function handheld(t, name, { post, person } = HANDHELD) {
  const { context, page } = await plant.device(name, post, person);
  t.after(() => context.close());
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  return page;
}

test('the papers of a delivery are asked once, by scan, and the dock is remembered', { timeout: 120_000 }, async t => {
  const page = await handheld(t, 'papers');
  await openReceipt(page, order(1));
  const first = number(page);
  await look(page, 'opening');
  await scanFor(page, 'HT-1123-07', page.locator('.papers', { hasText: 'HT-1123-07' }));
  await page.locator('[data-edit-papers]').click();
  await page.locator('[data-field="dock"]').fill('D2');
  await look(page, 'opening-edit');
  await page.locator('.sheet .btn.main').click();
  await page.locator('.papers', { hasText: 'D2' }).waitFor();
  await go(plant, page, 'dock');
  await openReceipt(page, order(2));
  const second = number(page);
  await page.locator('.papers', { hasText: 'D2' }).waitFor();
  await page.locator('[data-no-note]').click();
  await page.locator('.papers:not(.info)').waitFor();
  // A code that nothing bears is no delivery note any more.
  await scan(page, 'NOTHING-77');
  await page.locator('.last[data-ended="NotCounted"]').waitFor();
  await synced(page);
  const row = await plant.get(`/api/receipts/${first}`);
  assert.deepEqual([row.delivery_note, row.dock], ['HT-1123-07', 'D2']);
  assert.equal((await plant.get(`/api/receipts/${second}`)).dock, 'D2');
});

test('a delivery opened by mistake is taken back with one tap', { timeout: 90_000 }, async t => {
  const page = await handheld(t, 'mistake');
  await openReceipt(page, order(3));
  const receipt = number(page);
  await page.locator('.last .undo').click();
  await page.locator('.last[data-ended="Undone"]').waitFor();
  await page.waitForURL(/#\/dock$/);
  await synced(page);
  assert.equal((await plant.get(`/api/receipts/${receipt}`)).status, 'voided');
});

test('goods of an order that is not here are received on hold, the vendor from a list', { timeout: 90_000 }, async t => {
  const page = await handheld(t, 'held');
  await scanFor(page, 'PO999123', page.locator('[data-without-order]'));
  await look(page, 'no-order');
  await page.locator('[data-without-order]').click();
  await page.locator('.sheet input').first().fill('永联');
  await look(page, 'no-order-vendor');
  await page.locator('[data-pick="V002"]').click();
  await page.locator('[data-find-item]').click();
  await page.locator('.sheet input').first().fill('螺钉');
  await page.locator('[data-pick="SCREW-42"]').click();
  await page.locator('.sheet .keys').waitFor();
  await type(page, '25');
  await page.locator('.sheet .btn.main').click();
  await page.locator('.last[data-ended="Marked"], .last[data-ended="Counted"]').waitFor();
  const receipt = number(page);
  await synced(page);
  const row = await plant.get(`/api/receipts/${receipt}`);
  assert.deepEqual([row.orders, row.vendor], [[], 'V002']);
  assert.match(row.note, /PO999123/);
  assert.equal(row.line_rows[0].line, '?/SCREW-42');
});

test('one line is received, signed and slipped with two scans and four taps', { timeout: 90_000 }, async t => {
  const page = await handheld(t, 'taps');
  let taps = 0;
  const tap = async locator => { taps += 1; await locator.click(); };
  const main = page.locator('.dock .btn.main');
  await openReceipt(page, order(4));
  await scanFor(page, 'BOLT-M8X30', page.locator('.sheet .keys'));
  await tap(page.locator('.cuts .btn', { hasText: '剩下' }));
  await page.locator('.last[data-ended="Counted"]').waitFor();
  await tap(main);
  await page.locator('.then').waitFor();
  await tap(main);
  await page.locator('.row.card').waitFor();
  await tap(page.getByRole('button', { name: '开验收单' }));
  await page.locator('[data-slip]').waitFor();
  assert.equal(taps, 4);
  // The paper is printed and checked first: what confirms it is a tap of its own.
  await page.getByRole('button', { name: /确认验收单/ }).click();
  await page.locator('.state.done').waitFor();
  await look(page, 'done');
  // Then the next truck is what the large button leads to; another of the same order stands beside it.
  assert.equal(await page.locator('[data-another]').count(), 1);
  await page.locator('[data-next-scan]').click();
  await page.waitForURL(/#\/dock$/);
});

test('after a recount the card and slip that differ are exchanged', { timeout: 120_000 }, async t => {
  const receipt = dock.signed(order(5), 1, 100);
  dock.card(receipt, 1);
  dock.ask(['slip', 'issue', receipt]);
  dock.ask(['slip', 'confirm', receipt]);
  dock.send();
  const desk = await plant.device('reopens', 'supervisor', PEOPLE.supervisor);
  t.after(() => desk.context.close());
  dock.ask(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
  await go(plant, desk.page, `board/receipt/${receipt}`);
  await desk.page.getByRole('button', { name: /重开/ }).click();
  await desk.page.locator('.sheet input.text').fill('再点');
  await desk.page.locator('.sheet .btn.main').click();
  await synced(desk.page);
  const page = await handheld(t, 'exchange');
  await synced(page);
  await go(plant, page, `dock/receipt/${receipt}`);
  await page.locator('.row.line').click();
  await page.getByRole('button', { name: '重点全部' }).click();
  await type(page, '90');
  await page.locator('.sheet .btn.main').click();
  await page.locator('.last[data-ended="Counted"]').waitFor();
  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  await page.locator('.dock .btn.main').click();
  await page.locator('[data-exchange]').waitFor();
  assert.match(await page.locator('.row.card.warn').textContent(), /卡上 100，点了 90/);
  await look(page, 'exchange');
  await page.locator('[data-exchange]').click();
  await page.locator('.row.card.ok').waitFor();
  await page.getByRole('button', { name: '开验收单' }).click();
  await page.getByRole('button', { name: /确认验收单/ }).click();
  await page.locator('.state.done').waitFor();
  await synced(page);
  const lots = (await plant.get(`/api/receipts/${receipt}`)).line_rows[0];
  assert.deepEqual([lots.carded, lots.counted], ['90', '90']);
});

test('what is accepted is carried, the rest is named, and goes in parts to shelves that are asked about once', { timeout: 150_000 }, async t => {
  const card = dock.released(1, 300);
  dock.ask(['sign-in', PEOPLE.inspector.name, '--pin-stdin'], PIN);
  const mixed = (() => {
    dock.ask(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
    const receipt = dock.signed(PLAIN, 2, 556);
    const card = dock.card(receipt, 2);
    dock.ask(['slip', 'issue', receipt]);
    dock.ask(['slip', 'confirm', receipt]);
    dock.ask(['sign-in', PEOPLE.inspector.name, '--pin-stdin'], PIN);
    dock.ask(['verdict', card, 'pass', '--accepted', '409']);
    dock.ask(['verdict', card, 'reject', '--rejected', '147', '--reason', 'appearance']);
    dock.ask(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
    return card;
  })();
  const barred = dock.plain(3, 20);
  dock.send();
  const page = await handheld(t, 'shelves');
  await synced(page);
  await scanFor(page, mixed, page.locator('[data-for-shelf]'));
  assert.match(await page.locator('[data-for-shelf]').textContent(), /^409/);
  assert.match(await page.locator('[data-stays]').first().textContent(), /147.*不合格/);
  await look(page, 'put-away');

  await page.locator('[data-part]').click();
  await type(page, '200');
  await page.locator('.sheet .btn.main').click();
  await shelve(page, 'B-01-1');
  await page.locator('[data-lies="B-01-1"]').waitFor();
  assert.match(await page.locator('[data-for-shelf]').textContent(), /^209/);
  await shelve(page, 'B-01-2');
  await page.locator('[data-next]').waitFor();
  await look(page, 'put-away-done');
  await page.locator('.last .undo').click();
  await page.locator('.last[data-ended="Undone"]').waitFor();
  assert.match(await page.locator('[data-for-shelf]').textContent(), /^209/);
  await page.locator('[data-lies="B-01-1"] .btn').click();
  await shelve(page, 'B-01-3');
  await page.locator('[data-lies="B-01-3"]').waitFor();

  // Two scans, once the shelf is known.
  await scanFor(page, card, page.locator('[data-for-shelf]', { hasText: '300' }));
  await scanFor(page, 'B-01-3', page.locator('.last[data-ended="Counted"]', { hasText: 'B-01-3' }));
  await page.locator('.step.cur.done').waitFor();

  // Nothing accepted: said before anybody walks, and refused.
  await scanFor(page, barred, page.locator('[data-barred]'));
  await look(page, 'put-away-barred');
  await scanFor(page, 'B-01-3', page.locator('.last[data-ended="NotCounted"]'));
  await synced(page);
  const lot = await plant.get(`/api/lots/${mixed}`);
  assert.deepEqual(lot.putaways.filter(put => !put.voided).map(put => [put.location, put.quantity]), [['B-01-3', '200']]);
  assert.equal((await plant.get(`/api/lots/${barred}`)).putaways.length, 0);
});

test('the keeper has the rejected lots, raises notes in parts, voids one, and photographs', { timeout: 150_000 }, async t => {
  const card = dock.plain(2, 100);
  dock.ask(['sign-in', PEOPLE.inspector.name, '--pin-stdin'], PIN);
  dock.ask(['verdict', card, 'reject', '--reason', 'appearance']);
  dock.ask(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
  dock.send();
  const page = await handheld(t, 'keeper', { post: KEEPER.post, person: KEEPER });
  await synced(page);
  await page.locator(`[data-lot="${card}"]`).waitFor();
  await look(page, 'keeper');
  await scanFor(page, card, page.locator('[data-to-return]'));
  assert.match(await page.locator('[data-to-return]').textContent(), /^100/);
  await page.locator('[data-part]').click();
  await type(page, '30');
  await page.locator('.sheet .btn.main').click();
  await page.locator('[data-raise="replacement"]').click();
  await page.locator('[data-return]').waitFor();
  await look(page, 'keeper-lot');
  await page.locator('[data-raise="credit"]').click();
  await page.locator('[data-return]').nth(1).waitFor();
  await page.locator('.toast button').click();
  await page.locator('[data-return]').nth(1).waitFor({ state: 'detached' });
  await page.locator('input[type=file]').last().setInputFiles(path.join(ROOT, 'scanner-client/web/static/icon-512.png'));
  await page.locator('figure').first().waitFor();
  await synced(page);
  const lot = await plant.get(`/api/lots/${card}`);
  assert.deepEqual(lot.returns.filter(note => !note.voided).map(note => [note.quantity, note.settlement]), [['30', 'replacement']]);
  assert.equal(lot.photos.length, 1);
});

test('a card has the supplier\'s lot number, is withdrawn with a reason, and all are printed at once', { timeout: 120_000 }, async t => {
  const page = await handheld(t, 'cards');
  await openReceipt(page, order(6));
  await count(page, `${order(6)}/1`, 100);
  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  await page.locator('.dock .btn.main').click();
  const card = await page.locator('.row.card').getAttribute('data-card');
  await page.locator('[data-card-more]').click();
  await look(page, 'card-sheet');
  await page.locator('[data-lot-number]').fill('HT-2611-A');
  await page.locator('.sheet .btn.main').click();
  await page.locator('[data-card-more]', { hasText: 'HT-2611-A' }).waitFor();
  // What is signed is not counted on: said at the scan.
  const receipt = number(page);
  await go(plant, page, `dock/receipt/${receipt}`);
  await page.locator('.row.line').waitFor();
  await scanFor(page, 'BOLT-M8X30', page.locator('.last[data-ended="NotCounted"]'));
  assert.equal(await page.locator('.sheet').count(), 0);
  await go(plant, page, `dock/papers/${receipt}`);
  await page.locator('[data-card-more]').click();
  await page.locator('[data-void-card="damaged"]').click();
  await page.getByRole('button', { name: '开 1 张检验卡' }).click();
  await page.locator(`.row.card:not([data-card="${card}"])`).waitFor();
  await synced(page);
  const lot = await plant.get(`/api/lots/${card}`);
  assert.deepEqual([lot.status, lot.lot_number], ['voided', 'HT-2611-A']);
});

if (PICTURES) fs.mkdirSync(PICTURES, { recursive: true });
