// The board: live without reload, honest without the server, and where conflicts are settled.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ORDER, PEOPLE, PIN, Plant, kept, signIn } from './plant.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = process.env.INWARDS_PROGRAMS ?? path.join(ROOT, 'target/debug');
let plant, wall, clerk, first, second;

/// A device without a browser, driven by lines.
function terminal(name, post, person) {
  const data = path.join(plant.folder, `terminal-${name}`);
  const run = (words, input = '') => execFileSync(path.join(PROGRAMS, 'inwards'), ['--data', data, '--json', ...words], { input: `${input}\n`, encoding: 'utf8' });
  run(['enrol', '--server', `http://127.0.0.1:${plant.port}`, '--code', plant.code(name, post)]);
  run(['sync']);
  run(['sign-in', person, '--pin-stdin'], PIN);
  return { do: line => JSON.parse(run(['run', '-'], line).trim().split('\n')[0]), sync: () => run(['sync']) };
}

before(async () => {
  plant = await Plant.start({ web: process.env.INWARDS_WEB_DIST ?? path.join(ROOT, 'target/web-dist') });
  clerk = terminal('K1', 'dock-clerk+terminal-operator', PEOPLE.clerk.name);
  first = terminal('T1', 'qc-inspector', PEOPLE.inspector.name);
  second = terminal('T2', 'qc-inspector', PEOPLE.inspector.name);
  const context = await plant.browser('wall', { viewport: { width: 1920, height: 1080 } });
  const page = context.pages()[0];
  await plant.enrol(page, 'W1', 'supervisor+administrator');
  await signIn(page, PEOPLE.supervisor);
  await page.goto(`${plant.url}/#/board`);
  await page.locator('.wf[data-link="Live"]').waitFor();
  await kept(page);
  wall = { context, page };
});

after(async () => {
  await wall?.context.close();
  await plant?.end();
});

let card;

test('a lot appears on the wall without reload', async () => {
  const { receipt } = clerk.do(`receipt open --po ${ORDER} --dock D1`);
  clerk.do(`receipt tally ${receipt} --line 1 --qty 200`);
  clerk.do(`receipt sign ${receipt}`);
  ({ card } = clerk.do(`card issue ${receipt} --line 1`));
  clerk.sync();
  await wall.page.locator(`.qr[data-lot="${card}"]`).waitFor();
});

test('nothing on the wall is under 26 px', async () => {
  const small = await wall.page.evaluate(() => [...document.querySelectorAll('.wall *')]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .filter(element => element.getClientRects().length && parseFloat(getComputedStyle(element).fontSize) < 25.9)
    .map(element => element.textContent));
  assert.deepEqual(small, []);
});

test('without the server the wall says how old it is, and is never blank', async () => {
  await plant.kill();
  await wall.page.locator('.wall.gone').waitFor({ timeout: 20_000 });
  assert.ok(await wall.page.locator('.fresh.gone').isVisible());
  await wall.page.reload();
  await wall.page.locator('.wall.gone').waitFor({ timeout: 20_000 });
  assert.ok(await wall.page.locator(`.qr[data-lot="${card}"]`).isVisible());
  await plant.serve();
  await wall.page.locator('.wall:not(.gone) .wf[data-link="Live"]').waitFor({ timeout: 45_000 });
});

test('two tablets that judged apart are settled on the board', async () => {
  first.sync();
  second.sync();
  first.do(`verdict ${card} pass`);
  second.do(`verdict ${card} reject --reason C01`);
  first.sync();
  second.sync();
  const { page } = wall;
  await page.locator('[data-conflicts="1"]').waitFor();
  await page.locator('.settle1 .tr.bad').click();
  await page.locator('.side.ok').waitFor();
  await page.locator('.saw td.not').first().waitFor();
  // Whoever looks need not be signed in; whoever settles must.
  const choices = page.locator('[data-choose="reject"]');
  const whoIsIt = page.locator('.cf .btn.main');
  await choices.or(whoIsIt).first().waitFor();
  if (await whoIsIt.isVisible()) {
    await whoIsIt.click();
    await signIn(page, PEOPLE.supervisor);
  }
  await choices.click();
  // Settled: the list of conflicts comes by itself, and is empty.
  await page.locator('section.state').waitFor();
  await page.goto(`${plant.url}/#/board`);
  await page.locator('[data-conflicts="0"]').waitFor();
  await page.locator('.wf[data-unsent="0"]').waitFor();
  assert.deepEqual(await plant.get('/api/conflicts'), []);
});
