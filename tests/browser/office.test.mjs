// The office: people, devices and imports by an administrator's hand, and what a scan does at a desk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codesIn } from './labels.mjs';
import { Dock } from './lots.mjs';
import { ORDER, PEOPLE, PIN, Plant, count, counted, kept, openReceipt, read, signIn, synced, unsent } from './plant.mjs';
import { HANDHELD, go } from './steps.mjs';

const DESK = { viewport: { width: 1280, height: 800 } };
const NEWCOMER = { name: '陈静', pin: '684972', own: '519274' };
const HEAD = 'order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of';
const MANY = 60_000;
const IMPORT = '**/api/admin/import';
const HALF_FILLED = '表单还没保存';
let plant, desk;

before(async () => {
  plant = await Plant.start();
  desk = await deskOf(plant);
});

after(() => plant?.endUnbroken());

/// An administrator's desk; whatever is asked there is answered with yes.
async function deskOf(plant) {
  const { page } = await plant.device('desk', 'supervisor+administrator+purchasing', PEOPLE.supervisor, DESK);
  page.on('dialog', dialog => dialog.accept());
  return page;
}

const form = (name, page = desk) => page.locator(`[data-form="${name}"]`);
const field = (name, page = desk) => form(name, page).locator('[name="name"]');
const submit = (name, page = desk) => form(name, page).locator('button[type="submit"]').click();
/// The list's row of a person or a device.
const rowOf = name => desk.locator('.adm tr', { hasText: name });
const revoke = name => rowOf(name).getByRole('button', { name: '停用' }).click();

/// A screen of a desk as it is for whoever comes to it: nothing is half filled, nothing is told.
async function come(page, place, seen = '.onav', at = plant) {
  await go(at, page, place);
  await page.reload();
  await page.locator(seen).first().waitFor();
}

/// The administration, once the administrator has shown who they are.
async function administer(page = desk, at = plant) {
  await come(page, 'office/admin', 'form.sit', at);
  await page.locator('form.sit input').fill(PIN);
  await page.locator('form.sit button').click();
  await form('site', page).waitFor();
}

/// A handheld that was enrolled, and waits for somebody.
async function handheld(t, name) {
  const context = await plant.browser(name);
  t.after(() => context.close());
  const page = context.pages()[0];
  await plant.enrol(page, name, HANDHELD.post);
  return { context, page };
}

const told = (page, text) => page.locator('.toast.bad', { hasText: text }).waitFor();

test('a person who is added at the desk signs in elsewhere, and no more once they are revoked', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'newcomers');
  await administer();
  await field('person').fill(NEWCOMER.name);
  await form('person').getByLabel('点收员', { exact: true }).check();
  await form('person').getByLabel('品管', { exact: true }).check();
  await form('person').locator('[name="pin"]').fill(NEWCOMER.pin);
  await submit('person');
  await rowOf(NEWCOMER.name).waitFor();
  assert.match(await rowOf(NEWCOMER.name).innerText(), /点收员 · 品管[^]*已设/);
  assert.equal(await field('person').inputValue(), '', 'the form is ready for the next');

  const listed = page.locator('.lockp .row', { hasText: NEWCOMER.name });
  await listed.waitFor();
  // On this device they may do what both of them may.
  assert.match(await listed.innerText(), /点收员/);
  assert.doesNotMatch(await listed.innerText(), /品管/);
  const { person } = plant.administrator(['people', 'list']).find(({ name }) => name === NEWCOMER.name);
  const badge = `INW:1*P*${person}`;
  const asked = page.locator('.lockp .hello', { hasText: NEWCOMER.name });
  await read(page, badge);
  await asked.waitFor();
  await page.keyboard.type(NEWCOMER.pin, { delay: 80 });
  // The administrator knows that PIN: it opens nothing but the change of it.
  await page.locator('.lockp .trouble', { hasText: '换成自己的' }).waitFor();
  for (const time of [1, 2]) {
    await page.keyboard.type(NEWCOMER.own, { delay: 80 });
    await page.keyboard.press('Enter');
    if (time === 1) await page.locator('.lockp .hello', { hasText: '再输一次' }).waitFor();
  }
  await page.locator('.lockp').waitFor({ state: 'detached' });
  await page.locator('.bar .who').click();
  await listed.waitFor();

  await revoke(NEWCOMER.name);
  await desk.locator('tr.off', { hasText: NEWCOMER.name }).waitFor();
  assert.match(await rowOf(NEWCOMER.name).innerText(), /已停用/);
  assert.equal(await rowOf(NEWCOMER.name).getByRole('button').count(), 0);
  await listed.waitFor({ state: 'detached' });
  await read(page, badge);
  assert.equal(await page.locator('.dots').count(), 0, 'their badge asks for no PIN');
  await signIn(page, PEOPLE.clerk);
});

