// What a scanner reads of what we print.
import { execFileSync } from 'node:child_process';

/// All codes in a picture, as a scanner of the trade reads them.
export function codesIn(picture) {
  let told;
  try {
    told = execFileSync('zbarimg', ['--quiet', '--raw', '--nodbus', '-'], { input: picture, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (nothing) {
    told = nothing.stdout;
  }
  return told.split('\n').filter(code => code);
}

/// The text in the square code of a card that is printed from its row.
export async function labelOf(page, card) {
  await page.evaluate(() => { window.print = () => {}; });
  await page.locator(`[data-card="${card}"]`).click();
  const svg = await page.locator('.print.cards svg').evaluate(svg => svg.outerHTML);
  const sheet = await page.context().newPage();
  await sheet.setViewportSize({ width: 1000, height: 700 });
  await sheet.setContent(svg);
  const picture = await sheet.locator('svg').screenshot();
  await sheet.close();
  const label = codesIn(picture).find(code => code.startsWith('INW:'));
  if (!label) throw new Error(`no label is read from card ${card}`);
  return label;
}
