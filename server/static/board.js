// The live board: draws the latest sheet, counts time down by itself, and says how old it is.

import { isChinese, named, span, store, stored, switchLanguage, translatePage, word } from './words.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The server speaks every 15 s at least: two missed, and it is gone. */
const GONE_AFTER = 35_000;
/** So many devices stand side by side with their whole names, the troubled ones first. */
const MOST_DEVICES = 10;

/** A device not heard of for so long is shown as offline. */
const OFFLINE_AFTER = 10 * MINUTE;
/** The order of lots changes at most this often, so that eyes can follow. */
const REORDER_EVERY = 5_000;
const STATES = ['waiting', 'not-signed', 'in-inspection', 'to-sort', 'conflict', 'held', 'released', 'put-away', 'rejected', 'returned'];

const $ = (id) => document.getElementById(id);
let sheet = null;
let serverAhead = 0;
let heardAt = null;
let drawnAt = 0;
let source = null;

// ---------- hearing ----------

function connect() {
  source?.close();
  source = new EventSource('/api/board/events');
  source.addEventListener('board', (event) => {
    sheet = JSON.parse(event.data);
    heardAt = performance.now();
    serverAhead = Date.parse(sheet.board.now) - Date.now();
    $('login').hidden = true;
    draw();
  });
  // A broken line is mended by the browser; a refusal is not, so it is asked why.
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) askWhy();
  };
}

async function askWhy() {
  try {
    const answer = await fetch('/api/board', { cache: 'no-store' });
    if (answer.status === 401) {
      $('login').hidden = false;
      return;
    }
  } catch { /* the server is gone; it is tried again below */ }
  setTimeout(connect, 3_000);
}

