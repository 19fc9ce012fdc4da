// A tour past every screen of the app, on a plant where something happened: for looking, and for axe.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Dock, SUBCONTRACTED } from './lots.mjs';
import { ORDER, OTHER_ORDER, PEOPLE, PIN, Plant, count, kept, openReceipt, scan, signIn, synced } from './plant.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = process.env.INWARDS_PROGRAMS ?? path.join(ROOT, 'target/debug');

export const SIZES = { handheld: { width: 360, height: 640 }, tablet: { width: 1280, height: 800 }, wall: { width: 1920, height: 1080 } };

/// A device without a browser, at which somebody works.
class Terminal {
  constructor(plant, name, post, person) {
    this.data = path.join(plant.folder, `terminal-${name}`);
    this.run(['enrol', '--server', `http://127.0.0.1:${plant.port}`, '--code', plant.code(name, post)]);
    this.run(['sync']);
    this.run(['sign-in', person.name, '--pin-stdin'], PIN);
  }

  run(words, input) {
    const given = input === undefined ? { stdio: ['ignore', 'pipe', 'inherit'] } : { input: `${input}\n` };
    return execFileSync(path.join(PROGRAMS, 'inwards'), ['--data', this.data, '--json', ...words], { encoding: 'utf8', ...given });
  }

  do(line) {
    return JSON.parse(this.run(['run', '-'], line).trim().split('\n')[0]);
  }

  sync() {
    this.run(['sync']);
  }

  /// What it sends is set aside in part: it says so, in its exit code too.
  syncSetAside() {
    assert.throws(() => this.sync(), { status: 3 });
  }
}

/// A plant in the middle of its day: lots in every state, a conflict, something set aside.
export async function plantInItsDay() {
  const plant = await Plant.start();
  try {
    return { plant, lots: aDay(plant) };
  } catch (error) {
    await plant.end();
    throw error;
  }
}

function aDay(plant) {
  const dock = new Dock(plant);
  const lots = {
    subcontracted: dock.subcontracted(2400),
    disputed: dock.plain(1, 320),
    rejected: dock.plain(2, 4000),
    waiting: dock.plain(3, 150),
  };
  lots.past = Array.from({ length: 5 }, () => dock.lot(SUBCONTRACTED, 1, 500));
  dock.send();
  const first = new Terminal(plant, 'T1', 'qc-inspector', PEOPLE.inspector);
  const second = new Terminal(plant, 'T2', 'qc-inspector', PEOPLE.inspector);
  lots.past.forEach((card, n) => {
    first.do(`weigh ${card} --pieces 50 --gross ${640 + n * 5} --tare 33 --unit g`);
    first.do(`verdict ${card} pass`);
  });
  first.do(`verdict ${lots.rejected} reject --reason C03`);
  first.do(`verdict ${lots.disputed} pass`);
  second.do(`verdict ${lots.disputed} reject --reason C01`);
  first.sync();
  second.sync();
  // What somebody judges who has lost the post meanwhile is set aside.
  const inspector = plant.administrator(['people', 'list']).find(person => person.name === PEOPLE.inspector.name);
  plant.administrator(['people', 'change', String(inspector.person), '--post', 'dock-clerk']);
  second.do(`verdict ${lots.waiting} pass`);
  second.syncSetAside();
  plant.administrator(['people', 'change', String(inspector.person), '--post', PEOPLE.inspector.post]);
  return lots;
}

