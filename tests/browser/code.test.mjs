// The plain board behind its code: asked for at the server itself too, and brought by a link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Plant } from './plant.mjs';

let plant, context, page;

before(async () => {
  plant = await Plant.start({ closed: true });
  context = await plant.browser('wall', { viewport: { width: 1920, height: 1080 } });
  page = context.pages()[0];
});
after(() => plant.endUnbroken());

test('who sits at the server gives the code like everybody', async () => {
  await page.goto(`${plant.url}/board`);
  await page.getByLabel(/看板口令|code/i).waitFor();
  assert.equal(await page.evaluate(async () => (await fetch('/api/board')).status), 401);
});

test('a link with the code opens the board, and the address keeps no code', async () => {
  const asked = [];
  page.on('request', request => asked.push(request.url()));
  await page.goto('about:blank');
  await page.goto(`${plant.url}/board#code=${plant.boardCode()}`);

  await page.locator('#fresh').filter({ hasText: /\S/ }).waitFor();
  await page.waitForFunction(() => document.querySelector('#site').textContent === '样板厂');

  assert.equal(await page.locator('#login').isVisible(), false);
  assert.equal(page.url(), `${plant.url}/board`);
  const sent = asked.filter(url => url.includes(plant.boardCode()) && !url.includes('#'));
  assert.deepEqual(sent, []);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#site').textContent === '样板厂');
});
