// The app's figures in a real Chromium with the processor slowed down: `node figures.mjs [RECEIPTS]`.
//
// RECEIPTS deliveries (20,000 where nothing is said) are on the server, all of one day: the lots of
// the last 500 wait for their verdicts, all others are judged and on their shelves. Each figure is
// taken `SAMPLES` times (60). `SLOWER` says how many times the page's own thread is slowed down (6);
// what the browser does elsewhere, such as IndexedDB and the network, runs at full speed. Build the
// programs and the web app for release.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { PEOPLE, PIN, Plant, kept, openReceipt, signIn, synced } from './plant.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = process.env.INWARDS_PROGRAMS ?? path.join(ROOT, 'target/release');
const RECEIPTS = Number(process.argv[2] ?? 20_000);
const SLOWER = Number(process.env.SLOWER ?? 6);
const SAMPLES = Number(process.env.SAMPLES ?? 60);
/// A slowed page with many receipts takes its time.
const PATIENCE = 180_000;
const OPEN_LOTS = Math.min(500, Math.floor(RECEIPTS / 2));
/// Deliveries whose slips nobody has confirmed: they stand on the dock's first screen.
const AT_THE_DOCK = 20;
/// Lots that are released and on no shelf yet.
const TO_SHELVE = 60;
/// An order's lines; a truck of its own brings each, or they would pass for one delivery.
const LINES_AN_ORDER = 5;
const LINES = 60;
const LONG_ORDER = 'PO-LONG';
const ITEM = 'BOLT-M8X30';
const UPDATES = 200;
const UPDATES_A_SECOND = 10;
/// A scanner in keyboard mode types a key in so many milliseconds.
const A_KEY = 5;
const FILLER = { name: '陈一', post: 'dock-clerk+terminal-operator+qc-inspector' };

const orderOf = n => `PO-${Math.floor(n / LINES_AN_ORDER)}`;
const lineOf = n => 1 + (n % LINES_AN_ORDER);
const scanOrder = n => `PO28${String(n).padStart(4, '0')}`;
const shelf = n => `INW:1*L*A-${String(n % 200).padStart(4, '0')}`;
const rest = time => new Promise(go => setTimeout(go, time));

const say = (what, figure) => console.log(`${what.padEnd(66)} ${figure}`);
const milliseconds = figure => `${Math.round(figure)} ms`;
const megabytes = bytes => `${Math.round(bytes / 1e6)} MB`;
const load = () => os.loadavg().map(figure => figure.toFixed(1)).join(' ');
const percentile = (figures, share) => figures.toSorted((a, b) => a - b)[Math.ceil(figures.length * share) - 1];
const spread = figures => `p50 ${milliseconds(percentile(figures, 0.5))}, p99 ${milliseconds(percentile(figures, 0.99))}, most ${milliseconds(Math.max(...figures))} (${figures.length})`;

/// A terminal that answers line by line.
class Terminal {
  constructor(plant, name, { name: person, post }) {
    this.data = path.join(plant.folder, name);
    this.plant = plant;
    this.name = name;
    this.person = person;
    this.post = post;
  }

  async once(words, input = '') {
    const program = spawn(path.join(PROGRAMS, 'inwards'), ['--data', this.data, '--json', ...words], { stdio: ['pipe', 'ignore', 'inherit'] });
    program.stdin.end(`${input}\n`);
    const [code] = await once(program, 'exit');
    assert.equal(code, 0, `${words}`);
  }

