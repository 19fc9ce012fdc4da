// The app's figures in a real Chromium with the processor slowed down: `node figures.mjs [RECEIPTS]`.
//
// RECEIPTS deliveries (20,000 where nothing is said) are on the server, 500 of their lots open.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { PEOPLE, PIN, Plant, kept, openReceipt, scan, signIn } from './plant.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = process.env.INWARDS_PROGRAMS ?? path.join(ROOT, 'target/release');
const RECEIPTS = Number(process.argv[2] ?? 20_000);
const OPEN_LOTS = Math.min(500, RECEIPTS);
const AN_ORDER = 5;
const SLOWER = Number(process.env.SLOWER ?? 6);
const LONG_ORDER = 'PO-LONG';
const UPDATES_A_SECOND = 10;

const say = (what, figure) => console.log(`${what.padEnd(64)} ${figure}`);
const milliseconds = figure => `${Math.round(figure)} ms`;
const percentile = (figures, share) => figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * share))];
const spread = figures => `p50 ${percentile(figures, 0.5).toFixed(1)} ms, p99 ${percentile(figures, 0.99).toFixed(1)} ms, most ${Math.max(...figures).toFixed(1)} ms (${figures.length})`;

/// A terminal that answers line by line.
class Terminal {
  constructor(plant, name, post) {
    this.data = path.join(plant.folder, name);
    this.plant = plant;
    this.name = name;
    this.post = post;
  }

  async once(words, input = '') {
    const program = spawn(path.join(PROGRAMS, 'inwards'), ['--data', this.data, '--json', ...words], { stdio: ['pipe', 'ignore', 'inherit'] });
    program.stdin.end(`${input}\n`);
    await new Promise((go, fail) => program.on('exit', code => (code ? fail(new Error(`${words}: ${code}`)) : go())));
  }

