// Counting blind: what was ordered shows once the count is signed; a switch in the office decides.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDER, PEOPLE, PIN, Plant, count, counted, openReceipt, signIn, synced } from './plant.mjs';

const BOLTS = `${ORDER}/1`;

/// Turns the switch, as an administrator does.
async function turn(page, name, isOn) {
  const box = page.locator(`[data-form="site"] input[name="${name}"]`);
  await box.setChecked(isOn);
  await page.locator('.toast').first().waitFor();
  await page.waitForFunction(([name, isOn]) => document.querySelector(`[data-form="site"] input[name="${name}"]`)?.checked === isOn, [name, isOn]);
}

test('an administrator turns blind counting on, and a clerk then counts without the order', { timeout: 120_000 }, async t => {
  const plant = await Plant.start();
  t.after(() => plant.end());
  const { context, page } = await plant.device('dock', 'dock-clerk', PEOPLE.clerk);
  t.after(() => context.close());
  await openReceipt(page, ORDER);
  assert.match(await page.locator(`[data-line="${BOLTS}"]`).textContent(), /2,400/);

  const office = await plant.browser('office', { viewport: { width: 1280, height: 800 } });
  t.after(() => office.close());
  const desk = office.pages()[0];
  await plant.enrol(desk, 'office', 'supervisor+administrator');
  await signIn(desk, PEOPLE.supervisor);
  await desk.goto(`${plant.url}/#/office/admin`);
  await desk.locator('form.sit input').fill(PIN);
  await desk.locator('form.sit button').click();
  await turn(desk, 'blind-count', true);

  await page.locator(`[data-line="${BOLTS}"]`, { hasText: '盲点' }).waitFor();
  const shown = await page.locator('main').textContent();
  for (const ordered of ['2,400', '625.5', '6,000']) assert.ok(!shown.includes(ordered), `${ordered} shows`);
  // A tenth of it is offered: that tells nothing of the order.
  await count(page, BOLTS, 25000);
  await page.locator('.guard').waitFor();
  assert.ok(!(await page.locator('.guard').textContent()).includes('2,400'), 'the question tells the order');
  await page.locator('.guard .opt').last().click();
  await page.waitForFunction(line => document.querySelector(`[data-line="${line}"] .n`)?.textContent.includes('25,000'), BOLTS);
  assert.ok(!(await page.locator('main').textContent()).includes('22,600'), 'the excess shows');
  await page.locator('.last .undo').click();
  await count(page, BOLTS, 2300);
  assert.equal(await counted(page, BOLTS), 2300);

  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  const signing = await page.locator('main').textContent();
  assert.ok(!signing.includes('2,400'), 'signing tells the order');
  await page.locator('.dock .btn.main').click();
  await page.locator('.row.card').first().waitFor();
  await synced(page);
  const [receipt] = await plant.get('/api/receipts');
  await page.goto(`${plant.url}/#/dock/receipt/${receipt.number}`);
  await page.locator(`[data-line="${BOLTS}"]`, { hasText: '2,400' }).waitFor();

  await turn(desk, 'blind-count', false);
  await page.locator('.row.line', { hasText: '625.5' }).waitFor();
});
