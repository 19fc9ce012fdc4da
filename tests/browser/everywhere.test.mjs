// Any code on any screen: something is said or done about it, and no page breaks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dock, PLAIN } from './lots.mjs';
import { ORDER, PEOPLE, Plant, count, openReceipt, read, signIn, synced } from './plant.mjs';
import { HANDHELD, TABLET, go } from './steps.mjs';

let plant, dock, handheld, tablet, desk, receipt, codes, cards;

before(async () => {
  plant = await Plant.start();
  dock = new Dock(plant);
  cards = { released: dock.released(), lot: dock.subcontracted() };
  const signed = dock.signed(PLAIN, 2, 800);
  dock.send();
  const device = ({ name, post, person, options }) => plant.device(name, post, person, options);
  handheld = (await device(HANDHELD)).page;
  tablet = (await device(TABLET)).page;
  desk = (await plant.device('desk', 'supervisor+purchasing', PEOPLE.supervisor, { viewport: { width: 1280, height: 800 } })).page;
  await go(plant, handheld, 'dock');
  await handheld.locator('.scanbar').waitFor();
  await openReceipt(handheld, ORDER);
  await count(handheld, `${ORDER}/1`, 40);
  receipt = handheld.url().split('/').at(-1);
  await synced(handheld);
  const { slips } = await plant.get(`/api/receipts/${(await plant.get(`/api/lots/${cards.released}`)).receipt}`);
  codes = {
    'an order': ORDER, 'an unknown order': 'PO999999', 'an item': 'BOLT-M8X30', 'an item of another order': 'CARTON-56',
    'a receipt': signed, 'a card': cards.lot, 'a slip': slips[0].number, 'a vendor': 'V001',
    'a label': `INW:1*${cards.lot}*ZB-3301-L-BK*2400*P*PO260011/1*V001`, 'a location': 'INW:1*L*A-03-12-2',
    'a badge': 'INW:1*P*1', 'a newer label': 'INW:9*X*1', 'a broken label': 'INW:1*%%', 'a misread number': `${cards.lot.slice(0, -1)}${cards.lot.endsWith('0') ? '1' : '0'}`,
    'a link that enrols': `${plant.url}/#enrol=7QK2-0M9D-3FVX-88TZ-1HJA-5RNC-PW`, 'anything': '6901234567892', 'something long': 'A1'.repeat(300),
  };
});

after(() => plant?.endUnbroken());

const AT_THE_DOCK = {
  'the first screen': () => 'dock', 'a receipt': () => `dock/receipt/${receipt}`, 'signing': () => `dock/sign/${receipt}`,
  'papers': () => `dock/papers/${receipt}`, 'a lot for the shelf': () => `dock/put-away/${cards.released}`, 'the settings': () => 'settings',
};
const AT_A_DESK = { 'the wall': () => 'board', 'the work list': () => 'office/work', 'a lot': () => `board/number/${cards.lot}` };
const AT_THE_BENCH = {
  'the queue': () => 'inspect', 'weighing': () => `inspect/lot/${cards.lot}/weigh`, 'judging': () => `inspect/lot/${cards.lot}/verdict`,
};

async function scansAll(page, place, person) {
  const broken = [];
  await page.reload();
  for (const [what, code] of Object.entries(codes)) {
    // By another screen: what the code before it opened is closed.
    await go(plant, page, 'settings');
    await page.locator('.scanner').waitFor();
    await go(plant, page, place);
    if (await page.locator('.lockp').count()) await signIn(page, person);
    const before = plant.errors.length;
    await read(page, code);
    if (plant.errors.length > before) {
      broken.push(what);
      await page.reload();
    }
  }
  assert.deepEqual(broken, []);
}

for (const [screen, place] of Object.entries(AT_THE_DOCK)) {
  test(`any code while ${screen} is on a handheld breaks nothing`, { timeout: 60_000 }, () => scansAll(handheld, place(), PEOPLE.clerk));
}
for (const [screen, place] of Object.entries(AT_THE_BENCH)) {
  test(`any code while ${screen} is on a tablet breaks nothing`, { timeout: 60_000 }, () => scansAll(tablet, place(), PEOPLE.inspector));
}
for (const [screen, place] of Object.entries(AT_A_DESK)) {
  test(`any code while ${screen} is on a desk breaks nothing`, { timeout: 60_000 }, () => scansAll(desk, place(), PEOPLE.supervisor));
}

test('a scan at a desk shows what was scanned', { timeout: 60_000 }, async () => {
  await go(plant, desk, 'office/work');
  // A badge was scanned last.
  if (await desk.locator('.lockp').count()) await signIn(desk, PEOPLE.supervisor);
  await go(plant, desk, 'board');
  await read(desk, codes['a label']);
  await desk.locator('h1', { hasText: cards.lot }).waitFor();
  await read(desk, 'V001');
  await desk.locator('#find').waitFor();
  await desk.waitForFunction(() => document.querySelector('#find').value === 'V001');
  await read(desk, ORDER);
  await desk.locator('.hit', { hasText: receipt }).waitFor();
});
