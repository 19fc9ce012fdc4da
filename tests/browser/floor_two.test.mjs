// What people of this trade have reported of other programs, part two: keyboards, input methods, tabs
// and updates, storage that is gone, codes in other spellings, badges amid work, files of other systems.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type } from './bench.mjs';
import { Dock, numberOf } from './lots.mjs';
import { PEOPLE, PIN, Plant, count, counted, kept, openReceipt, read, signIn, synced, unsent } from './plant.mjs';
import { HANDHELD, TABLET, go } from './steps.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DIST = process.env.INWARDS_WEB_DIST ?? path.join(ROOT, 'target/web-dist');
const SECOND = { name: '周敏', post: 'qc-inspector' };
let plant, dock;

before(async () => {
  plant = await Plant.start({ web: process.env.INWARDS_WEB ?? DIST });
  plant.administrator(['people', 'add', SECOND.name, '--post', SECOND.post, '--pin-stdin', '--chosen'], PIN);
  dock = new Dock(plant);
});

after(() => plant?.endUnbroken());

const order = n => `PO27${String(n).padStart(4, '0')}`;

async function handheld(t, name) {
  const { context, page } = await plant.device(name, HANDHELD.post, HANDHELD.person);
  t.after(() => context.close());
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  return { context, page };
}

// ---- W1: keyboards

/// The keys of a US keyboard, by the sign that each writes.
const US = new Map([
  ...[...'abcdefghijklmnopqrstuvwxyz'].map(letter => [letter, [`Key${letter.toUpperCase()}`, false]]),
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map(letter => [letter, [`Key${letter}`, true]]),
  ...[...'1234567890'].map(digit => [digit, [`Digit${digit}`, false]]),
  ...[...'!@#$%^&*()'].map((sign, n) => [sign, [`Digit${(n + 1) % 10}`, true]]),
  ['-', ['Minus', false]], [':', ['Semicolon', true]], [']', ['BracketRight', false]], ['"', ['Quote', true]], ['#', ['Digit3', true]],
]);

/// What keys write on other keyboards: those that differ from a US one.
const SIGNS = {
  French: {
    plain: { Digit1: '&', Digit2: 'é', Digit3: '"', Digit4: "'", Digit5: '(', Digit6: '-', Digit7: 'è', Digit8: '_', Digit9: 'ç', Digit0: 'à', Minus: ')', Semicolon: 'm', BracketRight: '$', KeyA: 'q', KeyQ: 'a', KeyW: 'z', KeyZ: 'w', KeyM: ',' },
    shift: { Digit1: '1', Digit2: '2', Digit3: '3', Digit4: '4', Digit5: '5', Digit6: '6', Digit7: '7', Digit8: '8', Digit9: '9', Digit0: '0', Minus: '°', Semicolon: 'M', BracketRight: '£', KeyA: 'Q', KeyQ: 'A', KeyW: 'Z', KeyZ: 'W', KeyM: '?' },
  },
  British: { plain: {}, shift: { Digit2: '"', Digit3: '£', Quote: '@' } },
  German: { plain: { Minus: 'ß', Semicolon: 'ö', BracketRight: '+', KeyY: 'z', KeyZ: 'y' }, shift: { Digit2: '"', Digit3: '§', Digit7: '/', Digit8: '(', Digit9: ')', Digit0: '=', Minus: '?', Semicolon: 'Ö', KeyY: 'Z', KeyZ: 'Y' } },
  American: { plain: {}, shift: {} },
};

const usSign = new Map([...US].map(([sign, [code, shift]]) => [`${code} ${shift}`, sign]));
const signOn = (keyboard, code, shift) => SIGNS[keyboard][shift ? 'shift' : 'plain'][code] ?? usSign.get(`${code} ${shift}`);

/// The keys that a scanner presses for a code which takes the device's keyboard for another one.
function pressed(code, scanner, device) {
  return [...code].map(sign => {
    const key = [...US.values()].find(([place, shift]) => signOn(scanner, place, shift) === sign);
    const [place, shift] = key ?? US.get(sign);
    return { key: signOn(device, place, shift), code: place, shiftKey: shift };
  });
}