  async begin(...how) {
    await this.once(['enrol', '--server', `http://127.0.0.1:${this.plant.port}`, '--code', this.plant.code(this.name, this.post)]);
    await this.once(['sync']);
    await this.once(['sign-in', this.person, '--pin-stdin'], PIN);
    this.program = spawn(path.join(PROGRAMS, 'inwards'), ['--data', this.data, '--json', 'run', ...how, '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = readline.createInterface({ input: this.program.stdout })[Symbol.asyncIterator]();
    this.commands = 0;
    return this;
  }

  async do(line) {
    this.program.stdin.write(`${line}\n`);
    this.commands += 1;
    for (;;) {
      const { value, done } = await this.answers.next();
      assert.ok(!done, `${line}: no answer`);
      const answer = JSON.parse(value);
      assert.equal(answer.error, undefined, `${line}: ${value}`);
      // A live connection tells of other things in between.
      if (!answer.event) return answer;
    }
  }

  async end() {
    this.program.stdin.end();
    await once(this.program, 'exit');
  }
}

function importOrders(plant) {
  const rows = ['order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of'];
  const add = (name, line) => rows.push(`${name},standard,V001,${line},${ITEM},1000,pcs,2026-12-31,open,,,`);
  for (let n = 0; n < RECEIPTS; n += 1) add(orderOf(n), lineOf(n));
  for (let n = 0; n < SAMPLES; n += 1) add(scanOrder(n), 1);
  for (let line = 1; line <= LINES; line += 1) rows.push(`${LONG_ORDER},standard,V001,${line},${line === 1 ? ITEM : 'SCREW-42'},1000,pcs,2026-12-31,open,,,`);
  const file = path.join(plant.folder, 'many-orders.csv');
  fs.writeFileSync(file, `${rows.join('\n')}\n`);
  plant.administrator(['import', 'orders', file]);
}

/// A delivery's whole way, as far as its place among the others lets it come.
async function deliver(dock, n) {
  const { receipt } = await dock.do(`receipt open --po ${orderOf(n)} --dock D${1 + (n % 4)}`);
  await dock.do(`receipt tally ${receipt} --line ${lineOf(n)} --qty 10`);
  await dock.do(`receipt sign ${receipt}`);
  const { card } = await dock.do(`card issue ${receipt} --line ${lineOf(n)}`);
  await dock.do(`slip issue ${receipt}`);
  const left = RECEIPTS - n;
  if (left > AT_THE_DOCK) await dock.do(`slip confirm ${receipt}`);
  if (left > OPEN_LOTS) await dock.do(`verdict ${card} pass`);
  if (left > OPEN_LOTS + TO_SHELVE) await dock.do(`putaway ${card} --location ${shelf(n)}`);
  return { receipt, card, isOpen: left <= OPEN_LOTS, isToShelve: left > OPEN_LOTS && left <= OPEN_LOTS + TO_SHELVE };
}

/// Fills the plant; answers the deliveries whose lots are open, and the cards that wait for a shelf.
async function fill(plant) {
  plant.administrator(['people', 'add', FILLER.name, '--post', FILLER.post, '--pin-stdin', '--chosen'], PIN);
  const dock = await new Terminal(plant, 'filler', FILLER).begin();
  const began = Date.now();
  const filled = { open: [], toShelve: [] };
  for (let n = 0; n < RECEIPTS; n += 1) {
    const delivery = await deliver(dock, n);
    if (delivery.isOpen) filled.open.push(delivery);
    if (delivery.isToShelve) filled.toShelve.push(delivery.card);
    // With much unsent each answer takes longer: it says how much that is.
    if (n % 250 === 249) await dock.do('sync');
    if (n % 2_000 === 1_999) console.error(`  ${n + 1} deliveries, ${Math.round((Date.now() - began) / 1_000)} s`);
  }
  const took = Date.now() - began;
  await dock.do('sync');
  await dock.end();
  say(`${RECEIPTS} deliveries recorded at a terminal, and sent`, `${Math.round(took / 1_000)} s, ${(took / dock.commands).toFixed(2)} ms a command`);
  return filled;
}

/// Slows the page's own thread down.
async function slow(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return session;
}

const metric = async (session, name) => (await session.send('Performance.getMetrics')).metrics.find(metric => metric.name === name).value;

/// How many times slower a loop runs on the page's thread than without being slowed down.
async function slowdown(page, session) {
  const loop = () => page.evaluate(() => {
    const began = performance.now();
    let sum = 0;
    for (let n = 0; n < 3e7; n += 1) sum += n % 7;
    return sum && performance.now() - began;
  });
  await loop();
  const slowed = await loop();
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const plain = await loop();
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return slowed / plain;
}

/// The memory that the page's process has for itself: the wasm's and the script's with all else.
async function memory(context) {
  const browser = await context.browser().newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  const own = id => Number(/RssAnon:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  return Math.max(...processInfo.filter(process => process.type === 'renderer').map(process => own(process.id)));
}

async function sayMemory(what, context, session) {
  await session.send('HeapProfiler.collectGarbage');
  say(`${what}: memory of the page's process`, `${megabytes(await memory(context))}, of which its JavaScript heap ${megabytes(await metric(session, 'JSHeapUsedSize'))}`);
}

/// Notes in the page when an entry of the outbox was last on disk.
const watchOutbox = page => page.evaluate(() => {
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function transaction(...how) {
    const begun = begin.apply(this, how);
    if (begun.durability === 'strict' && begun.objectStoreNames.contains('outbox')) {
      begun.addEventListener('complete', () => { globalThis.durable ??= performance.now(); });
    }
    return begun;
  };
});

/// Makes the page time itself, from a key or a tap until something is there so often, and painted;
/// answers how the time is had, and that until an entry of the outbox was on disk within it.
async function timed(page, { event, key, until, times = 1 }) {
  await page.evaluate(({ event, key, until, times, patience }) => {
    globalThis.seen = new Promise((tell, fail) => {
      setTimeout(() => fail(new Error(`nothing came of it: ${until}`)), patience);
      let from = null;
      const began = input => {
        if (key && input.key !== key) return;
        removeEventListener(event, began, { capture: true });
        from = input.timeStamp;
        globalThis.durable = undefined;
      };
      addEventListener(event, began, { capture: true });
      const look = () => {
        if (from === null || document.querySelectorAll(until).length < times) {
          requestAnimationFrame(look);
          return;
        }
        // A message comes after the frame that is being made here has been painted.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => tell({ seen: performance.now() - from, durable: globalThis.durable - from });
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    });
  }, { event, key, until, times, patience: PATIENCE });
  return () => page.evaluate(() => globalThis.seen);
}

/// A scanner in keyboard mode: it types, and does not wait for the page.
async function wedge(session, code) {
  const sent = [];
  for (const key of [...code, 'Enter']) {
    const text = key === 'Enter' ? '\r' : key;
    const place = { key, text, windowsVirtualKeyCode: text.charCodeAt(0) };
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...place }));
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...place, text: undefined }));
    await rest(A_KEY);
  }
  await Promise.all(sent);
}

