// The whole day of one lot: counted at the dock, judged at the bench, put away, and watched on the wall.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, weigh } from './bench.mjs';
import { labelOf } from './labels.mjs';
import { SUBCONTRACTED, importLots } from './lots.mjs';
import { PEOPLE, Plant, count, finish, kept, openReceipt, scanFor, shelve, synced, unsent } from './plant.mjs';

const LINE = `${SUBCONTRACTED}/1`;
const TABLET = { viewport: { width: 1280, height: 800 } };
const WALL = { viewport: { width: 1920, height: 1080 } };
/// The states of lots, as they stand on the wall.
const [TO_JUDGE, RELEASED, SHELVED] = [1, 4, 5];

let plant, dock, bench, wall;

before(async () => {
  plant = await Plant.start();
  importLots(plant);
  dock = await plant.device('handheld', 'dock-clerk+terminal-operator', PEOPLE.clerk);
  bench = await plant.device('tablet', 'qc-inspector', PEOPLE.inspector, TABLET);
  for (const { page } of [dock, bench]) await kept(page);
  ({ page: wall } = await plant.device('wall', 'supervisor', PEOPLE.supervisor, WALL));
  await wall.goto(`${plant.url}/#/board`);
  await wall.locator('.wf[data-link="Live"]').waitFor();
  await watch();
});

after(() => plant?.endUnbroken());

/// From now on the wall, which is never touched, notes each change of what it shows.
async function watch() {
  await wall.evaluate(() => {
    const shown = () => JSON.stringify({
      receipts: Number(document.querySelector('.docks tfoot .n.b')?.textContent),
      waiting: document.querySelectorAll('.qr[data-lot]').length,
      states: [...document.querySelectorAll('.sts .st b')].map(state => Number(state.textContent)),
    });
    window.seen = [shown()];
    new MutationObserver(() => {
      if (window.seen.at(-1) !== shown()) window.seen.push(shown());
    }).observe(document.querySelector('.wall'), { subtree: true, childList: true, characterData: true });
  });
}

/// What the wall has shown since it was hung up.
const seen = () => wall.evaluate(() => window.seen.map(shown => JSON.parse(shown)));

const stated = (place, lots) => wall.locator('.sts .st').nth(place).locator('b', { hasText: new RegExp(`^${lots}$`) }).waitFor();

async function receive(page) {
  await openReceipt(page, SUBCONTRACTED);
  const receipt = page.url().split('/').at(-1);
  await count(page, LINE, 2000);
  await count(page, LINE, 400);
  await finish(page);
  const card = await page.locator('.row.card').getAttribute('data-card');
  return { receipt, card, label: await labelOf(page, card) };
}

async function inspect(page, { card, label }) {
  await scanFor(page, label, page.locator('.lotcard .loc', { hasText: card }));
  await page.locator('[data-step="weigh"]').click();
  await weigh(page, '50', '640', '33');
  await page.locator('[data-outcome="LightWithin"]').waitFor();
  await page.locator('[data-save]').click();
  await page.locator('[data-step="verdict"]').click();
  await judge(page, 'Pass');
}

async function putAway(page, { card, label }) {
  await scanFor(page, label, page.locator('.step', { hasText: card }));
  await shelve(page, 'A-03-12-2');
}

/// The kinds of facts about something, in order; each of them once.
async function told(number) {
  const history = await plant.get(`/api/history/${number}`);
  assert.equal(new Set(history.map(row => row.recorded.id)).size, history.length);
  return history.map(row => row.kind);
}

for (const first of ['the handheld', 'the tablet']) {
  test(`a lot is counted and judged offline, ${first} comes back first, and the wall shows its day by itself`, { timeout: 150_000 }, async () => {
    for (const { context, page } of [dock, bench]) {
      await context.setOffline(true);
      await page.locator('.sync[data-link="Away"]').waitFor();
      await page.goto(plant.url);
    }
    const before = (await seen()).at(-1);

    const lot = await receive(dock.page);
    await inspect(bench.page, lot);
    assert.deepEqual([await unsent(dock.page), await unsent(bench.page)], [8, 2]);
    assert.deepEqual((await seen()).at(-1), before, 'nothing is known of it yet');

    const order = first === 'the handheld' ? [dock, bench] : [bench, dock];
    for (const { context, page } of order) {
      await context.setOffline(false);
      await page.locator('.sync').click();
      await synced(page);
      if (page === dock.page && first === 'the handheld') await stated(TO_JUDGE, 1);
    }
    await stated(RELEASED, 1);
    await putAway(dock.page, lot);
    await stated(SHELVED, before.states[SHELVED] + 1);
    await synced(dock.page);

    const steps = (await seen()).filter(({ receipts }) => receipts > before.receipts);
    const states = steps.map(shown => [TO_JUDGE, RELEASED, SHELVED].find(place => shown.states[place] > before.states[place])).filter(Boolean);
    const days = { 'the handheld': [TO_JUDGE, RELEASED, SHELVED], 'the tablet': [RELEASED, SHELVED] };
    assert.deepEqual([...new Set(states)], days[first], 'each state after the one before');
    assert.deepEqual(states, [...states].sort(), 'and none comes back');
    assert.equal(steps.at(-1).receipts, before.receipts + 1);
    assert.equal(steps.at(-1).waiting, 0);

    assert.deepEqual(await told(lot.receipt), ['ReceiptOpened', 'Tallied', 'LineCountedAs', 'Tallied', 'CountSigned', 'SlipIssued', 'SlipConfirmed']);
    assert.deepEqual(await told(lot.card), ['CardIssued', 'Weighed', 'VerdictRecorded', 'PutAway']);
    const receipt = await plant.get(`/api/receipts/${lot.receipt}`);
    assert.deepEqual([receipt.status, receipt.line_rows[0].counted, receipt.line_rows[0].carded], ['slip-confirmed', '2400', '2400']);
    const stands = await plant.get(`/api/lots/${lot.card}`);
    assert.deepEqual([stands.status, stands.quantity, stands.passed, stands.unjudged, stands.put_away], ['put-away', '2400', '2400', '0', '2400']);
    assert.equal(stands.unit_weight.deviation_percent, '-2.88');
    assert.equal(stands.putaways[0].location, 'A-03-12-2');
    assert.equal(stands.on_time, true);
  });
}