/// Walks past every screen; `look(page, name, size)` is called at each, in the size that it is made for.
export async function tour({ plant, lots }, language, look) {
  const options = size => ({ viewport: SIZES[size], locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
  await dockTour(plant, options('handheld'), (page, name) => look(page, name, 'handheld'));
  await tabletTour(plant, lots, options('tablet'), (page, name) => look(page, name, 'tablet'));
  await wallTour(plant, lots, options('wall'), (page, name) => look(page, name, 'wall'));
}

async function dockTour(plant, options, look) {
  const context = await plant.browser(`dock-${options.locale}`, options);
  const page = context.pages()[0];
  await page.goto(`${plant.url}/#/enrol/${plant.code(`枪 ${options.locale}`, 'dock-clerk+supervisor')}`);
  await page.locator('form.enrol').waitFor();
  await look(page, 'enrol');
  await page.locator('.dock .btn.main').click();
  await page.locator('.lockp').waitFor();
  await synced(page);
  await look(page, 'lock');
  await page.locator('.lockp .row', { hasText: PEOPLE.clerk.name }).click();
  await page.locator('.dots').waitFor();
  await page.keyboard.type('48', { delay: 80 });
  await look(page, 'pin');
  await page.locator('.dock .btn').first().click();
  await signIn(page, PEOPLE.clerk);
  await page.locator('.scanbar').waitFor();
  await look(page, 'dock-home');
  await openReceipt(page, ORDER);
  await look(page, 'dock-receipt-new');
  await count(page, `${ORDER}/1`, 200);
  await kept(page);
  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  await count(page, `${ORDER}/2`, 10);
  await look(page, 'dock-receipt-offline');
  await page.locator(`.row.line[data-line="${ORDER}/3"]`).click();
  await page.locator('.sheet .keys').waitFor();
  await look(page, 'dock-quantity');
  await page.keyboard.type('60000', { delay: 70 });
  await page.locator('.sheet .v', { hasText: '60000' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.guard').waitFor();
  await look(page, 'dock-guard');
  await page.locator('.guard .opt').first().click();
  await page.locator('.guard').waitFor({ state: 'detached' });
  await scan(page, 'NO-SUCH-THING');
  await page.locator('.last.bad, .last[data-ended="NotCounted"]').first().waitFor();
  await look(page, 'dock-refused');
  await context.setOffline(false);
  await page.locator('.sync').click();
  await synced(page);
  await page.locator('.dock .btn.icon').first().click();
  await page.locator('.sheet .typed').waitFor();
  await look(page, 'dock-type');
  await page.locator('.sheet .two .btn').first().click();
  await page.locator('.sheet').waitFor({ state: 'detached' });
  const receipt = page.url();
  await page.locator('[data-problem-key]').click();
  await page.locator('[data-kind="damaged"]').click();
  await page.locator('#goods').selectOption('BOLT-M8X30');
  await page.locator('#amount').fill('12');
  await look(page, 'dock-problem');
  await page.goto(receipt);
  await page.locator('.row.line').first().waitFor();
  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  await look(page, 'dock-sign');
  await page.locator('.dock .btn.main').click();
  await page.locator('.row.card').first().waitFor();
  await look(page, 'dock-papers');
  await page.goto(`${plant.url}/#/dock/put-away`);
  await page.locator('.bar').waitFor();
  await page.waitForTimeout(300);
  await look(page, 'dock-put-away');
  await page.goto(`${plant.url}/#/settings`);
  await page.locator('fieldset').first().waitFor();
  await look(page, 'settings');
  await page.goto(`${plant.url}/#/`);
  await page.locator('.bar').waitFor();
  await page.waitForTimeout(200);
  await look(page, 'home');
  await context.close();
}

async function tabletTour(plant, lots, options, look) {
  const { context, page } = await plant.device(`平板 ${options.locale}`, 'qc-inspector', PEOPLE.inspector, options);
  await synced(page);
  await page.locator(`[data-card="${lots.subcontracted}"]`).waitFor();
  await look(page, 'inspect-queue');
  await scan(page, lots.subcontracted);
  await page.locator('.lotcard').first().waitFor();
  await look(page, 'inspect-check');
  await page.locator('[data-step="weigh"]').click();
  await page.locator('[data-field="Pieces"]').waitFor();
  await look(page, 'inspect-weigh-empty');
  for (const [field, figure] of [['Pieces', '50'], ['Gross', '640'], ['Tare', '33']]) {
    await page.locator(`[data-field="${field}"]`).click();
    for (const key of figure) {
      await page.keyboard.press(key);
      await page.waitForTimeout(90);
    }
  }
  await page.locator('[data-outcome]').waitFor();
  await look(page, 'inspect-weigh');
  await page.locator('[data-step="measure"]').click();
  await page.waitForTimeout(200);
  await look(page, 'inspect-measure');
  await page.locator('[data-step="verdict"]').click();
  await page.locator('[data-judge="Reject"]').waitFor();
  await look(page, 'inspect-judge');
  await page.locator('[data-judge="Reject"]').click();
  await page.locator('[data-reason]').first().waitFor();
  await look(page, 'inspect-verdict');
  await page.goto(`${plant.url}/#/inspect/history/${lots.disputed}`);
  await page.locator('.ev').first().waitFor();
  await look(page, 'inspect-history');
  await context.close();
}

async function wallTour(plant, lots, options, look) {
  const { context, page } = await plant.device(`墙 ${options.locale}`, 'supervisor+administrator+purchasing', PEOPLE.supervisor, options);
  const at = async (place, ready) => {
    await page.goto(`${plant.url}/#/${place}`);
    await page.locator(ready).first().waitFor();
    await page.waitForTimeout(150);
  };
  await at('', '.tiles');
  await look(page, 'home-choice');
  await at('board', `.qr[data-lot="${lots.subcontracted}"]`);
  await look(page, 'board');
  await context.setOffline(true);
  await page.locator('.wall.gone').waitFor({ timeout: 20_000 });
  await look(page, 'board-gone');
  await context.setOffline(false);
  await page.locator('.wall:not(.gone)').waitFor({ timeout: 45_000 });
  await at('board/conflicts', '.row.clist');
  await look(page, 'board-conflicts');
  await page.locator('.row.clist').first().click();
  await page.locator('.cf .sides').waitFor();
  await look(page, 'board-conflict');
  await at('board/aside', '.row.asd');
  await look(page, 'board-aside');
  await at(`board/lot/${lots.past[0]}`, '.of main h1, .of main h2');
  await look(page, 'board-lot');
  const [{ number }] = await plant.get('/api/receipts');
  await at(`board/receipt/${number}`, '.of main h1, .of main h2');
  await look(page, 'board-receipt');
  await at('office/work', '.of main');
  await look(page, 'office-work');
  await at('office/search', '.of main input');
  await page.locator('.of main input').first().fill('ZB-3301');
  await page.waitForTimeout(800);
  await look(page, 'office-search');
  await at('office/admin', 'form.sit');
  await look(page, 'office-sit');
  await page.locator('form.sit input').fill(PIN);
  await page.locator('form.sit button').click();
  await page.locator('.adm').waitFor();
  await page.waitForTimeout(800);
  await look(page, 'office-admin');
  await context.close();
}
