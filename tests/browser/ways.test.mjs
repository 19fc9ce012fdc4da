// Between a device and its server stands something that allows no live connection, or only seems to.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dock } from './lots.mjs';
import { Plant, count, openReceipt, synced } from './plant.mjs';
import { HANDHELD, go } from './steps.mjs';
import { Way } from './ways.mjs';

let plant, way, dock, page;

before(async () => {
  plant = await Plant.start();
  way = await Way.to(plant.port);
  dock = new Dock(plant);
  plant.url = way.url;
  ({ page } = await plant.device(HANDHELD.name, HANDHELD.post, HANDHELD.person));
});

after(async () => {
  await plant?.endUnbroken();
  way?.end();
});

/// Opens and counts an order's delivery; answers its receipt's number.
async function receive(order) {
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  await openReceipt(page, order);
  await count(page, `${order}/1`, 60);
  return page.url().split('/').at(-1);
}

const told = async receipt => (await plant.get(`/api/history/${receipt}`)).map(row => row.kind);

test('where live connections are refused, all is sent and fetched by turns, until one can be had again', { timeout: 90_000 }, async () => {
  const tried = way.tried;
  way.become('refused');
  await page.locator('.sync[data-link="Polling"]').waitFor({ timeout: 30_000 });
  assert.ok(way.tried > tried, 'one was tried');

  const receipt = await receive('PO270001');
  await page.locator('.sync[data-link="Polling"][data-unsent="0"]').waitFor();
  assert.deepEqual(await told(receipt), ['ReceiptOpened', 'Tallied', 'LineCountedAs']);

  const others = dock.signed('PO270002', 1, 60);
  dock.send();
  await go(plant, page, 'dock');
  await page.locator('.row.rc', { hasText: 'PO270002' }).waitFor({ timeout: 30_000 });
  await page.locator('.row.rc', { hasText: 'PO270002' }).click();
  assert.match(page.url(), new RegExp(others));

  way.become('open');
  await page.locator('.sync').click();
  await synced(page);
});

test('a live connection through which nothing comes does not keep facts back', { timeout: 90_000 }, async () => {
  const tried = way.tried;
  way.become('dead');
  const receipt = await receive('PO270003');

  await page.locator('.sync[data-unsent="0"]').waitFor({ timeout: 15_000 });
  assert.ok(way.tried > tried, 'it was tried');
  assert.deepEqual(await told(receipt), ['ReceiptOpened', 'Tallied', 'LineCountedAs']);
});
