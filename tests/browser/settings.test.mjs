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

  await scan(page, 'AB12345');
  await page.locator('[data-heard="AB12345"]').waitFor();
  await page.locator('[data-prefix]').fill(']C1');
  await page.locator('[data-prefix]').press('Tab');
  await page.locator('[data-scanner] .opt', { hasText: '100 ms' }).click();
  await scan(page, ']C1CD67890');
  await page.locator('[data-heard="CD67890"]').waitFor();

  await page.reload();
  await page.locator('[data-scanner] .opt.on', { hasText: '100 ms' }).waitFor();
  assert.equal(await page.locator('[data-prefix]').inputValue(), ']C1');
  await scan(page, ']C1EF24680');
  await page.locator('[data-heard="EF24680"]').waitFor();
});
