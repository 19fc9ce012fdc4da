// A browser that dies right after it said that something is recorded: it is, and is sent once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, weigh } from './bench.mjs';
import { Dock, SUBCONTRACTED } from './lots.mjs';
import { ORDER, Plant, count, kept, killBrowser, openReceipt, scanFor, synced, unsent } from './plant.mjs';
import { Day, HANDHELD, STEPS, TABLET, go } from './steps.mjs';

let plant, dock;

before(async () => {
  plant = await Plant.start();
  dock = new Dock(plant);
});

after(() => plant?.endUnbroken());

for (const device of [HANDHELD, TABLET]) {
  test(`what a ${device.name} said was recorded outlives its browser, and is sent once`, { timeout: 240_000 }, async t => {
    const day = await Day.begin(plant, dock);
    let { context, page } = await plant.device(device.name, device.post, device.person, device.options);
    await kept(page);

    for (const step of STEPS.filter(step => step.device === device)) {
      await t.test(`killed when ${step.name}`, async () => {
        await go(plant, page, step.from(day));
        await step.act(page, day);
        await killBrowser(context);

        context = await plant.browser(device.name, device.options);
        await context.setOffline(true);
        page = context.pages()[0];
        await go(plant, page, step.at(day));
        await step.seen(page, day);

        await context.setOffline(false);
        await page.locator('.sync').click();
        await synced(page);
        day.expect(step.facts(day));
        await day.check();
      });
    }
  });
}

test('a lot that is known by its label alone is still there when the browser died, with its weighing and its verdict', { timeout: 120_000 }, async () => {
  const { post, person, options } = TABLET;
  let { context, page } = await plant.device('another tablet', post, person, options);
  await kept(page);
  const reopened = async place => {
    await killBrowser(context);
    context = await plant.browser('another tablet', options);
    page = context.pages()[0];
    await go(plant, page, place);
  };
  await plant.kill();
  await page.locator('.sync[data-link="Away"]').waitFor();
  const card = dock.subcontracted(100);
  const label = `INW:1*${card}*ZB-3301-L-BK*100*P*${SUBCONTRACTED}/1*V001*${Date.now().toString(36).toUpperCase()}`;

  await scanFor(page, label, page.locator('.lotcard .loc', { hasText: card }));
  await page.locator('[data-step="weigh"]').click();
  await weigh(page, '50', '655', '33');
  await page.locator('[data-save]').click();
  await page.locator('[data-step="verdict"][aria-current]').or(page.locator('.dims')).first().waitFor();
  await reopened(`inspect/lot/${card}/weigh`);
  await page.locator('.wlist li').first().waitFor();
  assert.equal(await unsent(page), 1);
  await scanFor(page, label, page.locator('.lotcard .loc', { hasText: card }));
  await page.locator('[data-step="verdict"]').click();
  await judge(page, 'Pass');
  await reopened(`inspect/lot/${card}/verdict`);
  await page.locator('[data-verdict]').waitFor();
  assert.equal(await unsent(page), 2);

  await plant.serve();
  dock.send();
  await page.locator('.sync').click();
  await synced(page);
  const lot = await plant.get(`/api/lots/${card}`);
  assert.deepEqual([lot.passed, lot.weighings.length, lot.verdicts.length], ['100', 1, 1]);
});

test('a browser that dies between a signature and its cards leaves both cards to be issued', { timeout: 90_000 }, async () => {
  let { context, page } = await plant.device('another handheld', HANDHELD.post, HANDHELD.person);
  await kept(page);
  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  await openReceipt(page, ORDER);
  const receipt = page.url().split('/').at(-1);
  for (const line of [1, 2]) await count(page, `${ORDER}/${line}`, 100 * line);
  await go(plant, page, `dock/sign/${receipt}`);
  await page.locator('.then').waitFor();
  // The signature is on the disk; the cards, which are written as one, are not.
  await page.evaluate(() => {
    const add = IDBObjectStore.prototype.add;
    let times = 0;
    IDBObjectStore.prototype.add = function (...given) {
      times += this.name === 'outbox' ? 1 : 0;
      if (times > 1) throw new Error(window.died = 'no power');
      return add.apply(this, given);
    };
  });
  await page.locator('.dock .btn.main').click();
  await page.waitForFunction(() => window.died);
  await killBrowser(context);

  context = await plant.browser('another handheld');
  await context.setOffline(true);
  page = context.pages()[0];
  await go(plant, page, `dock/papers/${receipt}`);
  await page.getByRole('button', { name: '开 2 张检验卡' }).click();
  await page.locator('.row.card').nth(1).waitFor();
  await page.getByRole('button', { name: '开验收单' }).click();
  await page.getByRole('button', { name: /确认验收单/ }).click();
  await page.locator('.state.done').waitFor();
  await context.setOffline(false);
  await page.locator('.sync').click();
  await synced(page);
  const { line_rows: lines, signatures } = await plant.get(`/api/receipts/${receipt}`);
  assert.equal(signatures.length, 1);
  assert.deepEqual(lines.slice(0, 2).map(line => [line.carded, line.cards.length]), [['100', 1], ['200', 1]]);
});
