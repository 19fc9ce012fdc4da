// Hands and scanners on the floor: text without keys, labels read twice, scans into questions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, weigh } from './bench.mjs';
import { Dock } from './lots.mjs';
import { ORDER, OTHER_ORDER, Plant, count, counted, openReceipt, read, scan, synced } from './plant.mjs';
import { HANDHELD, TABLET, go } from './steps.mjs';

const BOLTS = `${ORDER}/1`;
let plant, dock, handheld, tablet;

before(async () => {
  plant = await Plant.start();
  dock = new Dock(plant);
  const device = ({ name, post, person, options }) => plant.device(name, post, person, options);
  handheld = (await device(HANDHELD)).page;
  tablet = (await device(TABLET)).page;
});

after(() => plant?.endUnbroken());

/// A page as it is for whoever comes to it: nothing is asked, nothing is told.
async function fresh(page, place) {
  await go(plant, page, place);
  await page.reload();
  await page.locator('.sync').waitFor();
}

/// What a scanner service does that commits text and presses no key.
async function commit(page, text) {
  const session = await page.context().newCDPSession(page);
  await session.send('Input.insertText', { text });
  await session.detach();
}

/// The receipts of an order that the server knows.
const receiptsOf = async order => (await plant.get('/api/receipts')).filter(receipt => receipt.orders.includes(order));

/// The kinds of facts that the server holds of each.
const histories = (...numbers) => Promise.all(numbers.map(async number => (await plant.get(`/api/history/${number}`)).map(row => row.kind)));

test('text that comes without keys is a scan at the dock', { timeout: 60_000 }, async () => {
  await fresh(handheld, 'dock');
  await handheld.locator('.scanbar').waitFor();

  await commit(handheld, OTHER_ORDER);
  await handheld.locator('.row.line').first().waitFor({ timeout: 5_000 });
  await commit(handheld, 'CARTON-56');
  await handheld.locator('.sheet .keys').waitFor({ timeout: 5_000 });
});

test('text that comes without keys is a scan at the bench', { timeout: 60_000 }, async () => {
  const card = dock.plain();
  dock.send();
  await fresh(tablet, 'inspect');
  await tablet.locator(`[data-card="${card}"]`).waitFor();

  await commit(tablet, card);
  await tablet.locator('.lotcard .loc', { hasText: card }).waitFor({ timeout: 5_000 });
});

test('a label that is read twice opens one receipt, counts nothing by itself, and puts away once', { timeout: 60_000 }, async () => {
  const released = dock.released();
  dock.send();
  await fresh(handheld, 'dock');
  await handheld.locator('.scanbar').waitFor();

  await read(handheld, ORDER, ORDER);
  await handheld.locator('.row.line').first().waitFor();
  await read(handheld, 'BOLT-M8X30', 'BOLT-M8X30');
  await handheld.locator('.sheet .wait').waitFor();
  await handheld.locator('.sheet .keys button', { hasText: '7' }).click();
  await handheld.locator('.sheet .btn.main').click();
  await handheld.locator('.last[data-ended="Counted"]', { hasText: '+7' }).waitFor();
  // The second reading asks once more; whoever sees that it was the same label counts nothing.
  await handheld.locator('.sheet .end .icon').click();
  await handheld.locator('.sheet').waitFor({ state: 'detached' });
  assert.equal(await counted(handheld, BOLTS), 7);

  await synced(handheld);
  await go(plant, handheld, `dock/put-away/${released}`);
  await handheld.locator('.step.cur').waitFor();
  await read(handheld, 'A-03-12-2', 'A-03-12-2');
  await handheld.locator('[data-is-place]').click();
  await handheld.locator('.step.cur.done').waitFor();
  await synced(handheld);
  const receipts = await receiptsOf(ORDER);
  assert.equal(receipts.length, 1);
  assert.deepEqual(await histories(receipts[0].number), [['ReceiptOpened', 'Tallied', 'LineCountedAs']]);
  const lot = await plant.get(`/api/lots/${released}`);
  assert.deepEqual([lot.putaways.length, lot.put_away], [1, '320']);
});

test('scans wait at the dock while something is asked, and come in order after it', { timeout: 60_000 }, async () => {
  await fresh(handheld, 'dock');
  await handheld.locator('.scanbar').waitFor();
  await openReceipt(handheld, ORDER);
  const before = await counted(handheld, BOLTS);
  await handheld.locator(`.row.line[data-line="${BOLTS}"]`).click();
  const asks = name => handheld.locator('.sheet .itm', { hasText: name }).waitFor({ timeout: 5_000 });
  await asks('六角头螺栓');

  await read(handheld, 'STRIP-08', 'SCREW-42');
  await handheld.locator('.sheet .wait', { hasText: '2' }).waitFor();
  await handheld.locator('.sheet .keys button', { hasText: '5' }).click();
  await handheld.locator('.sheet .btn.main').click();
  await asks('冷轧钢带');
  assert.equal(await counted(handheld, BOLTS), before + 5);
  await handheld.locator('.sheet .end .icon').click();
  await asks('十字槽');
  await handheld.locator('.sheet .end .icon').click();
  await handheld.locator('.sheet').waitFor({ state: 'detached' });
});

