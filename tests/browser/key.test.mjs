// A browser without Ed25519 gets a P-256 key, for life, and all it says is believed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PEOPLE, Plant, openReceipt, signIn, synced, unsent } from './plant.mjs';
import { go } from './steps.mjs';

let plant;

before(async () => { plant = await Plant.start(); });
after(() => plant?.endUnbroken());

/// As a browser that does not know the algorithm.
const withoutEd25519 = () => {
  const make = crypto.subtle.generateKey.bind(crypto.subtle);
  crypto.subtle.generateKey = (algorithm, ...rest) => (algorithm.name ?? algorithm) === 'Ed25519'
    ? Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'))
    : make(algorithm, ...rest);
};

/// What the browser keeps of the device's key.
const keptKey = page => page.evaluate(async () => {
  const keys = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    for (const store of database.objectStoreNames) {
      const all = await new Promise(done => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      for (const row of all) {
        const pair = [row, row?.value, row?.kept].find(found => found?.privateKey instanceof CryptoKey);
        if (pair) keys.push({ name: pair.privateKey.algorithm.name, extractable: pair.privateKey.extractable });
      }
    }
    database.close();
  }
  return keys;
});

for (const [name, init, algorithm] of [['old', withoutEd25519, 'ECDSA'], ['new', () => {}, 'Ed25519']]) {
  test(`a browser with ${algorithm} is enrolled, signs in, pushes, and does so after a reload`, { timeout: 90_000 }, async t => {
    const context = await plant.browser(name);
    t.after(() => context.close());
    await context.addInitScript(init);
    const page = context.pages()[0];
    await plant.enrol(page, name, 'dock-clerk');
    await signIn(page, PEOPLE.clerk);
    const pushes = [];
    page.on('websocket', line => line.on('framesent', ({ payload }) => pushes.push(Buffer.from(payload))));
    assert.deepEqual(await keptKey(page), [{ name: algorithm, extractable: false }]);

    for (const order of (name === 'old' ? ['PO270001', 'PO270002'] : ['PO270011', 'PO270012'])) {
      await page.reload();
      await go(plant, page, 'dock');
      await page.locator('.scanbar').waitFor();
      await openReceipt(page, order);
      await synced(page);
      assert.equal(await unsent(page), 0);
    }
    // The sign of a signed push: version 1, and a map whose one name is `q`.
    const signed = pushes.filter(bytes => bytes.subarray(0, 5).equals(Buffer.from([0x92, 1, 0x81, 0xa1, 0x71])));
    assert.ok(signed.length >= 2, `${signed.length} of ${pushes.length}`);
  });
}
