// The steps of a lot's day: how each is done, where it is to be seen, and what the server is told by it.
import assert from 'node:assert/strict';
import { judge, type, weigh } from './bench.mjs';
import { PLAIN } from './lots.mjs';
import { ORDER, PEOPLE, count, openReceipt, shelve } from './plant.mjs';

const LINE = `${ORDER}/1`;

export const HANDHELD = { name: 'handheld', post: 'dock-clerk+terminal-operator', person: PEOPLE.clerk, options: {} };
export const TABLET = { name: 'tablet', post: 'qc-inspector', person: PEOPLE.inspector, options: { viewport: { width: 1280, height: 800 } } };

const main = page => page.locator('.dock .btn.main').click();
const one = locator => locator.first().waitFor();
const sum = (page, line, amount) => one(page.locator(`.row.line[data-line="${line}"] .n .num`, { hasText: new RegExp(`^${amount}`) }));
const slip = (page, role) => one(page.locator(`.row.${role}[data-slip]`));
const weighings = (page, times) => one(page.locator(`.rail:has(.wlist > li:nth-child(${times})):not(:has(.wlist > li:nth-child(${times + 1})))`));
const verdicts = (page, times) => one(page.locator(`.tr:has([data-verdict]:nth-child(${times})):not(:has([data-verdict]:nth-child(${times + 1})))`));

async function weighed(page, pieces, gross) {
  await weigh(page, pieces, gross, '33');
  await page.locator('[data-save]').click();
  await page.locator('.dims').waitFor();
}

