// Offline before every step of the flow: it is done, outlives a reload, and is sent once when the network is back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dock } from './lots.mjs';
import { Plant, cut, kept, mend, synced, unsent } from './plant.mjs';
import { Day, HANDHELD, STEPS, TABLET, go } from './steps.mjs';

const devices = new Map();
let plant, dock;

before(async () => {
  plant = await Plant.start();
  dock = new Dock(plant);
  for (const device of [HANDHELD, TABLET]) {
    devices.set(device, await plant.device(device.name, device.post, device.person, device.options));
    await kept(devices.get(device).page);
  }
});

after(() => plant?.endUnbroken());

for (const way of ['the switch', 'killing the server']) {
  test(`every step is done offline by ${way}, and sent when the network is back`, { timeout: 240_000 }, async t => {
    const day = await Day.begin(plant, dock);

    for (const step of STEPS) {
      const { context, page } = devices.get(step.device);
      await t.test(`offline when ${step.name}`, async () => {
        await go(plant, page, step.from(day));
        await synced(page);
        await cut(plant, context, way);
        try {
          await page.locator('.sync[data-link="Away"]').waitFor();
          await step.act(page, day);
          const count = step.facts(day).flatMap(([, ...kinds]) => kinds).length;
          assert.equal(await unsent(page), count);

          await go(plant, page, step.at(day));
          await page.reload();
          await step.seen(page, day);
          assert.equal(await unsent(page), count, 'after the reload too');
        } finally {
          await mend(plant, context, way);
        }

        await page.locator('.sync').click();
        await synced(page);
        day.expect(step.facts(day));
        await day.check();
      });
    }
  });
}
