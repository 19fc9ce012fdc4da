// The dock's day: received, counted, signed; with the network, without it, and with everything dying.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ORDER, OTHER_ORDER, PEOPLE, PIN, Plant, count, counted, cut, finish, kept, killBrowser, mend, openReceipt, scan, signIn, synced, unsent } from './plant.mjs';

const DOCK = 'dock-clerk';
const BOLTS = `${ORDER}/1`;
const STRIP = `${ORDER}/2`;

async function plantFor(t, options) {
  const plant = await Plant.start(options);
  t.after(() => plant.end());
  return plant;
}

test('a delivery is received, and stands on the server when the clerk has signed', { timeout: 90_000 }, async t => {
  const plant = await plantFor(t);
  const { context, page } = await plant.device('dock', DOCK, PEOPLE.clerk);
  t.after(() => context.close());

  await openReceipt(page, ORDER);
  await count(page, BOLTS, 200);
  assert.match(await page.locator('.last').textContent(), /\+200/);
  await count(page, BOLTS, 300);
  assert.equal(await counted(page, BOLTS), 500);
  await page.locator('.last .undo').click();
  await page.locator('.last[data-ended="Undone"]').waitFor();
  assert.equal(await counted(page, BOLTS), 200);

  await finish(page);
  await synced(page);

  const [receipt] = await plant.get('/api/receipts');
  assert.equal(receipt.status, 'slip-confirmed');
  const [lot] = await plant.get('/api/lots');
  assert.equal(Number(lot.quantity), 200);
  assert.ok(lot.due, 'the inspection clock runs');
});

test('a likely slipped digit is asked about before anything is stored', { timeout: 90_000 }, async t => {
  const plant = await plantFor(t);
  const { context, page } = await plant.device('dock', DOCK, PEOPLE.clerk);
  t.after(() => context.close());
  await openReceipt(page, ORDER);

  await count(page, BOLTS, 24000);
  await page.locator('.guard').waitFor();
  assert.equal(await counted(page, BOLTS), 0);
  // A scan never answers: it waits.
  await scan(page, 'STRIP-08');
  await page.locator('.sheet .wait').waitFor();
  assert.equal(await page.locator('.guard').count(), 1);
  await page.locator('.guard .opt').first().click();

  await page.locator('.sheet .keys').waitFor();
  assert.equal(await counted(page, BOLTS), 2400);
});

for (const way of ['the switch', 'killing the server']) {
  test(`all of it works offline by ${way}, through a reload and a killed browser, and is sent once`, { timeout: 180_000 }, async t => {
    const plant = await plantFor(t);
    let { context, page } = await plant.device('dock', DOCK, PEOPLE.clerk);
    t.after(() => context.close().catch(() => {}));
    await kept(page);
    const reopened = async () => {
      context = await plant.browser('dock');
      if (way === 'the switch') await context.setOffline(true);
      page = context.pages()[0];
      await page.goto(`${plant.url}/#/dock`);
      await page.locator('.bar').waitFor();
    };

    await cut(plant, context, way);
    await openReceipt(page, ORDER);
    await page.locator('.sync[data-link="Away"]').waitFor();
    await killBrowser(context);
    await reopened();
    await page.locator('.row.rc').click();
    await count(page, BOLTS, 120);
    await killBrowser(context);
    await reopened();
    await page.locator('.row.rc').click();
    await page.locator('.row.line').first().waitFor();
    assert.equal(await counted(page, BOLTS), 120, 'what was confirmed is there');
    assert.equal(await unsent(page), 3);

    await page.reload();
    await page.locator('.row.line').first().waitFor();
    await count(page, STRIP, 10);
    await page.locator('.dock .btn.main').click();
    await page.locator('.then').waitFor();
    await page.locator('.dock .btn.main').click();
    await page.locator('.row.card').nth(1).waitFor();
    await killBrowser(context);
    await reopened();
    await page.locator('.row.rc').click();
    await page.locator('.row.card').nth(1).waitFor();
    await page.getByRole('button', { name: '开验收单' }).click();
    await page.getByRole('button', { name: /确认验收单/ }).click();
    await page.locator('.state.done').waitFor();
    assert.equal(await unsent(page), 10);

    await mend(plant, context, way);
    await page.locator('.sync').click();
    await synced(page);
    const receipts = await plant.get('/api/receipts');
    assert.equal(receipts.length, 1);
    const receipt = await plant.get(`/api/receipts/${receipts[0].number}`);
    assert.equal(receipt.line_rows.flatMap(line => line.tallies).length, 2, 'each tally once');
    assert.equal((await plant.get('/api/lots')).length, 2);
    assert.equal(receipt.status, 'slip-confirmed');
  });
}

