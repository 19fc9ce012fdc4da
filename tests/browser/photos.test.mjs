// Photos: on the disk before they are confirmed, sent once and in pieces, and seen elsewhere.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { Dock } from './lots.mjs';
import { png } from './pictures.mjs';
import { ORDER, PEOPLE, Plant, kept, killBrowser, openReceipt, synced, unsent } from './plant.mjs';

const TABLET = { viewport: { width: 1280, height: 800 } };

async function plantFor(t) {
  const plant = await Plant.start();
  t.after(() => plant.end());
  return plant;
}

/// The picture stands there and can be seen.
const seen = image => image.evaluate(image => image.decode().then(() => image.naturalWidth));

test('a photo of an exception outlives the browser, is sent once from where it was left, and another device shows it', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const photo = png(path.join(plant.folder, 'large.png'), 2400, 1800);
  let { context, page } = await plant.device('dock', 'dock-clerk', PEOPLE.clerk);
  await kept(page);
  await openReceipt(page, ORDER);
  await synced(page);
  const receipt = page.url().split('/').at(-1);
  await plant.kill();
  await page.locator('.sync[data-link="Away"]').waitFor();

  await page.locator('[data-problem-key]').click();
  assert.ok(await page.locator('[data-record]').isDisabled(), 'first somebody says what is wrong');
  await page.locator('[data-kind="damaged"]').click();
  await page.locator('#goods').selectOption('BOLT-M8X30');
  await page.locator('#amount').fill('12');
  await page.locator('#note').fill('纸箱压坏');
  await page.locator('.shot input').nth(1).setInputFiles(photo);
  await page.locator('[data-chosen] img').waitFor();
  await page.locator('[data-record]').click();
  await page.locator('.prob').waitFor();
  await killBrowser(context);

  context = await plant.browser('dock');
  page = context.pages()[0];
  await page.goto(`${plant.url}/#/dock/receipt/${receipt}`);
  const figure = page.locator('.prob figure[data-waits="true"]');
  assert.equal(await seen(figure.locator('img')), 2048, 'scaled down');
  assert.match(await page.locator('.prob').textContent(), /破损 12.*纸箱压坏/);
  assert.equal(await page.locator('.sync').getAttribute('data-photos'), '1');
  assert.equal(await unsent(page), 2, 'the exception and its photo');

  // The connection breaks after the first piece.
  const offsets = [];
  let breaks = true;
  await context.route('**/api/photos/*', async route => {
    const request = route.request();
    if (request.method() !== 'PATCH') return route.continue();
    offsets.push(Number(request.headers()['upload-offset']));
    if (breaks && offsets.length > 1) { breaks = false; return route.abort(); }
    return route.continue();
  });
  await plant.serve();
  await page.locator('.sync').click();
  await synced(page);
  await page.locator('.sync[data-photos="0"]').waitFor();
  assert.deepEqual(offsets.slice(0, 3), [0, 262144, 262144], 'it went on where it was left');
  assert.equal(new Set(offsets).size, offsets.length - 1, 'no piece was sent twice but the one that was lost');

  const told = await plant.get(`/api/receipts/${receipt}`);
  assert.equal(told.exceptions.length, 1);
  const [{ content, width, height }] = told.photos;
  assert.deepEqual([told.exceptions[0].photos, width, height], [[content], 2048, 1536]);
  const file = await fetch(`${plant.url}/api/photos/${content}`);
  const bytes = Buffer.from(await file.arrayBuffer());
  assert.equal(file.headers.get('content-type'), 'image/jpeg');
  assert.equal(crypto.createHash('sha256').update(bytes).digest('hex'), content);

  const other = await plant.browser('tablet', TABLET);
  const board = other.pages()[0];
  await plant.enrol(board, 'tablet', 'qc-inspector');
  await board.goto(`${plant.url}/#/board/receipt/${receipt}`);
  await board.locator(`[data-show="${content}"]`).click();
  const thumb = board.locator(`[data-photo="${content}"] img`);
  assert.equal(await seen(thumb), 2048);
  assert.match(await thumb.getAttribute('alt'), new RegExp(PEOPLE.clerk.name));
  await thumb.click();
  await board.locator('.sheet .phl').waitFor();

  await page.locator('[data-undo-problem]').click();
  await page.locator('.prob.gone').waitFor();
  await synced(page);
  assert.equal((await plant.get(`/api/receipts/${receipt}`)).exceptions[0].voided, true);
});

test('what is no photo, or too large, is refused with a sentence, and a lot is photographed at the bench', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const dock = new Dock(plant);
  const card = dock.plain(1, 320);
  dock.send();
  const { page } = await plant.device('tablet', 'qc-inspector', PEOPLE.inspector, TABLET);
  await page.locator(`[data-card="${card}"]`).click();
  const choose = page.locator('.photos .shot input').nth(1);
  const big = path.join(plant.folder, 'big.png');
  fs.copyFileSync(png(path.join(plant.folder, 'small.png'), 40, 30), big);
  fs.truncateSync(big, 40_000_001);

  await choose.setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg/>') });
  await page.locator('.toast.bad', { hasText: 'JPEG' }).waitFor();
  await choose.setInputFiles(big);
  await page.locator('.toast.bad', { hasText: '40 MB' }).waitFor();
  assert.equal(await page.locator('.photos figure').count(), 0);
  assert.deepEqual([await unsent(page), await page.locator('.sync').getAttribute('data-photos')], [0, '0']);

  await choose.setInputFiles(path.join(plant.folder, 'small.png'));
  const figure = page.locator('.photos figure');
  assert.equal(await seen(figure.locator('img')), 40, 'never scaled up');
  await page.locator('.sync[data-photos="0"][data-unsent="0"]').waitFor();
  await page.locator('.photos figure[data-waits="false"]').waitFor();
  const lot = await plant.get(`/api/lots/${card}`);
  assert.equal(lot.photos.length, 1);
  assert.equal((await fetch(`${plant.url}/api/photos/${lot.photos[0].content}`)).status, 200);
  await figure.locator('button').click();
  await page.locator('[data-undo-photo]').click();
  await figure.waitFor({ state: 'detached' });
});

test('where the browser gives no more room, nothing of a photo is stored, and the screen says so', { timeout: 60_000 }, async t => {
  const plant = await plantFor(t);
  const dock = new Dock(plant);
  const card = dock.plain(1, 320);
  dock.send();
  const first = await plant.device('tablet', 'qc-inspector', PEOPLE.inspector, TABLET);
  await first.page.locator(`[data-card="${card}"]`).waitFor();
  await first.context.close();
  const context = await plant.browser('tablet', TABLET);
  const page = context.pages()[0];
  const session = await context.newCDPSession(page);
  // Before anything is written: a browser remembers for a while how much room there was.
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin: plant.url });
  await session.send('Storage.overrideQuotaForOrigin', { origin: plant.url, quotaSize: usage + 100_000 });
  await page.goto(`${plant.url}/#/inspect/lot/${card}`);

  await page.locator('.photos .shot input').nth(1).setInputFiles(png(path.join(plant.folder, 'photo.png'), 1600, 1200));
  await page.locator('.toast.bad', { hasText: '存满' }).waitFor();

  assert.equal(await page.locator('.photos figure').count(), 0);
  assert.deepEqual([await unsent(page), await page.locator('.sync').getAttribute('data-photos')], [0, '0']);
});
