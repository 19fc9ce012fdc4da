// Pictures of every screen, in three sizes, two languages, light and dark, on the handheld in the sun
// and with gloves as well: `node screens.mjs FOLDER`.
import fs from 'node:fs';
import path from 'node:path';
import { SIZES, plantInItsDay, tour } from './tour.mjs';

const folder = process.argv[2] ?? 'screens';
const sizes = (process.env.SIZES ?? Object.keys(SIZES).join(' ')).split(' ');
const THEMES = { light: '', dark: 'theme-dark', sun: 'theme-sun', gloves: 'gloves' };
fs.mkdirSync(folder, { recursive: true });
for (const language of ['zh', 'en']) {
  const day = await plantInItsDay();
  try {
    await tour(day, language, async (page, name, made) => {
      for (const size of sizes) {
        await page.setViewportSize(SIZES[size]);
        for (const [theme, look] of Object.entries(THEMES)) {
          if (size !== 'handheld' && !['light', 'dark'].includes(theme)) continue;
          await page.evaluate(look => { document.documentElement.className = look; }, look);
          await page.waitForTimeout(60);
          await page.screenshot({ path: path.join(folder, `${name}-${size}-${language}-${theme}.png`) });
        }
      }
      await page.evaluate(() => { document.documentElement.className = ''; });
      await page.setViewportSize(SIZES[made]);
      console.log(language, name);
    });
  } finally {
    await day.plant.end();
  }
}