test('two tabs that write at the same time never give one number twice', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const { context, page: first } = await plant.device('dock', DOCK, PEOPLE.clerk);
  t.after(() => context.close());
  await openReceipt(first, ORDER);
  const second = await context.newPage();
  await second.goto(first.url());
  await second.locator('.row.line').first().waitFor();

  const some = async (page, line, amounts) => { for (const amount of amounts) await count(page, line, amount); };
  await Promise.all([some(first, BOLTS, [11, 12, 13, 14, 15]), some(second, STRIP, [1, 2, 3, 4, 5])]);

  await synced(first);
  await synced(second);
  for (const page of [first, second]) {
    await page.locator(`.row.line[data-line="${BOLTS}"] .n`, { hasText: '65' }).waitFor();
    await page.locator(`.row.line[data-line="${STRIP}"] .n`, { hasText: '15' }).waitFor();
  }
  const [{ number }] = await plant.get('/api/receipts');
  const receipt = await plant.get(`/api/receipts/${number}`);
  const tallies = receipt.line_rows.flatMap(line => line.tallies);
  assert.equal(tallies.length, 10);
  assert.equal(new Set(tallies.map(tally => tally.recorded.id)).size, 10);
  const { held } = await first.evaluate(() => navigator.locks.query());
  assert.equal(held.filter(lock => lock.name === 'inwards-leader').length, 1, 'one tab speaks with the server');
});

test('another tab takes over when the one that led is closed', { timeout: 90_000 }, async t => {
  const plant = await plantFor(t);
  const { context, page: first } = await plant.device('dock', DOCK, PEOPLE.clerk);
  t.after(() => context.close());
  await openReceipt(first, ORDER);
  const second = await context.newPage();
  await second.goto(first.url());
  await second.locator('.row.line').first().waitFor();

  await first.close();
  await count(second, BOLTS, 7);

  await synced(second);
  const [{ number }] = await plant.get('/api/receipts');
  const receipt = await plant.get(`/api/receipts/${number}`);
  assert.equal(receipt.line_rows[0].tallies.length, 1);
});

test('thirty scans within ten seconds are thirty receipts, whatever the keyboard pretends', { timeout: 120_000 }, async t => {
  const plant = await plantFor(t);
  const { context, page } = await plant.device('dock', DOCK, PEOPLE.clerk);
  t.after(() => context.close());
  await page.goto(`${plant.url}/#/dock`);
  await page.locator('.scanbar').waitFor();
  const session = await context.newCDPSession(page);
  const order = n => `PO27${String(n).padStart(4, '0')}`;
  // An input method hides each key; its place on the keyboard still tells it.
  const hidden = async code => {
    for (const letter of code) {
      const place = /\d/.test(letter) ? `Digit${letter}` : `Key${letter}`;
      const shift = /[A-Z]/.test(letter) ? 8 : 0;
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: place, windowsVirtualKeyCode: 229, modifiers: shift });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Process', code: place, windowsVirtualKeyCode: 229, modifiers: shift });
    }
    await page.keyboard.press('Enter');
  };

  const began = Date.now();
  for (let n = 0; n < 30; n += 1) {
    if (n % 5 === 4) await hidden(order(n));
    else await scan(page, order(n), 5);
    const rest = began + (n + 1) * 330 - Date.now();
    if (rest > 0) await page.waitForTimeout(rest);
  }

  // What is still being taken in is not yet anything to send.
  await page.locator('.last', { hasText: order(29) }).waitFor();
  await synced(page);
  const receipts = await plant.get('/api/receipts');
  const orders = receipts.flatMap(receipt => receipt.orders).sort();
  assert.deepEqual(orders, Array.from({ length: 30 }, (_, n) => order(n)));
});

