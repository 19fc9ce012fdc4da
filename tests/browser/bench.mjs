// What an inspector does at the bench.

/// What a person types on real keys: slower than any scanner.
export async function type(page, text) {
  for (const sign of text) {
    await page.keyboard.press(sign === '.' ? 'Period' : sign);
    await page.waitForTimeout(90);
  }
}

export async function weigh(page, pieces, gross, tare) {
  for (const [field, figure] of [['Pieces', pieces], ['Gross', gross], ['Tare', tare]]) {
    await page.locator(`[data-field="${field}"]`).click();
    await type(page, figure);
  }
}

/// Says how many pieces were looked at, and taps each defect as often as it was found.
export async function sample(page, pieces, defects = {}) {
  await type(page, pieces);
  for (const [code, times] of Object.entries(defects)) {
    for (let tap = 0; tap < times; tap += 1) await page.locator(`[data-defect="${code}"]`).click();
  }
}

export async function judge(page, verdict, quantity, reason) {
  if (quantity) {
    await page.locator('[data-change-quantity]').click();
    await type(page, quantity);
    await page.locator('[data-done]').click();
  }
  await page.locator(`[data-judge="${verdict}"]`).click();
  if (reason) await page.locator(`[data-reason="${reason}"]`).click();
  const before = await page.locator('[data-verdict]').count();
  await page.locator('[data-record]').click();
  await page.locator('[data-verdict]').nth(before).waitFor();
}