/// What the last-scan panel shows once it shows something else than now.
async function told(page, how) {
  const before = await page.locator('.last').getAttribute('data-number', { timeout: 500 }).catch(() => null);
  return `.last${how}:not([data-number="${before}"])`;
}

const RECORDED = '[data-ended="Counted"]';
const REFUSED = '[data-ended="NotCounted"]';

/// Times some recordings one after the other, each begun from rest.
async function recordings(page, times, prepare, act) {
  const seen = [];
  const durable = [];
  for (let n = 0; n < times; n += 1) {
    await prepare(n);
    await synced(page);
    await rest(300);
    const figure = await timed(page, { event: 'keydown', key: 'Enter', until: await told(page, RECORDED) });
    await act(n);
    const one = await figure();
    assert.ok(one.durable <= one.seen, `told ${one.seen} ms after Enter, before it was on disk: ${one.durable}`);
    seen.push(one.seen);
    durable.push(one.durable);
  }
  return { seen, durable };
}

function sayRecordings(what, { seen, durable }) {
  say(what, spread(seen));
  say('  of that until it was on disk', spread(durable));
}

async function home(plant, page) {
  await page.goto(`${plant.url}/#/dock`);
  await page.locator('.scanbar').waitFor();
}

/// A handheld that has never been here: loads the app, is enrolled, and fetches everything.
async function firstLoad(plant, context, page) {
  const began = Date.now();
  await page.goto(`${plant.url}/#/enrol/${plant.code('handheld', 'dock-clerk')}`);
  await page.locator('form.enrol').waitFor();
  say('first load, nothing cached, until it can be used', milliseconds(Date.now() - began));
  await kept(page);
  const fetches = Date.now();
  await page.locator('.dock .btn.main').click();
  await synced(page);
  say(`enrolled, and ${RECEIPTS} receipts fetched`, milliseconds(Date.now() - fetches));
}

async function reloads(plant, page) {
  await home(plant, page);
  const figures = [];
  for (let n = 0; n < 5; n += 1) {
    await synced(page);
    await rest(1_000);
    const began = Date.now();
    await page.reload();
    await page.locator('.scanbar').waitFor();
    figures.push(Date.now() - began);
    const worker = await page.evaluate(() => performance.getEntriesByType('navigation')[0].workerStart);
    assert.ok(worker > 0, 'the page did not come from the service worker');
  }
  say('reload from the service worker, until the dock can be used', spread(figures));
}

