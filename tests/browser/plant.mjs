// A plant of a few orders with a real server, and browsers that are its devices.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = process.env.INWARDS_PROGRAMS ?? path.join(ROOT, 'target/debug');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const PIN = '482917';
export const PEOPLE = {
  clerk: { name: '王小梅', post: 'dock-clerk+terminal-operator+nonconforming-keeper' },
  inspector: { name: '李强', post: 'qc-inspector' },
  supervisor: { name: '赵敏', post: 'supervisor+administrator+purchasing' },
};
export const ORDER = 'PO260001';
export const OTHER_ORDER = 'PO260002';

const TABLES = {
  vendors: ['vendor,name,currency', 'V001,东莞鸿泰五金制品有限公司,CNY', 'V002,佛山永联包装有限公司,CNY'],
  'approved-vendors': ['vendor,valid_from,valid_to', 'V001,2020-01-01,', 'V002,2020-01-01,'],
  items: [
    'item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance',
    'BOLT-M8X30,六角头螺栓 M8×30 8.8级 镀锌,Hex head bolt M8×30 8.8 zinc plated,pcs,0,no,no,,',
    'STRIP-08,冷轧钢带 SPCC-SD 0.8×125 表面无油,Cold rolled strip SPCC-SD 0.8×125 oil-free,kg,3,no,no,,',
    'CARTON-56,五层瓦楞纸箱 560×380×420 加强,Carton 5-ply 560×380×420 reinforced,pcs,0,yes,no,,',
    'SCREW-42,十字槽沉头自攻螺钉 ST4.2×16 304 钝化,Cross recessed countersunk screw ST4.2×16 A2,pcs,0,no,no,,',
  ],
  orders: [
    'order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of',
    `${ORDER},standard,V001,1,BOLT-M8X30,2400,pcs,2026-12-31,open,,,`,
    `${ORDER},standard,V001,2,STRIP-08,625.5,kg,2026-12-31,open,,,`,
    `${ORDER},standard,V001,3,SCREW-42,6000,pcs,2026-12-31,open,,,`,
    `${OTHER_ORDER},packaging,V002,1,CARTON-56,500,pcs,2026-12-31,open,,,`,
    ...Array.from({ length: 60 }, (_, n) => `PO27${String(n).padStart(4, '0')},standard,V001,1,BOLT-M8X30,100,pcs,2026-12-31,open,,,`),
  ],
};

export class Plant {
  /// `tls` is a name under which the server speaks TLS, and which only this plant's browsers know;
  /// `insecure` is one under which it speaks in clear to everybody; `closed` opens the board to its code alone.
  static async start({ port = 0, web = process.env.INWARDS_WEB, tls, insecure, closed } = {}) {
    const plant = new Plant();
    plant.closed = closed;
    plant.tls = tls;
    plant.insecure = insecure;
    plant.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inwards-browser-'));
    plant.web = web;
    plant.errors = [];
    plant.port = port;
    for (const [name, rows] of Object.entries(TABLES)) {
      const file = path.join(plant.folder, `${name}.csv`);
      fs.writeFileSync(file, rows.join('\n') + '\n');
      plant.administrator(['import', name, file]);
    }
    for (const { name, post } of Object.values(PEOPLE)) {
      plant.administrator(['people', 'add', name, '--post', post, '--pin-stdin', '--chosen'], PIN);
    }
    await plant.serve();
    return plant;
  }

