// Every sentence of the board, in both languages. A word that is missing shows its key.
// What states, rules and reasons are called, the server takes from the core.

import { NAMES } from './names.js';

const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** What the figures and columns are called that stand for a state or a thing. */
function heads(language) {
  const { standing, receipt, thing } = NAMES[language];
  const heads = {
    overdue: standing.overdue, dueSoon: standing['due-soon'], inTime: standing['in-time'],
    counting: receipt.counting, signed: receipt.signed,
    vendor: thing.vendor, dock: thing.dock, receipts: thing.receipt,
  };
  return Object.fromEntries(Object.entries(heads).map(([key, name]) => [key, capital(name)]));
}

const WORDS = {
  zh: {
    title: '收检 · 看板', name: '收检', other: 'English', theme: '深色',
    ...heads('zh'),
    longest: (t) => `最久 ${t}`, next: (t) => `最近 ${t}`, open: (n) => `待检共 ${n}`, none: '没有',
    queue: '待检的批', limit: '时限', item: '物料', present: '现在',
    over: '超', left: '剩', more: (n) => `另有 ${n} 批未列出`,
    emptyQueue: '没有待检的批。点收签核后,批会按时限排在这里。',
    docks: '今日点收 · 按码头', noDock: '未填',
    docksSum: (n) => `共 ${n} 单`, emptyDocks: '今天还没有点收。',
    states: '批的状态', statesSum: (n) => `共 ${n} 批`, emptyStates: '还没有检验卡。',
    onTime: '今日及时率', days: '近 14 天', noRate: '尚无判定', onTimeOf: (n) => `${n} 批`,
    troubles: (c, s) => `冲突 ${c} · 搁置 ${s}`, since: '自', noTroubles: '没有冲突,也没有搁置。',
    devices: (n) => `设备 ${n}`, devicesNote: '最后联系 · 未传 · 钟差超过 2 分钟才标出',
    noDevices: '还没有注册设备。', unsent: (n) => `未传 ${n}`, clockOff: (t) => `钟 ${t}`,
    allSent: '已传完', notSeen: '未联系', revoked: '已停用', ago: (t) => `${t}前`,
    live: (t) => `实时 · ${t}前`, connecting: '正在连接服务器…', gone: (t) => `服务器断开 ${t}`,
    asOf: (t) => `截至 ${t}`,
    missing: (d, n) => n > 0 ? `未计入:${d},至少 ${n} 条未传` : `未计入:${d} 离线`,
    mayBeHigh: '断开期间的判定未计入,逾期数可能偏高。',
    seconds: (n) => `${n} 秒`, minutes: (n) => `${n} 分钟`, hours: (h, m) => `${h} 小时 ${m} 分`,
    loginAsk: '看板口令', loginOpen: '打开', loginWrong: '口令不对,请再读一遍。',
    loginHelp: '口令在服务器数据目录的 board-token 文件里。', listSeparator: '、',
  },
  en: {
    title: 'Inwards · Board', name: 'Inwards', other: '中文', theme: 'Dark',
    ...heads('en'),
    longest: (t) => `longest ${t}`, next: (t) => `next ${t}`, open: (n) => `${n} to inspect`, none: 'none',
    queue: 'Lots to inspect', limit: 'Limit', item: 'Goods', present: 'now',
    over: 'over', left: 'left', more: (n) => `${n} more lots not listed`,
    emptyQueue: 'No lot waits. Once a count is signed, its lots stand here by deadline.',
    docks: 'Receipts today · by dock', noDock: 'not said',
    docksSum: (n) => `${n} in all`, emptyDocks: 'No receipt yet today.',
    states: 'Lots by state', statesSum: (n) => `${n} in all`, emptyStates: 'No inspection card yet.',
    onTime: 'On time today', days: '14 days', noRate: 'none judged', onTimeOf: (n) => `${n} lots`,
    troubles: (c, s) => `Conflicts ${c} · Set aside ${s}`, since: 'since', noTroubles: 'No conflict, nothing set aside.',
    devices: (n) => `Devices ${n}`, devicesNote: 'last contact · unsent · clock shown when over 2 min off',
    noDevices: 'No device is enrolled yet.', unsent: (n) => `${n} unsent`, clockOff: (t) => `clock ${t}`,
    allSent: 'all sent', notSeen: 'not seen', revoked: 'revoked', ago: (t) => `${t} ago`,
    live: (t) => `Live · ${t} ago`, connecting: 'Connecting to the server…', gone: (t) => `No server for ${t}`,
    asOf: (t) => `as of ${t}`,
    missing: (d, n) => n > 0 ? `Not counted: ${d}, at least ${n} facts unsent` : `Not counted: ${d} offline`,
    mayBeHigh: 'Verdicts since then are not counted: overdue may be too high.',
    seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, hours: (h, m) => `${h} h ${m} min`,
    loginAsk: 'Board code', loginOpen: 'Open', loginWrong: 'That is not the code: read it again.',
    loginHelp: 'The code is in the file board-token of the server’s data directory.', listSeparator: ', ',
  },
};

const asked = new URLSearchParams(location.search).get('lang');
let language = WORDS[asked] ? asked : stored('inwards-language') === 'en' ? 'en' : 'zh';

export function stored(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function store(key, value) {
  try { localStorage.setItem(key, value); } catch { /* a private window forgets */ }
}

export const isChinese = () => language === 'zh';

export function switchLanguage() {
  language = isChinese() ? 'en' : 'zh';
  store('inwards-language', language);
}

/** A word; with figures, a sentence. */
export function word(key, ...figures) {
  const found = WORDS[language][key];
  return typeof found === 'function' ? found(...figures) : found ?? key;
}

/** A word of a list: a status, a rule, a reason. What is newer than the board shows its name. */
export const named = (list, key) => NAMES[language][list][key] ?? key;

/** How long: for people, who round. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return word('seconds', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return word('minutes', minutes);
  return word('hours', Math.floor(minutes / 60), minutes % 60);
}

/** Translates what stands in the page itself. */
export function translatePage() {
  document.documentElement.lang = isChinese() ? 'zh-CN' : 'en';
  document.title = word('title');
  for (const element of document.querySelectorAll('[data-word]')) {
    element.textContent = word(element.dataset.word);
  }
}
