// Offline before every step of the flow: it is done, outlives a reload, and is sent once when the network is back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Plant, cut, kept, mend, synced, unsent } from './plant.mjs';
import { Day, HANDHELD, STEPS, TABLET, go } from './steps.mjs';

for (const way of ['the switch', 'killing the server']) {
  test(`every step is done offline by ${way}, and sent when the network is back`, { timeout: 240_000 }, async t => {
    const plant = await Plant.start();
    t.after(() => plant.end());
    const day = await Day.begin(plant);

    for (const device of [HANDHELD, TABLET]) {
      const { context, page } = await plant.device(device.name, device.post, device.person, device.options);
      await kept(page);
      for (const step of STEPS.filter(step => step.device === device)) {
        await t.test(`offline when ${step.name}`, async () => {
          await go(plant, page, step.from(day));
          await cut(plant, context, way);
          await page.locator('.sync[data-link="Away"]').waitFor();
          await step.act(page, day);
          const facts = step.facts(day);
          const count = facts.flatMap(([, ...kinds]) => kinds).length;
          assert.equal(await unsent(page), count);

          await go(plant, page, step.at(day));
          await page.reload();
          await step.seen(page, day);
          assert.equal(await unsent(page), count, 'after the reload too');

          await mend(plant, context, way);
          await page.locator('.sync').click();
          await synced(page);
          day.expect(facts);
          await day.check();
        });
      }
      await context.close();
    }
  });
}