  administrator(words, input) {
    // Only who reads it is given input: one that has ended before would be a broken pipe.
    const given = input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input: `${input}\n` };
    const told = execFileSync(path.join(PROGRAMS, 'inwards-server'), ['--json', '--data', path.join(this.folder, 'data'), ...words], { encoding: 'utf8', ...given });
    return told.trim() ? JSON.parse(told) : null;
  }

  async serve() {
    const words = ['--data', path.join(this.folder, 'data'), 'serve', '--listen', `127.0.0.1:${this.port}`, '--site-name', '样板厂'];
    if (!this.closed) words.push('--open-board');
    if (this.web) words.push('--web', this.web);
    if (this.tls) words.push('--tls-name', this.tls);
    if (this.insecure) words.push('--insecure-lan', '--host', this.insecure);
    this.server = spawn(path.join(PROGRAMS, 'inwards-server'), words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [told] = await once(this.server.stdout, 'data');
    this.port = Number(/:(\d+)/.exec(String(told).replace('http:', ''))[1]);
    this.url = this.tls ? `https://${this.tls}:${this.port}` : `http://localhost:${this.port}`;
  }

  /// Kills the server, as a power cut would.
  async kill() {
    if (!this.server) return;
    const gone = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    this.server = null;
    await gone;
  }

  /// Ends it all; a page that broke on the way is a fault, whatever was seen of it.
  async endUnbroken() {
    await this.end();
    if (this.errors.length) throw new Error(`a page broke: ${this.errors[0]}`);
  }

  async end() {
    // Browsers write into their profiles until they are closed.
    for (const context of this.contexts ?? []) await context.close().catch(() => {});
    await this.kill();
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  code(name, post) {
    return this.administrator(['devices', 'code', '--name', name, '--post', post]).code;
  }

  async get(view) {
    const answer = await fetch(`http://127.0.0.1:${this.port}${view}`);
    if (!answer.ok) throw new Error(`${view}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /// What opens the board.
  boardCode() {
    return fs.readFileSync(path.join(this.folder, 'data/board-token'), 'utf8').trim();
  }

  profile(name) {
    return path.join(this.folder, `profile-${name}`);
  }

  /// The root as the server has laid it out.
  get root() {
    return path.join(this.folder, 'data/tls/root.crt');
  }

  /// A home whose browsers trust the plant's root, as a device does after the page's steps.
  trusting(name) {
    const home = path.join(this.folder, `home-${name}`);
    const store = path.join(home, '.pki/nssdb');
    fs.mkdirSync(store, { recursive: true });
    const certutil = (...words) => execFileSync(process.env.CERTUTIL ?? 'certutil', ['-d', `sql:${store}`, ...words]);
    certutil('-N', '--empty-password');
    certutil('-A', '-t', 'C,,', '-n', 'Inwards', '-i', this.root);
    return { ...process.env, HOME: home };
  }

  /// Opens a browser on a profile of its own, which outlives it; `args` go to Chromium as well.
  async browser(name, { args = [], ...options } = {}) {
    const context = await chromium.launchPersistentContext(this.profile(name), {
      executablePath: CHROMIUM, headless: true,
      args: [...ARGUMENTS, ...this.tls ? [`--host-resolver-rules=MAP ${this.tls} 127.0.0.1`] : [], ...args], locale: 'zh-CN',
      viewport: { width: 360, height: 640 }, deviceScaleFactor: 1, ...options,
    });
    context.setDefaultTimeout(15_000);
    context.on('weberror', error => this.errors.push(error.error().message));
    this.contexts ??= [];
    this.contexts.push(context);
    return context;
  }

  /// A browser that is enrolled, and at which somebody is signed in.
  async device(name, post, person, options = {}) {
    const context = await this.browser(name, options);
    const page = context.pages()[0];
    await this.enrol(page, name, post);
    await signIn(page, person);
    return { context, page };
  }

  async enrol(page, name, post) {
    await page.goto(`${this.url}/#/enrol/${this.code(name, post)}`);
    await page.locator('form.enrol').waitFor();
    await page.locator('.dock .btn.main').click();
    await page.locator('.lockp').waitFor();
    await synced(page);
  }
}

export async function signIn(page, person) {
  await page.locator('.lockp .row', { hasText: person.name }).click();
  await page.locator('.dots').waitFor();
  await page.keyboard.type(PIN, { delay: 80 });
  await page.locator('.lockp').waitFor({ state: 'detached' });
}

/// Waits until everything is sent and the log is read.
export async function synced(page) {
  await page.locator('.sync[data-unsent="0"][data-link="Live"]').waitFor();
}

export async function unsent(page) {
  return Number(await page.locator('.sync').getAttribute('data-unsent'));
}

/// Waits until the program is kept for work without the network.
export async function kept(page) {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    while (registration.active.state !== 'activated') await new Promise(go => setTimeout(go, 20));
  });
}

