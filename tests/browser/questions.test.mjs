// A weight, a measure or a verdict that is unlikely is asked about once before it counts, in words that
// say why; what is corrected was never recorded. `PICTURES=FOLDER` keeps pictures of what is asked.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type, weigh } from './bench.mjs';
import { Dock } from './lots.mjs';
import { PEOPLE, Plant, synced } from './plant.mjs';
import { go } from './steps.mjs';

const SIZES = { tablet: { width: 1280, height: 800 }, handheld: { width: 360, height: 640 } };
const WORDS = {
  'zh-CN': {
    unit: /单重 12140 g，标准 12\.5 g：是否位数或单位有误？/,
    digit: /单重 1\.214 g，标准 12\.5 g：是否位数或单位有误？/,
    measure: /壁厚 B 81 mm，标准 8\.1 mm：是否位数或单位有误？/,
    verdict: /判合格，但单重与标准相差 -90\.29 %：量得对吗？/,
    nothing: '还没记',
  },
  'en-GB': {
    unit: /unit weight 12140 g against a standard of 12\.5 g: is a digit or the unit wrong\?/i,
    digit: /unit weight 1\.214 g against a standard of 12\.5 g: is a digit or the unit wrong\?/i,
    measure: /壁厚 B 81 mm against a standard of 8\.1 mm: is a digit or the unit wrong\?/i,
    verdict: /passes, though the unit weight is -90\.29 % off its standard: was it measured right\?/i,
    nothing: 'Nothing is recorded yet',
  },
};
let plant, dock;

before(async () => {
  plant = await Plant.start();
  dock = new Dock(plant);
});

after(() => plant?.endUnbroken());

/// The question that is asked: it says this, is read out as a question, and nothing was recorded.
async function asked(page, words, says, name) {
  const sheet = page.locator('.sheet[role="alertdialog"]');
  await sheet.waitFor();
  const text = await sheet.innerText();
  assert.match(text, says);
  assert.ok(text.includes(words.nothing), text);
  const sizes = await sheet.locator('button').evaluateAll(all => all.map(one => one.getBoundingClientRect()).map(({ width, height }) => [width, height]));
  assert.equal(sizes.length, 2);
  assert.equal(sizes[0][0], sizes[1][0], 'neither answer is larger');
  if (!process.env.PICTURES) return;
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(150);
    await page.screenshot({ path: path.join(process.env.PICTURES, `question-${name}-${size}.png`) });
  }
  await page.setViewportSize(before);
}

for (const [locale, words] of Object.entries(WORDS)) {
  test(`what a slipped digit or another unit explains is asked about once, in ${locale}`, { timeout: 120_000 }, async t => {
    const card = dock.subcontracted(2400);
    dock.send();
    const { context, page } = await plant.device(`scale ${locale}`, 'qc-inspector', PEOPLE.inspector, { viewport: SIZES.tablet, locale });
    t.after(() => context.close());
    const lot = () => plant.get(`/api/lots/${card}`);
    await synced(page);

    // 640 kg for 640 g: the inspector takes the unit back, and is asked nothing more.
    await go(plant, page, `inspect/lot/${card}/weigh`);
    await weigh(page, '50', '640', '33');
    await page.getByRole('button', { name: 'kg', exact: true }).click();
    await page.locator('[data-save]').click();
    await asked(page, words, words.unit, `unit-${locale}`);
    await page.locator('[data-correct]').click();
    assert.equal((await lot()).weighings.length, 0, 'what is corrected was never recorded');
    assert.match(await page.locator('[data-field="Gross"]').innerText(), /640/, 'what was typed stands');
    await page.getByRole('button', { name: 'g', exact: true }).click();

    // 500 pieces for 50: said again it counts, and the lot passes after one question more.
    await page.locator('[data-field="Pieces"]').click();
    await type(page, '0');
    await page.locator('[data-save]').click();
    await asked(page, words, words.digit, `digit-${locale}`);
    await page.locator('[data-as-entered]').click();
    await page.locator('.sheet').waitFor({ state: 'detached' });

    await go(plant, page, `inspect/lot/${card}/measure`);
    await page.locator('[data-dimension]', { hasText: '壁厚' }).click();
    await type(page, '81');
    await page.locator('[data-save]').click();
    await asked(page, words, words.measure, `measure-${locale}`);
    await page.locator('[data-correct]').click();
    await page.keyboard.press('Backspace');
    await type(page, '.1');
    await page.locator('[data-save]').click();
    await page.locator('[data-dimension] .v', { hasText: '8.1' }).waitFor();

    await go(plant, page, `inspect/lot/${card}/verdict`);
    await page.locator('[data-judge="Pass"]').click();
    await page.locator('[data-record]').click();
    await asked(page, words, words.verdict, `verdict-${locale}`);
    await page.locator('[data-as-entered]').click();
    await page.locator('[data-verdict]').waitFor();
    await synced(page);
    const { weighings, measurements, passed } = await lot();
    assert.deepEqual([weighings.length, measurements.map(one => one.value), passed], [1, ['8.1'], '2400']);
  });
}