test('a person whose PIN or posts are refused is not added, and a sentence says why', { timeout: 60_000 }, async () => {
  const everybody = () => plant.administrator(['people', 'list']).map(({ name }) => name);
  const before = everybody();
  for (const [pin, posts, why] of [['123', ['点收员'], 'PIN'], ['12345a', ['点收员'], 'PIN'], ['730615', ['点收员'], /生日/], ['684972', [], /post|岗位/]]) {
    await administer();
    await field('person').fill('吴迪');
    for (const post of posts) await form('person').getByLabel(post, { exact: true }).check();
    await form('person').locator('[name="pin"]').fill(pin);
    await submit('person');

    await told(desk, why);
    assert.equal(await field('person').inputValue(), '吴迪', 'what was typed stays');
    assert.equal(await form('person').locator('[name="pin"]').inputValue(), pin);
  }
  assert.deepEqual(everybody(), before);
  await administer();
  await rowOf(PEOPLE.clerk.name).waitFor();
  assert.equal(await rowOf('吴迪').count(), 0);
});

/// Makes a code at the desk; answers what a scanner reads on its screen.
async function codeFor(name) {
  await administer();
  await field('device').fill(name);
  await form('device').getByLabel('点收员', { exact: true }).check();
  await submit('device');
  await desk.locator('.qr-code').scrollIntoViewIfNeeded();
  const codes = codesIn(await desk.screenshot());
  const code = await desk.locator('.enrolled .code').innerText();
  assert.deepEqual(codes, [`${plant.url}/#enrol=${code}`]);
  return { link: codes[0], code };
}

test('the code that the office shows enrols whoever scans it, and a device that is revoked while it is away sends what it recorded and erases itself', { timeout: 90_000 }, async t => {
  const { link } = await codeFor('K7');
  const context = await plant.browser('K7');
  t.after(() => context.close());
  const page = context.pages()[0];
  await page.goto(plant.url);
  await page.locator('form.enrol').waitFor();
  await read(page, link);
  await signIn(page, PEOPLE.clerk);
  await synced(page);
  await kept(page);
  await administer();
  await rowOf('K7').waitFor();
  assert.match(await rowOf('K7').innerText(), /点收员/);

  await openReceipt(page, ORDER);
  const receipt = page.url().split('/').at(-1);
  await synced(page);
  await context.setOffline(true);
  await page.locator('.sync[data-link="Away"]').waitFor();
  await count(page, `${ORDER}/1`, 120);
  assert.equal(await unsent(page), 2);
  await revoke('K7');
  await desk.locator('tr.off', { hasText: 'K7' }).waitFor();
  await context.setOffline(false);

  await page.locator('form.enrol').waitFor();
  await page.locator('.lost[data-lost="0"]', { hasText: '已停用，这里的数据已清除' }).waitFor();
  const aside = (await plant.get('/api/set-aside')).filter(({ reason }) => reason === 'revoked');
  assert.equal(aside.length, 2, 'what was counted after the revocation waits for a supervisor');
  assert.deepEqual((await plant.get(`/api/history/${receipt}`)).map(({ kind }) => kind), ['ReceiptOpened']);
});

test('a device that is revoked while it is connected is told so, and erased', { timeout: 60_000 }, async t => {
  const { page } = await handheld(t, 'K8');
  await administer();
  await revoke('K8');
  await page.locator('.lost[data-lost="0"]', { hasText: '已停用，这里的数据已清除' }).waitFor();
});

test('the link that the office shows enrols the browser that opens it', { timeout: 60_000 }, async t => {
  const { link, code } = await codeFor('K9');
  const context = await plant.browser('K9');
  t.after(() => context.close());
  const page = context.pages()[0];
  await page.goto(link);
  await page.locator('form.enrol').waitFor();
  assert.equal(await page.locator('#code').inputValue(), code);
  await page.locator('.dock .btn.main').click();
  await page.locator('.lockp').waitFor();
});

async function choose(rows, page = desk) {
  await form('import', page).locator('select').selectOption('orders');
  const file = { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...rows, ''].join('\n')) };
  await form('import', page).locator('[type="file"]').setInputFiles(file);
}