/// A scanner that was set up for one keyboard, at a device that has another.
const scanOn = (page, code, scanner, device) => page.evaluate(keys => {
  for (const key of [...keys, { key: 'Enter', code: 'Enter' }]) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }));
    document.body.dispatchEvent(new KeyboardEvent('keyup', { ...key, bubbles: true, cancelable: true }));
  }
}, pressed(code, scanner, device));

const differs = page => page.locator('.toast', { hasText: '键盘布局' });

test('a US scanner at a device with a French keyboard is read right, or nothing is', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'french');
  const card = dock.released();
  dock.send();
  await synced(page);

  // A shelf that nobody knows, before anything told of the layout: no shelf is guessed.
  await go(plant, page, `dock/put-away/${card}`);
  await page.locator('.step.cur').waitFor();
  await scanOn(page, 'QUAI-1', 'American', 'French');
  await differs(page).waitFor();
  assert.equal(await page.locator('.last').count(), 0);

  await scanOn(page, card, 'American', 'French');
  await scanOn(page, 'BOLT-M8X30', 'American', 'French');
  await page.locator('.last[data-ended="NotCounted"]').waitFor();
  await scanOn(page, 'QUAI-1', 'American', 'French');
  await page.locator('[data-is-place]').click();
  await page.locator('.last[data-ended="Counted"]', { hasText: 'QUAI-1' }).waitFor();
  await synced(page);
  assert.deepEqual((await plant.get(`/api/lots/${card}`)).putaways.map(put => put.location), ['QUAI-1']);
});

test('our labels, orders and badges are read on every keyboard', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'keyboards');
  const card = dock.released(2, 200);
  dock.send();
  await synced(page);
  for (const [n, device] of ['French', 'British', 'German'].entries()) {
    await page.evaluate(() => localStorage.removeItem('inwards-scanner'));
    await page.reload();
    await go(plant, page, 'dock');
    await page.locator('.scanbar').waitFor();
    await scanOn(page, order(40 + n), 'American', device);
    await page.locator('.row.line').first().waitFor();
    assert.match(await page.locator('.row.line').first().getAttribute('data-line'), new RegExp(order(40 + n)));
    await scanOn(page, card, 'American', device);
    await page.waitForURL(new RegExp(`put-away/${card}`));
    await scanOn(page, `INW:1*P*${plant.administrator(['people', 'list']).find(({ name }) => name === PEOPLE.clerk.name).person}`, 'American', device);
    await page.locator('.lockp .hello', { hasText: PEOPLE.clerk.name }).waitFor();
    await type(page, PIN);
    await page.locator('.lockp').waitFor({ state: 'detached' });
  }
});

test('a French scanner at a French device is read as it writes, and at a US device not at all', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'french both');
  await scanOn(page, order(44), 'French', 'French');
  await page.locator('.row.line').first().waitFor();
  await page.locator('.row.line').first().click();
  await page.locator('.sheet .keys').waitFor();
  await page.locator('.sheet .end .icon').click();

  await page.evaluate(() => localStorage.removeItem('inwards-scanner'));
  await page.reload();
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  for (const code of [order(45), 'BOLT-M8X30', 'BOX-1']) {
    await scanOn(page, code, 'French', 'American');
    await differs(page).waitFor();
    await page.locator('.toast').waitFor({ state: 'detached' });
  }
  assert.equal((await plant.get('/api/receipts')).filter(row => row.orders.includes(order(45))).length, 0);
});

// ---- W2: an input method

test('a scan under a Chinese input method is heard once, and no words are made of it', { timeout: 60_000 }, async t => {
  const { page } = await handheld(t, 'input method');
  const session = await page.context().newCDPSession(page);
  const code = order(46);
  await page.locator('[data-scan]').first().focus();
  for (const sign of code) {
    const [place, shift] = US.get(sign);
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: place, windowsVirtualKeyCode: 229, modifiers: shift ? 8 : 0 });
    if (/[A-Z]/.test(sign)) await session.send('Input.imeSetComposition', { text: sign.toLowerCase(), selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: sign, code: place });
  }
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
  await session.send('Input.insertText', { text: '票270046' });
  await page.locator('.row.line').first().waitFor();
  await page.waitForTimeout(1_200);
  await synced(page);

  assert.equal((await plant.get('/api/receipts')).filter(row => row.orders.includes(code)).length, 1);
  assert.equal(await page.locator('[data-scan]').first().inputValue(), '');
  assert.equal(await page.locator('.last[data-ended="NotCounted"]').count(), 0);
});

