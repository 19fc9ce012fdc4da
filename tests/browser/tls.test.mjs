// Under a name that is not localhost a browser gives what the app needs only by TLS: all of it is done here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { filmOfBars } from './pictures.mjs';
import { ORDER, PEOPLE, Plant, count, counted, kept, openReceipt, synced } from './plant.mjs';

const NAME = 'inwards.plant.test';
const BOLTS = `${ORDER}/1`;

const hasCertutil = () => {
  try {
    execFileSync(process.env.CERTUTIL ?? 'certutil', ['-H'], { stdio: 'ignore' });
  } catch (error) {
    return error.code !== 'ENOENT';
  }
  return true;
};

/// What makes a browser trust the root: its own store of certificates, where `certutil` can fill one; else
/// a switch that names the root's key.
function trusting(plant, name) {
  if (hasCertutil()) return { env: plant.trusting(name), args: [] };
  const key = new crypto.X509Certificate(fs.readFileSync(plant.root)).publicKey.export({ type: 'spki', format: 'der' });
  const pin = crypto.createHash('sha256').update(key).digest('base64');
  return { args: [`--ignore-certificate-errors-spki-list=${pin}`] };
}

test('a handheld that trusts the root installs the app, makes its key, counts without the server, and scans by camera', { timeout: 180_000 }, async t => {
  const plant = await Plant.start({ tls: NAME });
  t.after(() => plant.endUnbroken());
  const film = filmOfBars(path.join(plant.folder, 'bolts.y4m'), 'BOLT-M8X30');
  const films = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  const { args, ...trust } = trusting(plant, 'dock');
  const { page } = await plant.device('dock', 'dock-clerk+terminal-operator', PEOPLE.clerk, { ...trust, args: [...args, ...films] });
  assert.equal(await page.evaluate(() => location.protocol + location.hostname), `https:${NAME}`);
  assert.equal(await page.evaluate(() => isSecureContext && 'subtle' in crypto), true);
  await kept(page);
  await openReceipt(page, ORDER);
  await page.waitForFunction(async () => {
    const files = await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).keys()));
    return files.flat().filter(({ url }) => url.includes('/camera')).length === 4;
  });

  await plant.kill();
  await page.reload();
  await page.locator('.row.line').first().waitFor();
  await count(page, BOLTS, 60);
  await page.locator('.dock [data-camera]').click();
  await page.locator('.sheet .keys').waitFor();
  await page.locator('.cam[data-state="Answer"]').waitFor();
  await page.keyboard.type('40', { delay: 70 });
  await page.keyboard.press('Enter');
  await page.locator('.last[data-ended="Counted"]', { hasText: '+40' }).waitFor();
  assert.equal(await counted(page, BOLTS), 100);
  await page.locator('[data-close-camera]').click();

  await plant.serve();
  await synced(page);
});

test('a browser that does not trust the root is led by plain http to its page, and the page says all in both languages', { timeout: 60_000 }, async t => {
  const plant = await Plant.start({ tls: NAME });
  t.after(() => plant.endUnbroken());
  const context = await plant.browser('new');
  await assert.rejects(context.pages()[0].goto(plant.url), /ERR_CERT_AUTHORITY_INVALID/);

  // The browser's own page about the error is still on its way in the first tab.
  const page = await context.newPage();
  await page.goto(plant.url.replace('https:', 'http:'));
  const root = new crypto.X509Certificate(fs.readFileSync(plant.root));
  assert.equal(await page.locator('.mark').first().textContent(), root.fingerprint256);
  for (const steps of ['安卓手持机', 'Zebra', 'Honeywell', 'Windows', 'Linux', 'Android handheld']) {
    assert.ok(await page.locator('summary', { hasText: steps }).count() > 0, steps);
  }
  for (const box of await page.locator('.go, summary').all()) {
    assert.ok((await box.boundingBox()).height >= 56, await box.textContent());
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is cut off on a handheld');
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.go.main').first().click()]);
  assert.equal(crypto.createHash('sha256').update(fs.readFileSync(await download.path())).digest('hex').toUpperCase(), root.fingerprint256.replaceAll(':', ''));
});

test('a page that came in clear says at once to open it by https, and asks for no code', { timeout: 60_000 }, async t => {
  const plant = await Plant.start({ insecure: NAME });
  t.after(() => plant.endUnbroken());
  const page = (await plant.browser('clear', { args: [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`] })).pages()[0];
  await page.goto(`http://${NAME}:${plant.port}/#/enrol/7QK2`);
  await page.locator('[data-insecure] [role=alert]', { hasText: 'https' }).waitFor();
  assert.equal(await page.locator('form.enrol').count(), 0);
});
