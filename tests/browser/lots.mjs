// Lots that a dock has counted, signed and carded, for an inspector's tablet to judge.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PEOPLE, PIN } from './plant.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = process.env.INWARDS_PROGRAMS ?? path.join(ROOT, 'target/debug');

export const SUBCONTRACTED = 'PO260011';
export const PLAIN = 'PO260012';

const TABLES = {
  items: [
    'item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance',
    'ZB-3301-L-BK,锌合金压铸支架 左 喷砂黑,Zinc die-cast bracket left sandblasted black,pcs,0,no,yes,,',
    'LCD-101-TP,彩色液晶显示模组 10.1 寸 1280×800 带触摸,Colour LCD module 10.1 in 1280×800 with touch,pcs,0,no,no,,',
    'SEAL-28,硅橡胶密封圈 O 型 28×2.4 食品级,Silicone O-ring 28×2.4 food grade,pcs,0,no,no,,',
    'TUBE-60,热缩管 φ6.0 黑 125℃ 阻燃,Heat-shrink tube 6.0 mm black flame-retardant,m,3,no,no,30,',
  ],
  standards: [
    'item,what,value,unit,effective_from',
    'ZB-3301-L-BK,unit-weight,12.5,g,2026-03-01',
    'ZB-3301-L-BK,dimension:孔距 A,25,mm,2026-03-01',
    'ZB-3301-L-BK,dimension:壁厚 B,8.1,mm,2026-03-01',
  ],
  orders: [
    'order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of',
    `${SUBCONTRACTED},subcontract,V001,1,ZB-3301-L-BK,40000,pcs,2026-12-31,open,,,`,
    `${PLAIN},standard,V002,1,LCD-101-TP,5000,pcs,2026-12-31,open,,,`,
    `${PLAIN},standard,V002,2,SEAL-28,50000,pcs,2026-12-31,open,,,`,
    `${PLAIN},standard,V002,3,TUBE-60,5000,m,2026-12-31,open,,,`,
  ],
};

/// Makes the items, standards and orders of these lots known.
export function importLots(plant) {
  for (const [name, rows] of Object.entries(TABLES)) {
    const file = path.join(plant.folder, `lots-${name}.csv`);
    fs.writeFileSync(file, rows.join('\n') + '\n');
    plant.administrator(['import', name, file]);
  }
}

/// A dock's terminal that brings lots into the queue.
export class Dock {
  constructor(plant) {
    this.folder = path.join(plant.folder, 'dock-terminal');
    importLots(plant);
    const code = plant.code('dock terminal', 'dock-clerk+terminal-operator+qc-inspector');
    this.ask(['enrol', '--server', `http://127.0.0.1:${plant.port}`, '--code', code]);
    this.ask(['sync']);
    this.ask(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
  }

  ask(words, input) {
    // Only who reads it is given input: one that has ended before would be a broken pipe.
    const given = input === undefined ? { stdio: ['ignore', 'pipe', 'inherit'] } : { input: `${input}\n`, stdio: ['pipe', 'pipe', 'inherit'] };
    const told = execFileSync(path.join(PROGRAMS, 'inwards'), ['--json', '--data', this.folder, ...words], { encoding: 'utf8', ...given });
    return told.trim() ? JSON.parse(told.trim().split('\n').at(-1)) : null;
  }

  /// Opens, counts and signs a delivery; answers its receipt's number.
  signed(order, line, quantity) {
    const receipt = numberOf(this.ask(['receipt', 'open', '--po', order, '--dock', 'A2-04']), 'R');
    this.ask(['receipt', 'tally', receipt, '--line', String(line), '--qty', String(quantity)]);
    this.ask(['receipt', 'sign', receipt]);
    return receipt;
  }

  card(receipt, line) {
    return numberOf(this.ask(['card', 'issue', receipt, '--line', String(line)]), 'C');
  }

  /// Opens, counts, signs and cards a delivery; answers its card's number.
  lot(order, line, quantity) {
    return this.card(this.signed(order, line, quantity), line);
  }

  /// A lot that may go to a shelf: its slip is confirmed, and an inspector passed it.
  released(line = 1, quantity = 320) {
    const receipt = this.signed(PLAIN, line, quantity);
    const card = this.card(receipt, line);
    this.ask(['slip', 'issue', receipt]);
    this.ask(['slip', 'confirm', receipt]);
    this.ask(['sign-in', PEOPLE.inspector.name, '--pin-stdin'], PIN);
    this.ask(['verdict', card, 'pass']);
    this.ask(['sign-in', PEOPLE.clerk.name, '--pin-stdin'], PIN);
    return card;
  }

  subcontracted(quantity = 2400) {
    return this.lot(SUBCONTRACTED, 1, quantity);
  }

  plain(line = 1, quantity = 320) {
    return this.lot(PLAIN, line, quantity);
  }

  send() {
    this.ask(['sync']);
  }
}

/// The first number of a kind in an answer.
export function numberOf(answer, letter) {
  const found = new RegExp(`"(${letter}[0-9A-Z]{7,11})"`).exec(JSON.stringify(answer));
  if (!found) throw new Error(`no ${letter} number in ${JSON.stringify(answer)}`);
  return found[1];
}