/// Back and forth between the dock's first screen and a receipt of many lines.
async function longReceipt(plant, page) {
  await openReceipt(page, LONG_ORDER);
  await synced(page);
  const [opens, homes] = [[], []];
  for (let n = 0; n < Math.min(20, SAMPLES); n += 1) {
    const atHome = await timed(page, { event: 'pointerdown', until: '.scanbar' });
    await page.locator('.bar .back').click();
    homes.push((await atHome()).seen);
    await rest(300);
    const open = await timed(page, { event: 'pointerdown', until: '.row.line', times: LINES });
    await page.locator('.row.rc', { hasText: LONG_ORDER }).click();
    opens.push((await open()).seen);
    await rest(300);
  }
  assert.equal(await page.locator('.row.line').count(), LINES);
  say(`a receipt of ${LINES} lines opened by a tap`, spread(opens));
  say('the dock\'s first screen opened by a tap', spread(homes));
}

/// Scans that record by themselves: an order opens its receipt, a place shelves a lot.
async function recordingScans(plant, page, session, toShelve) {
  sayRecordings('an order scanned -> durable -> its receipt told of, from the first screen',
    await recordings(page, SAMPLES, () => home(plant, page), n => wedge(session, scanOrder(n))));
  const cards = toShelve.slice(0, SAMPLES);
  const atCard = async n => {
    await page.goto(`${plant.url}/#/dock/put-away/${cards[n]}`);
    await page.locator('.step.cur:not(.done)').waitFor();
  };
  sayRecordings('a place scanned -> durable -> the lot told as put away',
    await recordings(page, cards.length, atCard, n => wedge(session, shelf(n))));
}

/// No label of a vendor says how much there is: the scan of an item asks, the keypad's Enter records.
async function counting(page, session) {
  const line = page.locator('.row.line').first();
  const asked = [];
  const ask = async () => {
    await page.locator('.sheet').waitFor({ state: 'detached' });
    const figure = await timed(page, { event: 'keydown', key: 'Enter', until: '.sheet .keys' });
    await wedge(session, ITEM);
    asked.push((await figure()).seen);
    // Slower than a scanner, as a person types.
    await page.keyboard.type('7', { delay: 90 });
    await page.locator('.sheet .v', { hasText: '7' }).waitFor();
  };
  await line.waitFor();
  const counts = await recordings(page, SAMPLES, ask, () => page.keyboard.press('Enter'));
  say('an item scanned -> how much it is asked (nothing to record yet)', spread(asked));
  sayRecordings('the amount\'s Enter -> durable -> told', counts);
}

async function refusals(page, session) {
  const figures = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const figure = await timed(page, { event: 'keydown', key: 'Enter', until: await told(page, REFUSED) });
    await wedge(session, `NO-SUCH-CODE-${n}`);
    figures.push((await figure()).seen);
    await rest(200);
  }
  say('a code that nothing bears scanned -> refused (nothing to record)', spread(figures));
}

async function handheld(plant, { toShelve }) {
  const context = await plant.browser('handheld');
  context.setDefaultTimeout(PATIENCE);
  const page = context.pages()[0];
  const session = await slow(context, page);
  await firstLoad(plant, context, page);
  say('the handheld\'s page runs slower, measured', `${(await slowdown(page, session)).toFixed(1)} times`);
  await signIn(page, PEOPLE.clerk);
  await reloads(plant, page);
  await sayMemory('handheld', context, session);
  await longReceipt(plant, page);
  await watchOutbox(page);
  await counting(page, session);
  await refusals(page, session);
  await recordingScans(plant, page, session, toShelve);
  await sayMemory('handheld, after all that', context, session);
  await context.close();
}

