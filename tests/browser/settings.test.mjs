// The settings of a handheld: its scanner, tried where it is set, and kept.
import assert from 'node:assert/strict';
import test from 'node:test';
import { PEOPLE, Plant, scan } from './plant.mjs';

test('a scanner with a prefix is set once, tried on the spot, and known after a reload', { timeout: 90_000 }, async t => {
  const plant = await Plant.start();
  t.after(() => plant.end());
  const { context, page } = await plant.device('dock', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await page.goto(`${plant.url}/#/settings`);
  await page.locator('[data-scanner] .opt').first().waitFor();
  // Keys that a busy machine held up are a person's to the wedge: scanned again, it is heard.
  const heard = async (sent, code) => {
    const told = page.locator(`[data-heard="${code}"]`);
    await scan(page, sent);
    await told.waitFor({ timeout: 4_000 }).catch(() => scan(page, sent));
    await told.waitFor();
  };

  await heard('AB12345', 'AB12345');
  await page.locator('[data-prefix]').fill(']C1');
  await page.locator('[data-prefix]').press('Tab');
  await page.locator('[data-scanner] .opt', { hasText: '100 ms' }).click();
  await heard(']C1CD67890', 'CD67890');

  await page.reload();
  await page.locator('[data-scanner] .opt.on', { hasText: '100 ms' }).waitFor();
  assert.equal(await page.locator('[data-prefix]').inputValue(), ']C1');
  await heard(']C1EF24680', 'EF24680');
});