test('a card that is scanned while a reason is asked waits, and answers nothing', { timeout: 60_000 }, async () => {
  const [first, second] = [dock.plain(1), dock.plain(2, 800)];
  dock.send();
  await fresh(tablet, 'inspect');
  await tablet.locator(`[data-card="${second}"]`).waitFor();
  await go(plant, tablet, `inspect/lot/${first}/verdict`);
  await tablet.locator('[data-judge="Reject"]').click();
  await tablet.locator('.sheet .reasons').waitFor();

  await read(tablet, second);
  await tablet.locator('.sheet .wait').waitFor();
  assert.match(tablet.url(), new RegExp(first), 'the question stays');
  await tablet.locator('[data-reason="C03"]').click();
  await tablet.locator('.bar', { hasText: second }).waitFor();
  assert.deepEqual(await histories(first, second), [['CardIssued'], ['CardIssued']], 'nothing was judged');
});

test('the Enter after a code presses no button, whatever has the focus', { timeout: 60_000 }, async () => {
  await fresh(handheld, 'dock');
  await handheld.locator('.scanbar').waitFor();
  await openReceipt(handheld, 'PO270050');
  await count(handheld, 'PO270050/1', 40);
  for (const button of ['.last .undo', '.dock .btn.main']) {
    await handheld.locator(button).focus();
    await scan(handheld, 'BOLT-M8X30');
    await handheld.locator('.sheet .keys').waitFor();
    await handheld.locator('.sheet .end .icon').click();
    await handheld.locator('.sheet').waitFor({ state: 'detached' });
  }

  await synced(handheld);
  const [{ number }] = await receiptsOf('PO270050');
  assert.deepEqual(await histories(number), [['ReceiptOpened', 'Tallied', 'LineCountedAs']], 'nothing is taken back');
});

test('goods that are scanned on the signing screen lead back to counting', { timeout: 60_000 }, async () => {
  await fresh(handheld, 'dock');
  await handheld.locator('.scanbar').waitFor();
  await openReceipt(handheld, 'PO270051');
  await count(handheld, 'PO270051/1', 40);
  await toSign(handheld);
  await dockButton(handheld).focus();

  await scan(handheld, 'BOLT-M8X30');
  await handheld.locator('.sheet .keys').waitFor({ timeout: 5_000 });
  await handheld.locator('.sheet .keys button', { hasText: '5' }).click();
  await handheld.locator('.sheet .btn.main').click();
  await handheld.locator('.last[data-ended="Counted"]', { hasText: '+5' }).waitFor();
  await synced(handheld);
  const [{ number }] = await receiptsOf('PO270051');
  assert.deepEqual(await histories(number), [['ReceiptOpened', 'Tallied', 'LineCountedAs', 'Tallied']], 'nothing is signed');
});

/// A button that a gloved hand taps twice: whatever stands there by then gets the second tap.
async function tapTwice(page, button, pause) {
  await button.waitFor();
  // A button that has just come takes no tap yet; hands are slower than that.
  await button.evaluate(button => Promise.all(button.getAnimations().map(animation => animation.finished)));
  const { x, y, width, height } = await button.boundingBox();
  const tap = () => page.mouse.click(x + width / 2, y + height / 2);
  await tap();
  if (pause) await page.waitForTimeout(pause);
  await tap();
  // What must not happen cannot be waited for.
  await page.waitForTimeout(300);
}

const dockButton = page => page.locator('.dock .btn.main');

async function toSign(page) {
  await dockButton(page).click();
  await page.locator('.then').waitFor();
}

async function toSlip(page) {
  await toSign(page);
  await dockButton(page).click();
  await page.getByRole('button', { name: '开验收单' }).waitFor();
}

async function toConfirm(page) {
  await toSlip(page);
  await dockButton(page).click();
  await page.getByRole('button', { name: /确认验收单/ }).waitFor();
}