/// Begins to note how long each frame takes.
const watchFrames = page => page.evaluate(() => {
  globalThis.frames = [];
  let last = performance.now();
  const frame = now => {
    globalThis.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});

/// What the wall's frames and its share of a processor are while something is done.
async function frames(what, page, session, act) {
  await page.evaluate(() => { globalThis.frames = []; });
  const [busy, began] = [await metric(session, 'TaskDuration'), Date.now()];
  await act();
  const seconds = (Date.now() - began) / 1_000;
  const share = (await metric(session, 'TaskDuration') - busy) / seconds;
  say(`${what}: frames`, spread(await page.evaluate(() => globalThis.frames)));
  say('  and the page\'s thread is busy, as slow as it is', `${Math.round(share * 100)} %`);
}

/// Says where a truck stands, which the wall shows on its lots' rows.
const move = (feeder, receipt, dock) => feeder.do(`receipt describe ${receipt} --field dock --value ${dock}`);

/// Moves trucks, as many a second as there are to be; the last is that of the wall's first row.
async function updates(feeder, open, first) {
  const began = Date.now();
  for (let n = 0; n < UPDATES; n += 1) {
    const isLast = n === UPDATES - 1;
    await move(feeder, isLast ? first.receipt : open[n % open.length].receipt, isLast ? 'D9' : `D${1 + (n % 4)}`);
    const wait = began + (n + 1) * (1_000 / UPDATES_A_SECOND) - Date.now();
    if (wait > 0) await rest(wait);
  }
  const took = (Date.now() - began) / 1_000;
  assert.ok(took < 1.2 * UPDATES / UPDATES_A_SECOND, `${UPDATES} updates took ${took} s`);
}

/// The delivery of the wall's first row, and where that row says its truck stands.
async function firstRow(page, open) {
  const lot = await page.locator('.qr').first().getAttribute('data-lot');
  const delivery = open.find(delivery => delivery.card === lot);
  const stands = dock => page.locator(`.qr[data-lot="${lot}"] .lo`).filter({ hasText: new RegExp(`^${dock}$`) }).waitFor();
  return { delivery, stands };
}

/// How long it takes until the wall shows a single update.
async function singleUpdates(feeder, { delivery, stands }) {
  const delays = [];
  for (let n = 0; n < Math.min(20, SAMPLES); n += 1) {
    await rest(3_000);
    const dock = `D${1 + (n % 4)}`;
    await move(feeder, delivery.receipt, dock);
    const moved = Date.now();
    await stands(dock);
    delays.push(Date.now() - moved);
  }
  say('a single update recorded elsewhere -> on the board', spread(delays));
}

async function wall(plant, { open }) {
  const context = await plant.browser('wall', { viewport: { width: 1920, height: 1080 } });
  context.setDefaultTimeout(PATIENCE);
  const page = context.pages()[0];
  await plant.enrol(page, 'wall', 'supervisor');
  const session = await slow(context, page);
  const begins = Date.now();
  await page.goto(`${plant.url}/#/board`);
  await page.locator('.qr').first().waitFor();
  say('the board opened, until its rows are there', milliseconds(Date.now() - begins));
  say('the wall\'s page runs slower, measured', `${(await slowdown(page, session)).toFixed(1)} times`);
  const counts = await page.locator('.three .big').allTextContents();
  assert.equal(counts.reduce((sum, count) => sum + Number(count), 0), OPEN_LOTS, 'open lots on the wall');

  const feeder = await new Terminal(plant, 'feeder', { name: PEOPLE.clerk.name, post: 'dock-clerk' }).begin('--live');
  const first = await firstRow(page, open);
  await rest(5_000);
  await watchFrames(page);
  await frames(`board, ${OPEN_LOTS} open lots, at rest`, page, session, () => rest(10_000));
  let sent;
  await frames(`board, ${OPEN_LOTS} open lots, ${UPDATES_A_SECOND} updates a second`, page, session, async () => {
    await updates(feeder, open, first.delivery);
    sent = Date.now();
    await first.stands('D9');
  });
  say('  from the last of them until the board showed it', milliseconds(Date.now() - sent));
  await singleUpdates(feeder, first);
  await sayMemory('wall', context, session);
  await feeder.end();
  await context.close();
}

const plant = await Plant.start();
try {
  say('processors, and their load over 1, 5 and 15 minutes', `${os.cpus().length}; ${load()}`);
  say('the page\'s thread is slowed down', `${SLOWER} times`);
  importOrders(plant);
  const filled = await fill(plant);
  await handheld(plant, filled);
  await wall(plant, filled);
  say('the processors\' load at the end', load());
} finally {
  await plant.end();
}