/** Trades the code for a cookie. */
function trade(code) {
  return fetch('/board/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

/** A link may bring the code behind `#`, which is sent to nobody; it is not left in the address. */
async function tradeLink() {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return;
  history.replaceState(null, '', location.pathname);
  try { await trade(code); } catch { /* the server is gone: the code is asked for once it is back */ }
}

$('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('login-answer').textContent = '';
  try {
    const answer = await trade($('code').value);
    if (answer.ok) connect();
    else $('login-answer').textContent = word('loginWrong');
  } catch {
    $('login-answer').textContent = word('gone', span(0));
  }
});

// ---------- drawing ----------

const now = () => Date.now() + serverAhead;
const isGone = () => heardAt === null || performance.now() - heardAt > GONE_AFTER;

function element(tag, classes = '', text = '') {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  if (text !== '') made.textContent = text;
  return made;
}

function shape(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function icon(name, label) {
  const made = shape('svg', { class: 'icon', role: 'img', 'aria-label': label });
  made.append(shape('use', { href: `#${name}` }));
  return made;
}

/** h:mm, without a sign: its word says which way. */
function clockSpan(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Under two minutes seconds count. */
function countdown(milliseconds) {
  if (Math.abs(milliseconds) >= 2 * MINUTE) return clockSpan(milliseconds);
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  // With its marks: 0:48 is hours and minutes everywhere else.
  return seconds < 60 ? `${seconds}″` : `${Math.floor(seconds / 60)}′${String(seconds % 60).padStart(2, '0')}″`;
}

/** The wall clock's reading at the site. */
function atSite(instant) {
  return new Date(instant + (sheet?.board.utc_offset_minutes ?? 480) * MINUTE);
}

const timeOf = (instant) => atSite(instant).toISOString().slice(11, 16);

function draw() {
  if (!sheet) return;
  $('site').textContent = sheet.board.site ?? '';
  drawDocks();
  drawStates();
  drawRate();
  drawTroubles();
  if (performance.now() - drawnAt > REORDER_EVERY || $('rows').childElementCount === 0) drawRows();
  tick();
}

/** What is overdue by now, even where the server can no longer say so. */
function standing(lot) {
  return lot.due !== null && Date.parse(lot.due) < now() ? 'overdue' : lot.standing;
}

function drawRows() {
  drawnAt = performance.now();
  const lots = sheet.board.open_lots;
  const most = matchMedia('(min-width: 1100px)').matches ? 9 : 40;
  $('rows').replaceChildren(...lots.slice(0, most).map(lotRow));
  if (lots.length === 0) $('rows').append(element('p', 'empty', word('emptyQueue')));
  const all = sheet.board.overdue + sheet.board.due_soon + sheet.board.in_time;
  $('more').textContent = all > most ? word('more', all - most) : '';
}

function lotRow(lot) {
  const row = element('div', 'row');
  row.dataset.due = lot.due ?? '';
  row.lot = lot;
  const item = (isChinese() ? lot.name_zh : lot.name_en ?? lot.name_zh) ?? lot.item ?? lot.number;
  const first = element('span', 'mark');
  const name = element('span', 'item');
  name.append(element('span', 'cut', item), element('small', '', lot.number));
  const axis = shape('svg', { class: 'axis', viewBox: '0 0 180 58', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  row.append(first, element('span', 'count right'), name, element('span', 'vendor cut', lot.vendor_name ?? '–'),
    element('span', 'dock cut', lot.dock ?? '–'), axis);
  return row;
}

/** What the passing of time changes in a row. */
function tickRow(row) {
  const { lot } = row;
  if (!lot) return;
  const stands = standing(lot);
  const due = lot.due === null ? null : Date.parse(lot.due) - now();
  row.classList.toggle('overdue', stands === 'overdue');
  if (row.dataset.stands !== stands) {
    row.dataset.stands = stands;
    const label = word({ overdue: 'overdue', 'due-soon': 'dueSoon' }[stands] ?? 'inTime');
    row.firstChild.replaceChildren(icon(stands === 'overdue' || stands === 'due-soon' ? stands : 'in-time', label));
  }
  const count = row.children[1];
  const text = due === null ? '–' : countdown(due);
  count.replaceChildren(element('small', '', due === null ? '' : word(due < 0 ? 'over' : 'left')), document.createTextNode(` ${text}`));
  const axis = row.lastChild;
  axis.replaceChildren(shape('path', { class: 'axis-now', d: 'M90 0V58' }));
  if (due === null) return;
  const reach = 90 + Math.max(-1, Math.min(1, due / HOUR)) * 80;
  if (due < 0) axis.append(shape('path', { class: 'axis-overdue', d: `M${reach} 17H90V41H${reach}z` }));
  else axis.append(shape('path', { class: 'axis-left', d: `M90 29H${reach}` }), shape('ellipse', { class: 'axis-end', cx: reach, cy: 29, rx: 6, ry: 9 }));
}

function figure(id, count, small) {
  const place = $(id);
  place.querySelector('b').textContent = count;
  place.querySelector('small').textContent = small;
  place.classList.toggle('zero', count === 0);
}

function tickFigures() {
  const lots = sheet.board.open_lots;
  const turned = (was) => lots.filter((lot) => lot.standing === was && standing(lot) === 'overdue').length;
  const dues = lots.filter((lot) => lot.due !== null).map((lot) => Date.parse(lot.due) - now());
  const overdue = sheet.board.overdue + turned('due-soon') + turned('in-time');
  const soon = sheet.board.due_soon - turned('due-soon');
  const inTime = sheet.board.in_time - turned('in-time');
  const worst = Math.min(...dues, 0);
  const ahead = Math.min(...dues.filter((due) => due >= 0));
  figure('n-overdue', overdue, overdue ? word('longest', countdown(worst)) : word('none'));
  figure('n-soon', soon, soon && Number.isFinite(ahead) ? word('next', countdown(ahead)) : word('none'));
  figure('n-time', inTime, word('open', overdue + soon + inTime));
}

function drawDocks() {
  const { docks } = sheet.board;
  const shown = docks.slice(0, 5).map((dock) => {
    const row = element('tr');
    row.append(element('td', 'cut', dock.dock ?? word('noDock')));
    for (const count of [dock.receipts, dock.counting, dock.signed]) row.append(element('td', count ? 'right' : 'right dim', count));
    return row;
  });
  $('docks').replaceChildren(...shown);
  if (docks.length === 0) {
    const cell = element('td', 'empty', word('emptyDocks'));
    cell.colSpan = 4;
    const row = element('tr');
    row.append(cell);
    $('docks').append(row);
  }
  $('docks-sum').textContent = word('docksSum', docks.reduce((sum, dock) => sum + dock.receipts, 0));
}

function drawStates() {
  const counts = new Map(sheet.board.by_status.map(({ status, lots }) => [status, lots]));
  const all = [...counts.values()].reduce((sum, lots) => sum + lots, 0);
  $('states-sum').textContent = word('statesSum', all);
  const bar = $('states-bar');
  bar.replaceChildren();
  $('states').replaceChildren();
  let from = 0;
  for (const status of STATES.filter((status) => counts.get(status))) {
    const width = (counts.get(status) / all) * 1000;
    bar.append(shape('rect', { class: `part s-${status}`, x: from, y: 1, width, height: 24 }));
    from += width;
    const entry = element('li');
    const swatch = shape('svg', { class: 'swatch', viewBox: '0 0 20 20', 'aria-hidden': 'true' });
    swatch.append(shape('rect', { class: `part s-${status}`, width: 20, height: 20 }));
    entry.append(swatch, element('b', '', counts.get(status)), document.createTextNode(` ${named('status', status)}`));
    $('states').append(entry);
  }
  if (all === 0) $('states').append(element('li', 'empty', word('emptyStates')));
}

const percent = (permille) => (permille / 10).toFixed(1);

function drawRate() {
  const { on_time_permille: today, days } = sheet.board;
  const rate = $('rate');
  rate.replaceChildren(today === null ? element('small', '', word('noRate')) : document.createTextNode(percent(today)));
  if (today !== null) rate.append(element('small', '', ` % · ${word('onTimeOf', days.at(-1)?.lots ?? 0)}`));
  const chart = $('days');
  chart.replaceChildren();
  // The scale is fixed, 70 to 100, so that days can be compared across walls.
  const high = (permille) => 66 - (Math.max(700, Math.min(1000, permille)) - 700) / 300 * 60;
  const known = days.map((day, place) => [place, day.on_time_permille]).filter(([, rate]) => rate !== null);
  const points = known.map(([place, permille]) => `${6 + (place * 268) / Math.max(1, days.length - 1)} ${high(permille)}`);
  chart.append(shape('path', { class: 'day-goal', d: `M0 ${high(950)}H280` }));
  if (points.length > 1) chart.append(shape('path', { class: 'day-line', d: `M${points.join('L')}` }));
  for (const [place, permille] of known.slice(-1)) {
    chart.append(shape('circle', { class: 'day-end', cx: 6 + (place * 268) / Math.max(1, days.length - 1), cy: high(permille), r: 6 }));
  }
}

function drawTroubles() {
  const { conflicts, set_aside: aside } = sheet.board;
  $('trouble-head').textContent = word('troubles', conflicts, aside);
  const since = (instant) => instant ? timeOf(Date.parse(instant)) : '';
  const found = [
    ...sheet.conflicts.map((conflict) => {
      const last = conflict.sides.map((side) => side.recorded?.at).filter(Boolean).sort().at(-1);
      const sides = conflict.sides.map((side) => (isChinese() ? side.says_zh : side.says)).join(' / ');
      return ['conflict', `${named('conflict', conflict.rule)} · ${conflict.about} · ${sides}`, since(last)];
    }),
    ...sheet.set_aside.map((fact) => ['set-aside', `${named('reason', fact.reason)} · ${fact.kind ? named('kind', fact.kind) : ''} ${fact.fact}`, since(fact.recorded)]),
  ];
  $('troubles').replaceChildren(...found.slice(0, 4).map(([kind, text, at]) => {
    const entry = element('li');
    entry.append(icon(kind, kind), element('span', 'cut', text), element('b', '', at));
    return entry;
  }));
  $('trouble-since').hidden = found.length === 0;
  if (found.length === 0) $('troubles').append(element('li', 'empty', word('noTroubles')));
}

/** Devices, those in trouble first. */
function tickDevices() {
  const contacts = new Map(sheet.contacts.map((contact) => [contact.device, contact]));
  const rows = sheet.board.devices.filter((device) => !device.revoked).map((device) => {
    const contact = contacts.get(device.number);
    const seen = contact?.seen ?? device.last_recorded;
    const age = seen ? now() - Date.parse(seen) : Infinity;
    const unsent = contact?.unsent ?? 0;
    const offline = age > OFFLINE_AFTER;
    const off = contact?.clock_wrong ? contact.clock_offset_ms : 0;
    const held = contact?.held_back ?? null;
    return { held, name: device.name ?? String(device.number), known: contact !== undefined, age, unsent, offline, off, bad: (offline && unsent > 0) || off !== 0 || held !== null };
  });
  rows.sort((a, b) => b.bad - a.bad || a.offline - b.offline);
  $('devices-head').textContent = word('devices', rows.length);
  $('devices').replaceChildren(...rows.slice(0, MOST_DEVICES).map((row) => {
    const place = element('div', `device${row.bad ? ' bad' : row.offline ? ' off' : ''}`);
    const clock = `${row.off > 0 ? '−' : '+'}${clockSpan(row.off)}`;
    const third = row.held ? named('held-back', row.held) : row.off ? word('clockOff', clock) : row.unsent ? word('unsent', row.unsent) : row.known ? word('allSent') : '–';
    place.append(element('b', 'cut', row.name), element('span', '', Number.isFinite(row.age) ? span(row.age) : word('notSeen')),
      element('span', row.bad ? 'strong' : 'dim', third));
    return place;
  }));
  if (rows.length === 0) $('devices').append(element('p', 'empty', word('noDevices')));
  const missing = rows.filter((row) => row.offline && Number.isFinite(row.age));
  const names = missing.slice(0, 3).map((row) => row.name).join(word('listSeparator')) + (missing.length > 3 ? '…' : '');
  return missing.length ? word('missing', names, missing.reduce((sum, row) => sum + row.unsent, 0)) : '';
}

function tick() {
  const gone = isGone();
  $('wall').classList.toggle('gone', gone && sheet !== null);
  $('gone').hidden = !gone || sheet === null;
  const age = heardAt === null ? 0 : performance.now() - heardAt;
  $('gone').textContent = word('gone', span(age));
  const local = atSite(now());
  $('clock').textContent = local.toISOString().slice(11, 16);
  $('date').textContent = new Intl.DateTimeFormat(isChinese() ? 'zh-CN' : 'en-GB',
    { month: 'short', day: 'numeric', weekday: 'short', timeZone: 'UTC' }).format(local);
  $('fresh').textContent = sheet === null ? word('connecting') : gone ? word('gone', span(age)) : word('live', span(age));
  $('fresh-mark').setAttribute('href', gone ? '#lost' : '#done');
  if (!sheet) return;
  $('as-of').textContent = word('asOf', atSite(Date.parse(sheet.board.now)).toISOString().slice(11, 19));
  tickFigures();
  for (const row of $('rows').children) tickRow(row);
  const missing = tickDevices();
  $('missing').textContent = gone ? word('mayBeHigh') : missing;
}

// ---------- switches ----------

function dress() {
  const asked = new URLSearchParams(location.search).get('theme') ?? stored('inwards-theme');
  document.documentElement.classList.toggle('theme-dark', asked === 'dark');
}

function say() {
  translatePage();
  $('language').textContent = word('other');
  $('rows').replaceChildren();
  draw();
  tick();
}

$('language').addEventListener('click', () => { switchLanguage(); say(); });
$('theme').addEventListener('click', () => {
  store('inwards-theme', document.documentElement.classList.toggle('theme-dark') ? 'dark' : 'light');
});

dress();
say();
await tradeLink();
connect();
setInterval(() => {
  if (sheet && performance.now() - drawnAt > REORDER_EVERY) drawRows();
  tick();
  // A line that died in silence is not noticed by the browser.
  const silent = heardAt !== null && performance.now() - heardAt > 2 * GONE_AFTER;
  if (silent && $('login').hidden && source.readyState === EventSource.OPEN) connect();
}, 1_000);
