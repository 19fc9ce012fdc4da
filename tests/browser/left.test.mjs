// What is left behind: a half reported exception, unsent facts on the app's icon, trucks of one order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dock } from './lots.mjs';
import { ORDER, OTHER_ORDER, PEOPLE, Plant, count, kept, openReceipt, signIn, synced, unsent } from './plant.mjs';
import { HANDHELD, go } from './steps.mjs';

const SITE_OFFSET = 8 * 3_600_000;
const LATER = 80 * 60_000;
const NOTE = '外箱压坏 底层进水';
const NOTHING = { kinds: [], goods: '', amount: null, note: '' };
let plant;

before(async () => {
  plant = await Plant.start();
});

after(() => plant?.endUnbroken());

const order = n => `PO27${String(n).padStart(4, '0')}`;

/// An instant as the clock at the site's gate shows it.
const clock = instant => new Date(instant + SITE_OFFSET).toISOString().slice(11, 16);

/// A handheld at its dock.
async function handheld(t, name, options) {
  const { context, page } = await plant.device(name, HANDHELD.post, PEOPLE.clerk, options);
  t.after(() => context.close());
  await open(page, 'dock', '.scanbar');
  return { context, page };
}

async function open(page, place, seen) {
  await go(plant, page, place);
  await page.locator(seen).waitFor();
}

/// Opens an order's receipt from the first screen; answers its number.
async function receive(page, order) {
  await open(page, 'dock', '.scanbar');
  await openReceipt(page, order);
  return page.url().split('/').at(-1);
}

/// From the receipt to the report of what was wrong with it.
async function report(page) {
  await page.locator('[data-problem-key]').click();
  await page.locator('#note').waitFor();
}

async function back(page) {
  await page.locator('.bar .back').click();
  await page.locator('.row.line').first().waitFor();
}

/// What stands in the report.
const reported = page => page.evaluate(() => ({
  kinds: [...document.querySelectorAll('.kind[aria-pressed="true"]')].map(kind => kind.dataset.kind),
  goods: document.querySelector('#goods').value,
  amount: document.querySelector('#amount')?.value ?? null,
  note: document.querySelector('#note').value,
}));

test('what was half reported is there again when the clerk comes back, on its own receipt alone, and gone once it is recorded', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'reports');
  const half = { kinds: ['damaged'], goods: 'BOLT-M8X30', amount: '12', note: NOTE };
  const receipt = await receive(page, ORDER);
  await report(page);
  assert.deepEqual(await reported(page), NOTHING);
  await page.locator('[data-kind="damaged"]').click();
  await page.locator('#goods').selectOption('BOLT-M8X30');
  await page.locator('#amount').fill('12');
  await page.locator('#note').fill(NOTE);

  await back(page);
  await report(page);
  assert.deepEqual(await reported(page), half);
  assert.match(await page.locator('[data-record]').innerText(), /12/);

  await receive(page, OTHER_ORDER);
  await report(page);
  assert.deepEqual(await reported(page), NOTHING, 'another receipt knows nothing of it');
  await back(page);
  await open(page, `dock/receipt/${receipt}`, '[data-problem-key]');
  await report(page);
  assert.deepEqual(await reported(page), half, 'the other receipt took nothing of it away');

  await page.locator('[data-record]').click();
  await page.locator('.prob', { hasText: NOTE }).waitFor();
  await report(page);
  assert.deepEqual(await reported(page), NOTHING);
  await synced(page);
  const { exceptions } = await plant.get(`/api/receipts/${receipt}`);
  assert.deepEqual(exceptions.map(({ kind, item, note }) => [kind, item, note]), [['damaged', 'BOLT-M8X30', NOTE]]);
});

for (const [way, away] of [
  ['the board', page => open(page, 'board', '.wall')],
  ['the lock', async page => {
    await page.locator('.bar .who').click();
    await signIn(page, PEOPLE.clerk);
  }],
]) {
  test(`what was half reported outlasts a look at ${way}`, { timeout: 60_000 }, async t => {
    const { page } = await handheld(t, `reports by ${way}`);
    const receipt = await receive(page, order(1));
    await report(page);
    await page.locator('[data-kind="damaged"]').click();
    await page.locator('#note').fill(NOTE);

    await away(page);
    await open(page, `dock/receipt/${receipt}`, '[data-problem-key]');
    await report(page);
    assert.deepEqual(await reported(page), { ...NOTHING, kinds: ['damaged'], note: NOTE });
  });
}

test('the icon of the app bears the number of unsent facts until they are sent', { timeout: 90_000 }, async t => {
  const context = await plant.browser('badged');
  t.after(() => context.close());
  await context.addInitScript(() => {
    const told = [];
    window.badges = told;
    for (const [name, number] of [['setAppBadge', given => given], ['clearAppBadge', () => 0]]) {
      const real = navigator[name];
      navigator[name] = (...given) => {
        told.push(number(...given));
        return real?.apply(navigator, given);
      };
    }
  });
  const page = context.pages()[0];
  await plant.enrol(page, 'badged', 'dock-clerk');
  await signIn(page, PEOPLE.clerk);
  await kept(page);
  const bears = number => page.waitForFunction(number => window.badges.at(-1) === number, number);
  await bears(0);

  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  await receive(page, order(2));
  await bears(1);
  await count(page, `${order(2)}/1`, 30);
  await bears(3);
  assert.equal(await unsent(page), 3);
  await page.reload();
  await page.locator('.row.line').first().waitFor();
  await bears(3);

  await context.setOffline(false);
  await synced(page);
  await bears(0);
});

test('trucks of one order show when they came, by the clock of the site, whatever the time is now', { timeout: 90_000 }, async t => {
  const dock = new Dock(plant);
  for (let truck = 1; truck <= 2; truck += 1) dock.ask(['receipt', 'open', '--po', order(4), '--dock', 'A2-04']);
  dock.send();
  const came = (await plant.get('/api/receipts')).filter(({ orders }) => orders.includes(order(4))).map(({ opened }) => clock(Date.parse(opened.at)));
  assert.equal(came.length, 2);
  // The device is set to another zone than the site.
  const { context, page } = await handheld(t, 'trucks', { timezoneId: 'America/New_York' });
  const times = async order => {
    const rows = page.locator('.row.rc', { hasText: order }).locator('.cap.num');
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map(text => text.split(' · ')[1]).sort();
  };
  await page.locator('.row.rc', { hasText: order(4) }).nth(1).waitFor();
  assert.deepEqual(await times(order(4)), came.sort());

  await kept(page);
  await context.setOffline(true);
  await page.clock.install({ time: Date.now() + LATER });
  await page.reload();
  await signIn(page, PEOPLE.clerk);
  const now = () => page.evaluate(() => Date.now()).then(clock);
  const before = await now();
  await receive(page, order(5));
  const after = await now();
  await open(page, 'dock', '.scanbar');
  assert.deepEqual(await times(order(4)), came);
  const [late] = await times(order(5));
  assert.ok([before, after].includes(late), `${late} is not ${before}`);
  assert.ok(!came.includes(late));
});