// ---- W3: two tabs and a new version

test('a half-filled verdict in one tab outlives an update in another, which comes once', { timeout: 120_000 }, async t => {
  const web = path.join(plant.folder, 'web');
  fs.cpSync(DIST, web, { recursive: true });
  const other = await Plant.start({ web });
  t.after(() => other.end());
  const otherDock = new Dock(other);
  const card = otherDock.plain();
  otherDock.send();
  const { context, page } = await other.device('tabs', TABLET.post, TABLET.person, TABLET.options);
  await kept(page);
  await page.reload();
  await go(other, page, `inspect/lot/${card}/verdict`);
  await page.locator('[data-judge="Reject"]').click();
  await page.locator('[data-reason="C03"]').click();
  await page.locator('[data-judge="Reject"][aria-pressed="true"]').waitFor();
  await page.evaluate(() => { window.isTheSame = true; });

  const second = await context.newPage();
  await second.goto(`${other.url}/#/inspect`);
  await second.locator(`[data-card="${card}"]`).waitFor();
  for (const name of ['sw.js', 'sw.js.br', 'sw.js.gz']) fs.rmSync(path.join(web, name), { force: true });
  fs.writeFileSync(path.join(web, 'sw.js'), fs.readFileSync(path.join(DIST, 'sw.js'), 'utf8').replace(/inwards-[0-9a-f]+'/, "inwards-000000000000'"));
  await second.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
  const loaded = second.waitForEvent('load');
  await second.locator('.offer button').click();
  await loaded;
  await second.locator(`[data-card="${card}"]`).waitFor();
  await second.waitForTimeout(1_000);

  assert.equal(await page.evaluate(() => window.isTheSame), true, 'the form is not loaded anew');
  assert.equal(await page.locator('[data-judge="Reject"]').getAttribute('aria-pressed'), 'true');
  assert.equal(await second.locator('.offer').count(), 0, 'the update is not offered again');
  assert.equal(await page.locator('.offer').count(), 0);
  await page.locator('[data-record]').click();
  await page.locator('[data-verdict]').waitFor();
  await synced(page);
  assert.deepEqual((await other.get(`/api/history/${card}`)).map(row => row.kind), ['CardIssued', 'VerdictRecorded']);

  const anew = page.waitForEvent('load');
  await go(other, page, 'inspect');
  await anew;
  await page.locator('main').first().waitFor();
  assert.equal(await page.evaluate(() => window.isTheSame), undefined, 'the new version runs now');
});

// ---- W4: storage that is gone

test('storage that the browser deletes is asked to be kept, its loss is told, and no number is used again', { timeout: 120_000 }, async t => {
  const context = await plant.browser('lost');
  t.after(() => context.close());
  await context.addInitScript(() => {
    // Only secure pages have it.
    if (!window.StorageManager) return;
    const { persist } = StorageManager.prototype;
    StorageManager.prototype.persist = function () { localStorage.setItem('asked', 'yes'); return persist.call(this); };
  });
  const page = context.pages()[0];
  await plant.enrol(page, 'lost', HANDHELD.post);
  await signIn(page, PEOPLE.clerk);
  await kept(page);
  assert.equal(await page.evaluate(() => localStorage.getItem('asked')), 'yes');
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  await openReceipt(page, order(47));
  const before = page.url().split('/').at(-1);
  await synced(page);
  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  await count(page, `${order(47)}/1`, 25);
  await count(page, `${order(47)}/1`, 30);
  // Two counts, and what the line was counted as.
  assert.equal(await unsent(page), 3);
  await page.goto('about:blank');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: plant.url, storageTypes: 'indexeddb,local_storage,cache_storage,service_workers,websql,file_systems' });
  await context.setOffline(false);

  await page.goto(`${plant.url}/#/dock`);
  await page.locator('[data-lost="3"]', { hasText: 'lost' }).waitFor();
  await plant.enrol(page, 'lost again', HANDHELD.post);
  await signIn(page, PEOPLE.clerk);
  await go(plant, page, `dock/receipt/${before}`);
  await page.locator('.row.line').first().waitFor();
  assert.equal(await counted(page, `${order(47)}/1`), 0);
  await go(plant, page, 'dock');
  await openReceipt(page, order(48));
  const later = page.url().split('/').at(-1);
  await synced(page);
  assert.notEqual(later, before);
  const devices = plant.administrator(['devices', 'list']);
  assert.equal(new Set(devices.map(device => device.device ?? device.number)).size, devices.length);
  assert.deepEqual((await plant.get(`/api/history/${later}`)).map(row => row.kind), ['ReceiptOpened']);
  assert.deepEqual(await plant.get('/api/set-aside'), []);
  assert.equal(await page.locator('[data-lost]').count(), 0);
});