/// What a scanner in keyboard mode does: keys within milliseconds, and Enter.
export async function scan(page, code, delay = 3) {
  await page.keyboard.type(code, { delay });
  await page.keyboard.press('Enter');
}

/// Codes right after each other, so fast that no busy machine makes a person of the scanner.
export const read = (page, ...codes) => page.evaluate(codes => {
  const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const next = () => new Promise(go => setTimeout(go, 120));
  return codes.reduce((before, code) => before.then(() => { [...code, 'Enter'].forEach(press); return next(); }), Promise.resolve());
}, codes);

/// Scans until something is to be seen: a scan that a busy machine held up is done again.
export async function scanFor(page, code, seen) {
  for (let times = 1; ; times += 1) {
    await scan(page, code);
    const waited = seen.waitFor({ timeout: times < 4 ? 4_000 : 15_000 });
    if (times === 4) return waited;
    if (await waited.then(() => true, () => false)) return;
  }
}

/// Counts so much on a line of the receipt that is shown.
export async function count(page, line, amount) {
  await page.locator(`.row.line[data-line="${line}"]`).click();
  await page.locator('.sheet .keys').waitFor();
  await page.keyboard.type(String(amount), { delay: 70 });
  await page.locator('.sheet .v', { hasText: String(amount) }).waitFor();
  const before = await page.locator('.last').getAttribute('data-number', { timeout: 200 }).catch(() => null);
  await page.keyboard.press('Enter');
  // Told, or asked about.
  await page.locator(`.guard, .last:not([data-number="${before}"])`).first().waitFor();
}

/// What a line of the receipt that is shown has counted.
export async function counted(page, line) {
  const text = await page.locator(`.row.line[data-line="${line}"] .n .num`).textContent();
  return Number(text.replace(/[^0-9.]/g, ''));
}

/// Opens the receipt of an order, or goes on with it.
export async function openReceipt(page, order) {
  const line = page.locator('.row.line').first();
  await scan(page, order);
  // Keys that a busy machine held up are a person's to the wedge: scanned again, it goes on.
  await line.waitFor({ timeout: 4_000 }).catch(() => scan(page, order));
  await line.waitFor();
}

/// Lets the page be without the network: by the browser's switch, or by killing the server.
export async function cut(plant, context, way) {
  if (way === 'the switch') await context.setOffline(true);
  else await plant.kill();
}

export async function mend(plant, context, way) {
  if (way === 'the switch') await context.setOffline(false);
  else await plant.serve();
}

export async function killBrowser(context) {
  const session = await context.browser().newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const { id } = processInfo.find(process => process.type === 'browser');
  const closed = new Promise(resolve => context.on('close', resolve));
  process.kill(id, 'SIGKILL');
  await closed;
  // The profile's lock goes with the last of its processes.
  await new Promise(go => setTimeout(go, 500));
}

/// Signs for the receipt that is shown; its cards and its slip follow.
export async function finish(page) {
  await page.locator('.dock .btn.main').click();
  await page.locator('.then').waitFor();
  await page.locator('.dock .btn.main').click();
  await page.locator('.row.card').waitFor();
  await page.getByRole('button', { name: '开验收单' }).click();
  await page.getByRole('button', { name: /确认验收单/ }).click();
  await page.locator('.state.done').waitFor();
}

/// Puts the lot that is shown at a location, which is asked about where no goods were there before.
export async function shelve(page, code) {
  const asked = page.locator('[data-is-place]');
  const told = page.locator('.last[data-ended="Counted"]', { hasText: code.split('*').at(-1) });
  await scanFor(page, code, page.locator('[data-is-place], .last[data-ended="Counted"]').filter({ visible: true }).first());
  if (await asked.count()) await asked.click();
  await told.waitFor();
}