  async begin(...how) {
    await this.once(['enrol', '--server', `http://127.0.0.1:${this.plant.port}`, '--code', this.plant.code(this.name, this.post)]);
    await this.once(['sync']);
    await this.once(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
    this.program = spawn(path.join(PROGRAMS, 'inwards'), ['--data', this.data, '--json', 'run', ...how, '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = readline.createInterface({ input: this.program.stdout })[Symbol.asyncIterator]();
    return this;
  }

  async do(line) {
    this.program.stdin.write(`${line}\n`);
    const { value } = await this.answers.next();
    return JSON.parse(value);
  }

  async end() {
    this.program.stdin.end();
    await new Promise(go => this.program.on('exit', go));
  }
}

function importOrders(plant) {
  const rows = ['order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of'];
  for (let n = 0; n * AN_ORDER < RECEIPTS; n += 1) rows.push(`PO-${n},standard,V001,1,BOLT-M8X30,1000,pcs,2026-12-31,open,,,`);
  for (let line = 1; line <= 60; line += 1) rows.push(`${LONG_ORDER},standard,V001,${line},SCREW-42,1000,pcs,2026-12-31,open,,,`);
  const file = path.join(plant.folder, 'many-orders.csv');
  fs.writeFileSync(file, `${rows.join('\n')}\n`);
  plant.administrator(['import', 'orders', file]);
}

/// Fills the plant: deliveries counted, signed and carded; all but the last lots judged.
async function fill(plant) {
  const began = Date.now();
  const dock = await new Terminal(plant, 'filler', 'dock-clerk+terminal-operator').begin();
  for (let n = 0; n < RECEIPTS; n += 1) {
    const { receipt } = await dock.do(`receipt open --po PO-${n % Math.ceil(RECEIPTS / AN_ORDER)} --dock D${1 + (n % 4)}`);
    await dock.do(`receipt tally ${receipt} --line 1 --qty 10`);
    // Counted and signed; a lot on the wall is one that has its card.
    await dock.do(`receipt sign ${receipt}`);
    if (n >= RECEIPTS - OPEN_LOTS) await dock.do(`card issue ${receipt} --line 1`);
    if (n % 2_000 === 1_999) console.log(`  ${n + 1} deliveries, ${Math.round((Date.now() - began) / 1_000)} s`);
  }
  await dock.end();
  await dock.once(['sync']);
}

async function slow(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return session;
}

/// Time from a key or a tap until the thing that tells of it is on the screen.
async function sinceInput(page, event, selector, changed) {
  await page.evaluate(({ event, selector, changed }) => {
    const read = () => document.querySelector(selector)?.getAttribute(changed) ?? null;
    globalThis.feedback = new Promise(done => {
      let from = null;
      const before = read();
      addEventListener(event, input => { from ??= input.timeStamp; }, { capture: true });
      const look = () => {
        if (from !== null && read() !== before) requestAnimationFrame(() => done(performance.now() - from));
        else requestAnimationFrame(look);
      };
      look();
    });
  }, { event, selector, changed });
  return () => page.evaluate(() => globalThis.feedback);
}

async function handheld(plant) {
  const context = await plant.browser('handheld');
  const page = context.pages()[0];
  await slow(context, page);
  const loads = Date.now();
  await page.goto(`${plant.url}/#/enrol/${plant.code('handheld', 'dock-clerk')}`);
  await page.locator('form.enrol').waitFor();
  say('first load, nothing cached, until it can be used', milliseconds(Date.now() - loads));
  await kept(page);
  const fetches = Date.now();
  await page.locator('.dock .btn.main').click();
  await page.locator('.sync[data-unsent="0"][data-link="Live"]').waitFor({ timeout: 600_000 });
  say(`enrolled, and ${RECEIPTS} receipts fetched`, milliseconds(Date.now() - fetches));
  context.setDefaultTimeout(120_000);
  await signIn(page, PEOPLE.clerk);
  await page.goto(`${plant.url}/#/dock`);
  await page.locator('.scanbar').waitFor();

  const reloads = [];
  for (let n = 0; n < 5; n += 1) {
    const began = Date.now();
    await page.reload();
    await page.locator('.scanbar').waitFor();
    reloads.push(Date.now() - began);
  }
  say('reload from the service worker', spread(reloads));

  await openReceipt(page, LONG_ORDER);
  const lines = await page.locator('.row.line').count();
  const opens = [];
  for (let n = 0; n < 10; n += 1) {
    await page.goto(`${plant.url}/#/dock`);
    await page.locator('.row.rc').first().waitFor();
    await page.waitForTimeout(300);
    const told = await sinceInput(page, 'pointerdown', `.row.line:nth-of-type(${lines - 1})`, 'data-line');
    await page.locator('.row.rc').first().click();
    opens.push(await told());
  }
  say(`a receipt of ${lines} lines opened`, spread(opens));

  // A label that says item and quantity is counted by the scan alone.
  const feedback = [];
  for (let n = 0; n < 100; n += 1) {
    const told = await sinceInput(page, 'keydown', '.last', 'data-number');
    await page.keyboard.press('F13').catch(() => {});
    await scan(page, 'NO-SUCH-CODE', 0);
    feedback.push(await told());
    await page.waitForTimeout(30);
  }
  say('scan refused -> seen', spread(feedback));
  const counted = [];
  await page.locator('.row.line').first().click();
  await page.locator('.sheet .keys').waitFor();
  for (let n = 0; n < 60; n += 1) {
    if (n > 0) {
      await page.locator('.row.line').first().click();
      await page.locator('.sheet .keys').waitFor();
    }
    await page.keyboard.type('7', { delay: 60 });
    await page.locator('.sheet .v', { hasText: '7' }).waitFor();
    await page.waitForTimeout(250);
    const told = await sinceInput(page, 'keydown', '.last', 'data-number');
    await page.keyboard.press('Enter');
    counted.push(await told());
  }
  say('counted -> durable -> seen', spread(counted));
  await context.close();
}

async function wall(plant) {
  const context = await plant.browser('wall', { viewport: { width: 1920, height: 1080 } });
  context.setDefaultTimeout(600_000);
  const page = context.pages()[0];
  await plant.enrol(page, 'wall', 'supervisor');
  await page.goto(`${plant.url}/#/board`);
  await page.locator('.qr').first().waitFor();
  const session = await slow(context, page);
  await session.send('Performance.enable');
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(metric => metric.name === 'TaskDuration').value;
  const feeder = await new Terminal(plant, 'feeder', 'dock-clerk').begin('--live');
  const { receipt } = await feeder.do(`receipt open --po ${LONG_ORDER}`);
  await page.waitForTimeout(2_000);
  await page.evaluate(() => {
    globalThis.frames = [];
    let last = performance.now();
    const frame = now => { globalThis.frames.push(now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  });
  const [from, began] = [await busy(), Date.now()];
  for (let n = 0; n < 20 * UPDATES_A_SECOND; n += 1) {
    await feeder.do(`receipt tally ${receipt} --line ${1 + (n % 60)} --qty 1`);
    const rest = began + (n + 1) * (1_000 / UPDATES_A_SECOND) - Date.now();
    if (rest > 0) await page.waitForTimeout(rest);
  }
  const frames = await page.evaluate(() => globalThis.frames);
  const seconds = (Date.now() - began) / 1_000;
  say(`board, ${OPEN_LOTS} open lots, ${UPDATES_A_SECOND} updates a second: frames`, spread(frames));
  say('  its share of a processor', `${Math.round(((await busy() - from) / seconds) * 100)} %`);
  await feeder.end();
  await context.close();
}

const plant = await Plant.start();
try {
  importOrders(plant);
  await fill(plant);
  say('processor slowed down', `${SLOWER} times`);
  await handheld(plant);
  await wall(plant);
} finally {
  await plant.end();
}
