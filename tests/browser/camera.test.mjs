// Scanning by camera: a film of a label before a real browser, read by the worker of our own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Dock } from './lots.mjs';
import { filmOfBars, filmOfSvg } from './pictures.mjs';
import { ORDER, PEOPLE, Plant, counted, kept, openReceipt, scan, synced } from './plant.mjs';

const DIST = process.env.INWARDS_WEB_DIST ?? path.resolve(import.meta.dirname, '../../target/web-dist');
const TABLET = { width: 1280, height: 800 };
const BOLTS = `${ORDER}/1`;

/// A browser whose camera shows a film, and is allowed.
const films = file => ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`];

/// What reads codes has been fetched, and is kept for work without the network.
async function readerKept(page) {
  await page.waitForFunction(async () => {
    const files = await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).keys()));
    return files.flat().filter(({ url }) => url.includes('/camera')).length === 4;
  });
}

test('a label before the camera is one scan however long it is seen, without the server; a card takes its lot', { timeout: 120_000 }, async t => {
  const plant = await Plant.start();
  t.after(() => plant.end());
  const bolts = filmOfBars(path.join(plant.folder, 'bolts.y4m'), 'BOLT-M8X30');
  const { context, page } = await plant.device('dock', 'dock-clerk+terminal-operator', PEOPLE.clerk, { args: films(bolts) });
  await kept(page);
  await openReceipt(page, ORDER);
  await readerKept(page);
  await plant.kill();
  await page.reload();

  await page.locator('.dock [data-camera]').click();
  await page.locator('.sheet .keys').waitFor();
  await page.locator('.cam[data-state="Answer"]').waitFor();
  await page.keyboard.type('40', { delay: 70 });
  await page.keyboard.press('Enter');
  await page.locator('.last[data-ended="Counted"]', { hasText: '+40' }).waitFor();
  await page.locator('.cam[data-state="Hold"]').waitFor();
  await page.waitForTimeout(3_000);
  assert.equal(await page.locator('.sheet').count(), 0, 'the label that is still in sight is no second scan');
  assert.equal(await counted(page, BOLTS), 40);
  await page.locator('[data-close-camera]').click();
  await page.locator('.cam').waitFor({ state: 'detached' });
  await page.locator('.dock [data-camera]').click();
  await page.locator('.sheet .keys').waitFor();
  await page.locator('.sheet .end .icon').click();
  await page.locator('[data-close-camera]').click();

  // A wedge's scan still goes its way.
  await plant.serve();
  await scan(page, 'STRIP-08');
  await page.locator('.sheet .keys').waitFor();
  await page.locator('.sheet .end .icon').click();
  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  await page.locator('.dock .btn.main').click();
  await page.evaluate(() => { window.print = () => {}; });
  await page.locator('.row.card').click();
  const svg = await page.locator('.print.cards svg').evaluate(svg => new XMLSerializer().serializeToString(svg));
  const card = await page.locator('.row.card').getAttribute('data-card');
  await page.locator('.sync').click();
  await synced(page);
  assert.equal((await plant.get('/api/lots')).length, 1);
  const film = await filmOfSvg(path.join(plant.folder, 'card.y4m'), page, svg);
  await context.close();

  const tablet = await plant.device('tablet', 'qc-inspector', PEOPLE.inspector, { args: films(film), viewport: TABLET });
  await tablet.page.locator(`[data-card="${card}"]`).waitFor();
  await tablet.page.locator('.bar [data-camera]').click();
  await tablet.page.locator('.lotcard .loc', { hasText: card }).waitFor();
  await tablet.page.locator('.cam').waitFor({ state: 'detached' });
});

test('without a camera, or without leave to use it, the screen says what to do', { timeout: 60_000 }, async t => {
  const plant = await Plant.start();
  t.after(() => plant.end());
  const said = async (name, args, state) => {
    const context = await plant.browser(name, { args });
    const page = context.pages()[0];
    await page.goto(plant.url);
    await page.locator('.dock [data-camera]').click();
    await page.locator(`.cam[data-state="${state}"] [role="alert"]`).waitFor();
    assert.equal(await page.locator('.cam video').isVisible(), false);
    await page.locator('[data-close-camera]').click();
    await page.locator('.cam').waitFor({ state: 'detached' });
    await context.close();
  };

  await said('none', [], 'Missing');
  await said('denied', ['--use-fake-device-for-media-stream', '--deny-permission-prompts'], 'Denied');
});

test('a page whose version is over, and with it its reader, says so and is loaded anew by a tap', { timeout: 120_000 }, async t => {
  const web = fs.mkdtempSync(path.join(os.tmpdir(), 'inwards-web-'));
  t.after(() => fs.rmSync(web, { recursive: true, force: true }));
  fs.cpSync(DIST, web, { recursive: true });
  const plant = await Plant.start({ web });
  t.after(() => plant.end());
  const dock = new Dock(plant);
  const card = dock.plain();
  dock.send();
  const film = filmOfBars(path.join(plant.folder, 'bolts.y4m'), 'BOLT-M8X30');
  const { context, page } = await plant.device('old', 'qc-inspector', PEOPLE.inspector, { args: films(film), viewport: TABLET });
  await kept(page);
  await page.reload();
  await page.goto(`${plant.url}/#/inspect/lot/${card}/verdict`);
  // A half-filled form keeps the old page.
  await page.locator('[data-judge="Reject"]').click();
  await page.locator('[data-reason="C03"]').click();

  // The new version has another reader, and the old one's files are gone.
  const other = text => text.replaceAll(/(camera[a-z-]*)-[0-9a-f]{12}/g, '$1-000000000000');
  for (const name of fs.readdirSync(web)) {
    if (/^camera/.test(name)) fs.renameSync(path.join(web, name), path.join(web, other(name)));
    if (/^sw\.js\./.test(name)) fs.rmSync(path.join(web, name));
  }
  const worker = fs.readFileSync(path.join(DIST, 'sw.js'), 'utf8').replace(/inwards-[0-9a-f]+'/, "inwards-000000000000'");
  fs.writeFileSync(path.join(web, 'sw.js'), other(worker));
  const second = await context.newPage();
  await second.goto(`${plant.url}/#/inspect`);
  await second.locator(`[data-card="${card}"]`).waitFor();
  await second.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
  await second.locator('.offer button').click();
  await page.bringToFront();
  await page.waitForFunction(async () => (await caches.keys()).every(name => name === 'inwards-000000000000'));
  // Nor has the browser kept them by itself.
  await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
  await page.locator('.bar [data-camera]').click();
  await page.locator('.cam[data-state="Outdated"] [role="alert"]', { hasText: '重新载入' }).waitFor();
  const loaded = page.waitForEvent('load');
  await page.locator('[data-load-anew]').click();
  await loaded;
  await page.locator('.lotcard, [data-judge]').first().waitFor();
});