/// `from` is where it is begun, `at` where it is seen afterwards, `facts` what each thing has heard by then.
export const STEPS = [
  {
    name: 'a receipt is opened', device: HANDHELD,
    from: () => 'dock', at: day => `dock/receipt/${day.receipt}`,
    act: async (page, day) => {
      await openReceipt(page, ORDER);
      day.receipt = page.url().split('/').at(-1);
    },
    seen: page => one(page.locator('.row.line')),
    facts: day => [[day.receipt, 'ReceiptOpened']],
  },
  {
    name: 'goods are counted', device: HANDHELD,
    from: day => `dock/receipt/${day.receipt}`, at: day => `dock/receipt/${day.receipt}`,
    act: page => count(page, LINE, 120),
    seen: page => sum(page, LINE, 120),
    facts: day => [[day.receipt, 'Tallied', 'LineCountedAs']],
  },
  {
    name: 'a count is taken back', device: HANDHELD,
    from: day => `dock/receipt/${day.receipt}`, at: day => `dock/receipt/${day.receipt}`,
    act: async page => {
      await count(page, LINE, 30);
      await page.locator('.last .undo').click();
      await page.locator('.last[data-ended="Undone"]').waitFor();
    },
    seen: page => sum(page, LINE, 120),
    facts: day => [[day.receipt, 'Tallied', 'CountVoided']],
  },
  {
    name: 'a count is signed and its goods get a card', device: HANDHELD,
    from: day => `dock/sign/${day.receipt}`, at: day => `dock/papers/${day.receipt}`,
    act: async (page, day) => {
      await page.locator('.then').waitFor();
      await main(page);
      day.card = await page.locator('.row.card').getAttribute('data-card');
    },
    seen: (page, day) => one(page.locator(`[data-card="${day.card}"]`)),
    facts: day => [[day.receipt, 'CountSigned'], [day.card, 'CardIssued']],
  },
  {
    name: 'goods that another device counted get a card', device: HANDHELD,
    from: day => `dock/papers/${day.signed}`, at: day => `dock/papers/${day.signed}`,
    act: async (page, day) => {
      await page.getByRole('button', { name: '开 1 张检验卡' }).click();
      day.late = await page.locator('.row.card').getAttribute('data-card');
    },
    seen: (page, day) => one(page.locator(`[data-card="${day.late}"]`)),
    facts: day => [[day.late, 'CardIssued']],
  },
  {
    name: 'a slip is issued', device: HANDHELD,
    from: day => `dock/papers/${day.receipt}`, at: day => `dock/papers/${day.receipt}`,
    act: async page => {
      await page.getByRole('button', { name: '开验收单' }).click();
      await slip(page, 'warn');
    },
    seen: page => slip(page, 'warn'),
    facts: day => [[day.receipt, 'SlipIssued']],
  },
  {
    name: 'a slip is confirmed', device: HANDHELD,
    from: day => `dock/papers/${day.receipt}`, at: day => `dock/papers/${day.receipt}`,
    act: async page => {
      await page.getByRole('button', { name: /确认验收单/ }).click();
      await slip(page, 'ok');
    },
    seen: page => slip(page, 'ok'),
    facts: day => [[day.receipt, 'SlipConfirmed']],
  },
  {
    name: 'a lot is put away', device: HANDHELD,
    from: day => `dock/put-away/${day.released}`, at: day => `dock/put-away/${day.released}`,
    act: page => shelve(page, 'A-03-12-2'),
    seen: page => one(page.locator('.step.cur.done')),
    facts: day => [[day.released, 'PutAway']],
  },
  {
    name: 'goods are counted afresh', device: HANDHELD,
    from: () => 'dock', at: day => `dock/receipt/${day.recounted}`,
    act: async (page, day) => {
      await openReceipt(page, day.order);
      day.recounted = page.url().split('/').at(-1);
      await count(page, `${day.order}/1`, 90);
      await page.locator('.row.line').click();
      await page.getByRole('button', { name: '重点全部' }).click();
      await type(page, '88');
      await page.locator('.sheet .btn.main').click();
      await one(page.locator('.last[data-ended="Counted"] .big', { hasText: /^88/ }));
    },
    seen: (page, day) => sum(page, `${day.order}/1`, 88),
    facts: day => [[day.recounted, 'ReceiptOpened', 'Tallied', 'LineCountedAs', 'Recounted']],
  },
  {
    name: 'goods are reported as damaged', device: HANDHELD,
    from: day => `dock/problem/${day.recounted}`, at: day => `dock/receipt/${day.recounted}`,
    act: async page => {
      await page.locator('[data-kind="damaged"]').click();
      await page.locator('#goods').selectOption('BOLT-M8X30');
      await page.locator('#amount').fill('12');
      await page.locator('[data-record]').click();
      await one(page.locator('.prob'));
    },
    seen: page => one(page.locator('.prob', { hasText: '12' })),
    facts: day => [[day.recounted, 'ExceptionReported']],
  },
  {
    name: 'a signature is taken back', device: HANDHELD,
    from: day => `dock/sign/${day.recounted}`, at: day => `dock/receipt/${day.recounted}`,
    act: async (page, day) => {
      await page.locator('.then').waitFor();
      await main(page);
      day.early = await page.locator('.row.card').getAttribute('data-card');
      await page.locator('.toast button').click();
      await page.locator('.toast', { hasText: '签核已撤销' }).waitFor();
    },
    seen: page => one(page.locator('.dock .btn.main:enabled', { hasText: '签核' })),
    facts: day => [[day.recounted, 'CountSigned', 'SignatureVoided'], [day.early, 'CardIssued']],
  },
  {
    name: 'a lot is weighed', device: TABLET,
    from: day => `inspect/lot/${day.lot}/weigh`, at: day => `inspect/lot/${day.lot}/weigh`,
    act: page => weighed(page, '50', '640'),
    seen: page => weighings(page, 1),
    facts: day => [[day.lot, 'Weighed']],
  },
  {
    name: 'a weighing is taken back', device: TABLET,
    from: day => `inspect/lot/${day.lot}/weigh`, at: day => `inspect/lot/${day.lot}/weigh`,
    act: async page => {
      await weighed(page, '10', '200');
      await page.locator('[data-step="weigh"]').click();
      await page.locator('.wlist li').nth(1).locator('[data-undo]').click();
      await weighings(page, 1);
    },
    seen: page => weighings(page, 1),
    facts: day => [[day.lot, 'Weighed', 'WeighingVoided']],
  },
  {
    name: 'a thickness is measured', device: TABLET,
    from: day => `inspect/lot/${day.lot}/measure`, at: day => `inspect/lot/${day.lot}/measure`,
    act: async page => {
      await page.locator('[data-dimension]', { hasText: '壁厚' }).click();
      await type(page, '8.05');
      await page.locator('[data-save]').click();
      await page.locator('[data-save]').waitFor({ state: 'detached' });
    },
    seen: page => one(page.locator('[data-dimension] .v', { hasText: '8.05' })),
    facts: day => [[day.lot, 'Measured']],
  },
  {
    name: 'a part is passed', device: TABLET,
    from: day => `inspect/lot/${day.lot}/verdict`, at: day => `inspect/lot/${day.lot}/verdict`,
    act: page => judge(page, 'Pass', '2000'),
    seen: page => verdicts(page, 1),
    facts: day => [[day.lot, 'VerdictRecorded']],
  },
  {
    name: 'a verdict is taken back', device: TABLET,
    from: day => `inspect/lot/${day.lot}/verdict`, at: day => `inspect/lot/${day.lot}/verdict`,
    act: async page => {
      await judge(page, 'Reject', '50', 'C03');
      await page.locator('[data-verdict]').first().locator('[data-undo]').click();
      await verdicts(page, 1);
    },
    seen: page => verdicts(page, 1),
    facts: day => [[day.lot, 'VerdictRecorded', 'VerdictVoided']],
  },
];

let days = 0;

/// A day at a plant: the lots that other devices have brought, and what the server has to know.
export class Day {
  static async begin(plant, dock) {
    const day = new Day();
    day.plant = plant;
    days += 1;
    day.order = `PO27${String(days).padStart(4, '0')}`;
    day.signed = dock.signed(PLAIN, 2, 800);
    day.released = dock.released();
    day.lot = dock.subcontracted();
    dock.send();
    day.facts = new Map();
    for (const number of [day.released, day.lot]) day.facts.set(number, await day.told(number));
    return day;
  }

  /// From now on the server has to know these facts too.
  expect(facts) {
    for (const [number, ...kinds] of facts) this.facts.set(number, [...this.facts.get(number) ?? [], ...kinds]);
  }

  /// The kinds of facts that the server holds of something.
  async told(number) {
    return (await this.plant.get(`/api/history/${number}`)).map(row => row.kind);
  }

  /// The server knows each fact once, and nothing else.
  async check() {
    for (const [number, kinds] of this.facts) assert.deepEqual(await this.told(number), kinds);
    assert.deepEqual(await this.plant.get('/api/set-aside'), []);
  }
}

export async function go(plant, page, place) {
  await page.goto(`${plant.url}/#/${place}`);
}