// ---- Who brought the goods, and where they belong

test('a vendor that is not the order\'s is asked about once, and stands on the receipt', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'vendors');
  await read(page, 'V002');
  await page.locator('[data-arriving="V002"]').waitFor();
  await read(page, order(52));
  await page.locator('.sheet [data-vendor="V002"]').waitFor();
  assert.equal((await plant.get('/api/receipts')).filter(row => row.orders.includes(order(52))).length, 0, 'nothing is opened before the answer');
  await page.locator('.sheet [data-open-nothing]').click();
  await page.locator('.sheet').waitFor({ state: 'detached' });
  await read(page, order(52));
  await page.locator('.sheet [data-vendor="V002"]').click();
  await page.locator('.row.line').first().waitFor();
  const receipt = page.url().split('/').at(-1);
  await go(plant, page, 'dock');
  assert.equal(await page.locator('[data-arriving]').count(), 0, 'the next order is its own vendor\'s');
  await synced(page);
  assert.equal((await plant.get(`/api/receipts/${receipt}`)).vendor, 'V002');

  await page.locator('.scanbar').waitFor();
  await openReceipt(page, order(53));
  await synced(page);
  assert.equal((await plant.get(`/api/receipts/${page.url().split('/').at(-1)}`)).vendor, 'V001', 'who named nobody is asked nothing');
});

test('goods of an order that was restated are assigned to a line by a scan of its order and a word', { timeout: 90_000 }, async t => {
  const receipt = numberOf(dock.ask(['receipt', 'open', '--po', order(54)]), 'R');
  dock.ask(['receipt', 'tally', receipt, '--line', '1', '--qty', '60']);
  dock.ask(['receipt', 'sign', receipt]);
  const card = dock.card(receipt, 1);
  dock.send();
  const file = path.join(plant.folder, 'restated.csv');
  fs.writeFileSync(file, `order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n${order(54)},standard,V001,1,SCREW-42,100,pcs,2026-12-31,open,,,\n`);
  plant.administrator(['import', 'orders', file]);
  const { context, page } = await plant.device('purchasing', 'supervisor+purchasing', PEOPLE.supervisor, { viewport: { width: 1280, height: 800 } });
  t.after(() => context.close());

  for (const number of [receipt, card]) {
    await go(plant, page, `board/number/${number}`);
    await page.locator('a[data-conflict]', { hasText: '采购单已改动' }).waitFor();
  }
  await page.locator('a[data-conflict]').click();
  await page.locator('[data-choose="accept"]').waitFor();
  await page.locator('[data-choose="return"]').waitFor();
  await page.locator('.lines-of [data-line]').nth(3).waitFor();
  assert.equal(await page.locator('.lines-of [data-line="PO260001/3"], .lines-of [data-line="PO260002/1"]').count(), 0, 'only lines of the same item and vendor');
  await read(page, order(55));
  await page.locator(`.lines-of [data-line="${order(55)}/1"]`).waitFor();
  assert.equal(await page.locator('.lines-of [data-line]').count(), 1);
  // The only line of the order is asked at once how much it gets.
  await page.locator('[data-how-much] h2', { hasText: `${order(55)}/1` }).waitFor();
  assert.equal(await page.locator('[data-how-much] input').inputValue(), '60');
  await page.locator('[data-assign]').click();
  await page.locator('.toast', { hasText: `指定给 ${order(55)}/1` }).waitFor();
  await synced(page);
  const history = (await plant.get(`/api/history/${receipt}`)).map(row => row.kind);
  assert.equal(history.at(-1), 'LineAssigned');
  await go(plant, page, `board/number/${card}`);
  await page.locator('.th').waitFor();
  assert.equal(await page.locator('a[data-conflict]').count(), 0);
});