test('a wrong PIN opens nothing, the right one does without the network, and unsent facts outlast the change of people', { timeout: 90_000 }, async t => {
  const plant = await plantFor(t);
  const { context, page } = await plant.device('dock', 'dock-clerk+supervisor', PEOPLE.clerk);
  t.after(() => context.close());
  await kept(page);
  await page.goto(`${plant.url}/#/dock`);
  await cut(plant, context, 'the switch');
  await openReceipt(page, ORDER);
  const tries = async pin => {
    await page.locator('.lockp .row', { hasText: PEOPLE.supervisor.name }).click();
    await page.locator('.dots').waitFor();
    await page.keyboard.type(pin, { delay: 80 });
    await page.locator('.trouble', { hasText: /./ }).waitFor();
    const why = await page.locator('.trouble').innerText();
    assert.equal(await page.locator('.lockp').count(), 1);
    await page.locator('.dock .btn').first().click();
    return why;
  };

  // Whoever never signed in here needs the network once; whoever did goes on.
  await page.locator('.bar .who').click();
  assert.match(await tries(PIN), /先联网登录一次/);
  await mend(plant, context, 'the switch');
  await signIn(page, PEOPLE.supervisor);
  await cut(plant, context, 'the switch');
  await page.locator('.bar .who').click();
  await signIn(page, PEOPLE.clerk);
  await page.goto(`${plant.url}/#/dock`);
  await openReceipt(page, OTHER_ORDER);
  await page.locator('.bar .who').click();
  assert.match(await tries('111111'), /PIN/);
  await signIn(page, PEOPLE.supervisor);

  assert.ok(await unsent(page) >= 1);
});

test('a new version is offered, never while something is unsent, and taken when asked for', { timeout: 120_000 }, async t => {
  const fs = await import('node:fs');
  const os = await import('node:os');
  const path = await import('node:path');
  const dist = process.env.INWARDS_WEB_DIST ?? path.resolve(import.meta.dirname, '../../target/web-dist');
  const web = fs.mkdtempSync(path.join(os.tmpdir(), 'inwards-web-'));
  fs.cpSync(dist, web, { recursive: true });
  t.after(() => fs.rmSync(web, { recursive: true, force: true }));
  const plant = await plantFor(t, { web });
  const { context, page } = await plant.device('dock', DOCK, PEOPLE.clerk);
  t.after(() => context.close());
  await kept(page);
  await page.goto(`${plant.url}/#/dock`);
  await page.reload();
  await page.locator('.scanbar').waitFor();

  await context.route('**/api/**', route => route.abort());
  await plant.kill();
  await plant.serve();
  await page.locator('.sync[data-link="Away"]').waitFor();
  await openReceipt(page, ORDER);
  for (const name of ['sw.js', 'sw.js.br', 'sw.js.gz']) fs.rmSync(path.join(web, name), { force: true });
  fs.writeFileSync(path.join(web, 'sw.js'), fs.readFileSync(path.join(dist, 'sw.js'), 'utf8').replace(/inwards-[0-9a-f]+'/, "inwards-000000000000'"));
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (!registration.waiting) await new Promise(go => setTimeout(go, 50));
  });
  assert.equal(await page.locator('.offer').count(), 0, 'something is unsent');

  await context.unroute('**/api/**');
  await page.locator('.sync').click();
  await synced(page);
  await page.locator('.offer').waitFor();
  const loaded = page.waitForEvent('load');
  await page.locator('.offer button').click();
  await loaded;
  await page.locator('.row.line').first().waitFor();
  const caches = await page.evaluate(() => caches.keys());
  assert.deepEqual(caches, ['inwards-000000000000']);
});
