// Every screen, in both languages, light, dark and in the sun: axe finds nothing wrong with it, and what is
// tapped is large enough for a finger where there is least room.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { small } from './targets.mjs';
import { SIZES, plantInItsDay, tour } from './tour.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page) {
  // By the debugger's way: the page's own policy lets no foreign script in.
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  return page.evaluate(async rules => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  }, RULES);
}

for (const [language, themes] of [['zh', ['', 'theme-dark']], ['en', ['', 'theme-sun']]]) {
  test(`axe finds nothing on any screen, and every target is large enough, in ${language}`, { timeout: 240_000 }, async t => {
    const day = await plantInItsDay();
    t.after(() => day.plant.end());
    const found = [];
    await tour(day, language, async (page, name, made) => {
      for (const theme of themes) {
        await page.evaluate(theme => { document.documentElement.className = theme; }, theme);
        for (const violation of await violations(page)) found.push(`${name} ${theme}: ${violation}`);
      }
      await page.evaluate(() => { document.documentElement.className = ''; });
      await page.setViewportSize(SIZES.handheld);
      await page.waitForTimeout(60);
      for (const target of new Set(await small(page))) found.push(`${name} at 360×640: ${target} is too small`);
      await page.setViewportSize(SIZES[made]);
    });
    assert.deepEqual(found, []);
  });
}