// ---- W8: spellings of one code

test('a package is one package, and a shelf one shelf, however their codes come', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'spellings');
  const receipt = numberOf(dock.ask(['receipt', 'open', '--po', order(49)]), 'R');
  dock.ask(['receipt', 'tally', receipt, '--line', '1', '--qty', '40', '--package', 'LPN-77']);
  const [first, second, third] = [dock.released(), dock.released(), dock.released()];
  dock.send();
  await synced(page);
  await go(plant, page, `dock/receipt/${receipt}`);
  await page.locator('.row.line').first().waitFor();
  for (const code of [']C1LPN-77', 'lpn-77', 'LPN-77']) {
    await read(page, code);
    await page.locator('.last[data-ended="NotCounted"]').waitFor();
    assert.equal(await counted(page, `${order(49)}/1`), 40, code);
  }

  for (const [card, code] of [[first, 'A-07-2'], [second, 'a-07-2'], [third, 'INW:1*L*A-07-2']]) {
    await go(plant, page, `dock/put-away/${card}`);
    await page.locator('.step.cur').waitFor();
    await read(page, code);
    // Asked once: goods that were put there make it a location.
    if (card === first) await page.locator('[data-is-place]').click();
    await page.locator('.last[data-ended="Counted"]', { hasText: 'A-07-2' }).waitFor();
    await page.locator('.step.cur.done').waitFor();
  }
  await synced(page);
  const shelves = await Promise.all([first, second, third].map(card => plant.get(`/api/lots/${card}`)));
  assert.deepEqual(shelves.map(lot => lot.putaways[0].location), ['A-07-2', 'A-07-2', 'A-07-2']);
});

// ---- W10: a badge amid a verdict

test('a badge amid a half-filled verdict records nothing for anybody, and a wrong PIN signs nobody in', { timeout: 90_000 }, async t => {
  const card = dock.plain();
  dock.send();
  const { context, page } = await plant.device('badges', TABLET.post, TABLET.person, TABLET.options);
  t.after(() => context.close());
  await go(plant, page, `inspect/lot/${card}/verdict`);
  await page.locator('[data-judge="Reject"]').click();
  await page.locator('[data-reason="C03"]').click();
  await page.locator('[data-judge="Reject"][aria-pressed="true"]').waitFor();
  const { person } = plant.administrator(['people', 'list']).find(({ name }) => name === SECOND.name);

  await read(page, `INW:1*P*${person}`);
  await page.locator('.lockp .hello', { hasText: SECOND.name }).waitFor();
  await type(page, '111222');
  await page.locator('.trouble', { hasText: 'PIN' }).waitFor();
  await page.reload();
  await page.locator('.lockp').waitFor();
  await read(page, `INW:1*P*${person}`);
  await page.locator('.lockp .hello', { hasText: SECOND.name }).waitFor();
  await type(page, PIN);
  await page.locator('.bar .who', { hasText: SECOND.name[0] }).waitFor();
  await go(plant, page, `inspect/lot/${card}/verdict`);
  await page.locator('[data-judge="Pass"]').waitFor();
  assert.equal(await page.locator('[data-judge][aria-pressed="true"]').count(), 0, 'nothing that another began stands there');
  await page.locator('[data-judge="Pass"]').click();
  await page.locator('[data-record]').click();
  await page.locator('[data-verdict]').waitFor();
  await synced(page);
  const told = await plant.get(`/api/history/${card}`);
  assert.deepEqual(told.map(row => [row.kind, row.recorded.name]), [['CardIssued', PEOPLE.clerk.name], ['VerdictRecorded', SECOND.name]]);
});

// ---- W12: files of other systems