/// What is tapped at the dock, how one comes there, and what the receipt has to hold afterwards.
const AT_THE_DOCK = [
  {
    name: 'recording a count',
    to: async (page, line) => {
      await page.locator(`.row.line[data-line="${line}"]`).click();
      await page.locator('.sheet .keys button', { hasText: '6' }).click();
    },
    button: page => page.locator('.sheet .btn.main'), facts: ['Tallied', 'LineCountedAs'],
  },
  { name: 'undo', to: (page, line) => count(page, line, 40), button: page => page.locator('.last .undo'), facts: ['Tallied', 'LineCountedAs', 'CountVoided'] },
  {
    name: 'reporting damage', 
    to: async page => {
      await page.locator('[data-problem-key]').click();
      await page.locator('[data-kind="damaged"]').click();
      await page.locator('#goods').selectOption('BOLT-M8X30');
      await page.locator('#amount').fill('3');
    },
    button: page => page.locator('[data-record]'), facts: ['ExceptionReported'],
  },
  { name: 'signing', to: (page, line) => count(page, line, 40).then(() => toSign(page)), button: dockButton, facts: ['Tallied', 'LineCountedAs', 'CountSigned'], cards: 1 },
  { name: 'issuing the slip', to: (page, line) => count(page, line, 40).then(() => toSlip(page)), button: dockButton, facts: ['Tallied', 'LineCountedAs', 'CountSigned', 'SlipIssued'], cards: 1 },
  { name: 'confirming the slip', to: (page, line) => count(page, line, 40).then(() => toConfirm(page)), button: dockButton, facts: ['Tallied', 'LineCountedAs', 'CountSigned', 'SlipIssued', 'SlipConfirmed'], cards: 1 },
];

for (const pause of [0, 250]) {
  test(`a button at the dock that is tapped twice, ${pause} ms apart, does its work once`, { timeout: 120_000 }, async t => {
    const signed = dock.signed('PO270059', 1, 60);
    dock.send();

    for (const [n, tapped] of AT_THE_DOCK.entries()) {
      await t.test(tapped.name, async () => {
        const order = `PO27${String(pause / 10 + n).padStart(4, '0')}`;
        await fresh(handheld, 'dock');
        await handheld.locator('.scanbar').waitFor();
        await openReceipt(handheld, order);
        await tapped.to(handheld, `${order}/1`);
        await tapTwice(handheld, tapped.button(handheld), pause);
        await synced(handheld);

        const receipts = await receiptsOf(order);
        assert.equal(receipts.length, 1, 'no other receipt');
        assert.deepEqual(await histories(receipts[0].number), [['ReceiptOpened', ...tapped.facts]]);
        const { line_rows: [line] } = await plant.get(`/api/receipts/${receipts[0].number}`);
        assert.equal(line?.cards.length ?? 0, tapped.cards ?? 0);
        assert.equal(await handheld.locator('.last[data-ended="NotCounted"], .toast.bad').count(), 0, 'nobody is refused anything');
      });
    }

    await t.test('issuing a card', async () => {
      await fresh(handheld, `dock/papers/${signed}`);
      await tapTwice(handheld, dockButton(handheld), pause);
      await synced(handheld);
      const receipt = await plant.get(`/api/receipts/${signed}`);
      assert.deepEqual([receipt.line_rows[0].cards.length, receipt.slips.length], [1, 0]);
    });
  });

  test(`a button at the bench that is tapped twice, ${pause} ms apart, does its work once`, { timeout: 120_000 }, async t => {
    const [lot, other] = [dock.subcontracted(), dock.plain()];
    dock.send();
    await fresh(tablet, 'inspect');
    await tablet.locator(`[data-card="${other}"]`).waitFor();
    await go(plant, tablet, `inspect/lot/${lot}/weigh`);
    const facts = ['CardIssued'];
    const tapped = (name, step, button, more) => t.test(name, async () => {
      await go(plant, tablet, `inspect/lot/${lot}/${step}`);
      await tapTwice(tablet, tablet.locator(button), pause);
      await synced(tablet);
      facts.push(...more);
      assert.deepEqual(await histories(lot, other), [facts, ['CardIssued']]);
      assert.match(tablet.url(), new RegExp(lot), 'the next lot is not taken: this one can still be taken back');
      assert.equal(await tablet.locator('.toast.bad').count(), 0, 'nobody is refused anything');
    });

    await weigh(tablet, '50', '640', '33');
    await tapped('saving a weighing', 'weigh', '[data-save]', ['Weighed']);
    await tapped('taking a weighing back', 'weigh', '.wlist [data-undo]', ['WeighingVoided']);
    await go(plant, tablet, `inspect/lot/${lot}/verdict`);
    await judge(tablet, 'Pass');
    facts.push('VerdictRecorded');
    await tapped('taking a verdict back', 'verdict', '[data-verdict] [data-undo]', ['VerdictVoided']);
    await fresh(tablet, `inspect/lot/${lot}/verdict`);
    await tablet.locator('[data-judge="Pass"]').click();
    await tapped('judging', 'verdict', '[data-record]', ['VerdictRecorded']);
  });
}