const ordered = (order, quantity = 100) => `${order},standard,V001,1,BOLT-M8X30,${quantity},pcs,2026-12-31,open,,,`;
const imports = (page = desk) => page.locator('.adm section', { has: form('import', page) });
const reported = (text, page = desk) => imports(page).locator('p[role="status"]', { hasText: text }).waitFor();

test('an import names the row that is wrong and what is wrong with it, and the mended file is taken', { timeout: 90_000 }, async t => {
  const { page } = await handheld(t, 'imported');
  await signIn(page, PEOPLE.clerk);
  await administer();
  await choose([ordered('PO300001'), ordered('PO300002', 'viel'), ordered('PO300003')]);
  await submit('import');

  await reported(/^3 行 新 2　改 0　同 0　拒 1　/);
  const [[row, why, where, remedy], ...others] = await imports().locator('tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.innerText)));
  assert.deepEqual([row, where], ['3', 'PO300002/1']);
  assert.match(why, /“viel”不是数字/);
  assert.match(remedy, /请填数字/);
  assert.deepEqual(others, []);

  await choose([ordered('PO300001'), ordered('PO300002', 250), ordered('PO300003')]);
  await submit('import');
  await reported(/^3 行 新 1　改 0　同 2　拒 0　/);
  assert.equal(await imports().locator('tbody tr').count(), 0);
  await synced(page);
  await go(plant, page, 'dock');
  await page.locator('.scanbar').waitFor();
  await openReceipt(page, 'PO300002');
  assert.match(await page.locator('.row.line[data-line="PO300002/1"]').innerText(), /250/);
});

/// What is sent to an address goes out once the screen was seen: no machine is too quick to be looked at.
async function holdBack(page, address) {
  let letGo;
  const seen = new Promise(resolve => { letGo = resolve; });
  await page.route(address, async route => {
    if (route.request().method() === 'POST') await seen;
    await route.continue();
  });
  return letGo;
}

test('while a large file is taken the screen says of how many rows and for how long, and then what became of them', { timeout: 120_000 }, async t => {
  // All devices of a plant read its orders.
  const own = await Plant.start();
  t.after(() => own.endUnbroken());
  const page = await deskOf(own);
  await administer(page, own);
  const letGo = await holdBack(page, IMPORT);
  await choose(Array.from({ length: MANY }, (_, n) => ordered(`PO5${String(n).padStart(6, '0')}`)), page);
  await submit('import', page);

  const way = page.locator('[data-importing]', { hasText: `正在导入 ${MANY} 行` });
  await way.waitFor();
  await page.locator('[data-importing] .sec', { hasText: /^2 秒$/ }).waitFor();
  assert.ok(await form('import', page).locator('button').isDisabled(), 'nothing is sent twice');
  assert.equal(await imports(page).locator('p[role="status"]').count(), 0);
  letGo();

  await reported(new RegExp(`^${MANY} 行 新 ${MANY}　改 0　同 0　拒 0　`), page);
  assert.equal(await page.locator('[data-importing]').count(), 0);
  assert.ok(await form('import', page).locator('button').isEnabled());
});

test('a scan takes no report of an import away', { timeout: 60_000 }, async t => {
  await administer();
  const letGo = await holdBack(desk, IMPORT);
  t.after(() => desk.unroute(IMPORT));
  await choose([ordered('PO300004')]);
  await submit('import');
  await desk.locator('[data-importing]', { hasText: '正在导入 1 行' }).waitFor();
  await read(desk, 'BOLT-M8X30');
  letGo();
  assert.match(desk.url(), /#\/office\/admin$/);
  await reported(/^1 行 /);
});

test('whoever leaves while something of theirs is on its way breaks no page', { timeout: 90_000 }, async t => {
  // What breaks here is told here.
  const own = await Plant.start();
  t.after(() => own.end());
  const page = await deskOf(own);
  const row = name => page.locator('.adm tr', { hasText: name }).getByRole('button', { name: '停用' });
  const ways = {
    'saving a person': ['**/api/admin/people', async () => {
      await field('person', page).fill('吴迪');
      await form('person', page).getByLabel('点收员', { exact: true }).check();
      await submit('person', page);
    }],
    'making a code': ['**/api/admin/devices/code', async () => {
      await field('device', page).fill('K10');
      await form('device', page).getByLabel('点收员', { exact: true }).check();
      await submit('device', page);
    }],
    'revoking a person': ['**/api/admin/people/*/revoke', () => row(PEOPLE.inspector.name).click()],
    'revoking a device': ['**/api/admin/devices/*/revoke', () => row('spare').click()],
    'reading a file': [IMPORT, async () => {
      await page.evaluate(() => {
        const real = File.prototype.arrayBuffer;
        File.prototype.arrayBuffer = function () { return new Promise(go => setTimeout(go, 500)).then(() => real.call(this)); };
      });
      await choose([ordered('PO300005')], page);
      await submit('import', page);
    }],
  };
  const spare = await own.browser('spare');
  await own.enrol(spare.pages()[0], 'spare', 'dock-clerk');
  const broken = [];
  for (const [way, [address, act]] of Object.entries(ways)) {
    await administer(page, own);
    const letGo = await holdBack(page, address);
    const breaks = page.waitForEvent('pageerror', { timeout: 4_000 }).then(() => true, () => false);
    await act();
    await page.locator('.onav a', { hasText: '查询' }).click();
    await page.locator('#find').waitFor();
    letGo();
    if (await breaks) broken.push(way);
    await page.unroute(address);
  }
  assert.deepEqual(broken, []);
});

for (const name of ['person', 'device']) {
  test(`a scan leads away from no half filled form of a ${name}, and shows what was scanned once it is empty`, { timeout: 60_000 }, async () => {
    await administer();
    await field(name).fill('半个名字');
    await read(desk, 'BOLT-M8X30');

    await told(desk, HALF_FILLED);
    assert.match(desk.url(), /#\/office\/admin$/);
    assert.equal(await field(name).inputValue(), '半个名字');
    await field(name).fill('');
    await read(desk, 'BOLT-M8X30');
    await desk.waitForFunction(() => document.querySelector('#find')?.value === 'BOLT-M8X30');
  });
}

test('a person who is half changed can be let go, and a scan then shows what was scanned', { timeout: 60_000 }, async () => {
  await administer();
  await rowOf(PEOPLE.clerk.name).getByRole('button', { name: '改' }).click();
  await field('person').fill('半个名字');
  await read(desk, 'BOLT-M8X30');
  await told(desk, HALF_FILLED);
  assert.equal(await field('person').inputValue(), '半个名字');

  await form('person').locator('[data-clear]').click({ timeout: 3_000 });
  assert.equal(await field('person').inputValue(), '');
  await read(desk, 'BOLT-M8X30');
  await desk.locator('#find').waitFor();
});

test('a link that enrols is refused at a desk with a sentence, and its code is on no screen', { timeout: 90_000 }, async () => {
  const code = plant.code('secret', 'dock-clerk');
  for (const place of ['office/work', 'office/search', 'office/admin', 'board', 'board/conflicts']) {
    await come(desk, place, '.onav, .wall');
    await read(desk, `${plant.url}/#enrol=${code}`);

    await told(desk, '注册设备的码');
    const shown = await desk.evaluate(() => [location.href, document.documentElement.outerHTML, ...[...document.querySelectorAll('input')].map(({ value }) => value)].join('\n'));
    for (const part of [code, code.replaceAll('-', ''), code.slice(0, 9)]) assert.ok(!shown.includes(part), `${part} shows at ${place}`);
    assert.ok(desk.url().endsWith(`/#/${place}`), 'it leads nowhere');
  }
});

test('the work list names the items of lots that wait for a verdict or for a shelf', { timeout: 90_000 }, async t => {
  const [worker, name, item] = [{ name: '周敏' }, '彩色液晶显示模组 10.1 寸 1280×800 带触摸', 'LCD-101-TP'];
  plant.administrator(['people', 'add', worker.name, '--post', 'dock-clerk+qc-inspector', '--pin-stdin', '--chosen'], PIN);
  const dock = new Dock(plant);
  const lots = { Inspect: dock.plain(1, 250), PutAway: dock.released(1, 320) };
  dock.send();
  const { context, page } = await plant.device('workers', 'dock-clerk+qc-inspector', worker, DESK);
  t.after(() => context.close());
  await go(plant, page, 'office/work');

  const row = todo => page.locator(`[data-todo="${todo}"] tr`, { hasText: lots[todo] });
  for (const [todo, quantity] of [['Inspect', '250'], ['PutAway', '320']]) {
    await row(todo).waitFor();
    const text = await row(todo).innerText();
    for (const part of [name, item, quantity]) assert.ok(text.includes(part), `${part} is not in ${text}`);
  }
  await row('PutAway').locator('a').click();
  await page.locator('h1', { hasText: lots.PutAway }).waitFor();
});