test('exports that went wrong elsewhere are reported on the screen, row by row, in Chinese', { timeout: 120_000 }, async t => {
  const { context, page } = await plant.device('office', 'supervisor+administrator', PEOPLE.supervisor, { viewport: { width: 1920, height: 1080 } });
  t.after(() => context.close());
  await go(plant, page, 'office/admin');
  await page.locator('form.sit input').fill(PIN);
  await page.locator('form.sit button').click();
  const form = page.locator('[data-form="import"]');
  const section = page.locator('.adm section', { has: form });
  const send = async (kind, bytes) => {
    const file = path.join(plant.folder, `export-${kind}.csv`);
    fs.writeFileSync(file, bytes);
    await form.locator('select').selectOption(kind);
    await form.locator('[type="file"]').setInputFiles(file);
    await form.locator('[type="submit"]').click();
    await page.locator('[data-importing]').waitFor({ state: 'detached' });
  };
  const rows = () => section.locator('tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.innerText).join(' | ')));

  // What is wrong with the whole file is said in Chinese, too. A Chinese Excel writes GB18030, without
  // a mark; the name is 模具.
  const gb = Buffer.concat([Buffer.from('item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance\nMOULD-1,'), Buffer.from([0xc4, 0xa3, 0xbe, 0xdf]), Buffer.from(',,pcs,0,no,no,,\n')]);
  await send('items', 'item,name_zh\nMOULD-1,x\n');
  await page.locator('.toast.bad', { hasText: '缺少列' }).waitFor();
  await send('items', gb);
  await section.locator('p[role="status"]').waitFor();
  assert.match(await section.innerText(), /GB18030/);
  assert.deepEqual(await rows(), []);

  await send('orders', `${'order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of'.replaceAll(',', ';')}\nPC1;standard;V001;1;STRIP-08;13,75;kg;2026-12-31;open;;;\nPC2;standard;V001;1;STRIP-08;1.000,5;kg;2026-12-31;open;;;\n`);
  await section.locator('tbody tr').nth(1).waitFor();
  const commas = (await rows()).join('\n');
  assert.match(commas, /13\.75/);
  assert.match(commas, /1000\.5/);
  assert.ok(!/\b1375\b|1\.0005/.test(commas), commas);

  const head = 'order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of';
  await send('orders', `${head}\nPC4,standard,V001,1,BOLT-M8X30,500,pcs,2026-12-31,open,,,\n`);
  await section.locator('p[role="status"]', { hasText: /新 1.*拒 0/ }).waitFor();
  await send('orders', `${head}\nPC4,standard,V001,1,BOLT-M8X30,0,pcs,2026-12-31,closed,2026-11-20,,\n`);
  await section.locator('p[role="status"]', { hasText: /改 1.*拒 0/ }).waitFor();
  dock.ask(['sync']);
  assert.match(JSON.stringify(dock.ask(['show', 'PC4'])), /closed/);

  const vendors = Array.from({ length: 40 }, (_, n) => `W${String(n).padStart(3, '0')}`);
  await send('vendors', ['vendor,name,currency', ...vendors.map(vendor => `${vendor},供方${vendor},CNY`)].join('\n') + '\n');
  await send('approved-vendors', ['vendor,valid_from,valid_to', 'V001,2020-01-01,', 'V002,2020-01-01,', ...vendors.map(vendor => `${vendor},2020-01-01,`)].join('\n') + '\n');
  await send('approved-vendors', 'vendor,valid_from,valid_to\nV001,2020-01-01,\n');
  await page.locator('.sheet', { hasText: '42 家合格厂商中有 41 家将终止' }).waitFor();
  assert.ok(await page.locator('.sheet').getByText('还没有写入').count());
  await page.screenshot({ path: path.join(process.env.SHOTS ?? plant.folder, 'ends-many.png') });
  await page.locator('.sheet button').first().click();
  await page.locator('.sheet').waitFor({ state: 'detached' });
  dock.ask(['sync']);
  const opened = dock.ask(['receipt', 'open', '--without-order', '--vendor', 'V002']);
  assert.ok(!JSON.stringify(opened).includes('approved-vendor'), 'V002 is still approved');
});
