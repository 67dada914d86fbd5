// Faults and sizes of a store of objects that take long to try.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ask, made, refused, send } from './client.mjs';
import { submission } from './samples.mjs';
import { get, keeps, packet, packs } from './store.mjs';
import { stored } from './scanner.mjs';

const MB = 1 << 20;
const UNWRITTEN = [503, 'no-store', /cannot write contents at present; nothing was stored/];

async function within(seconds, run) {
  const began = Date.now();
  const done = await run();
  assert.ok(Date.now() - began < seconds * 1000, `${Date.now() - began} ms`);
  return done;
}

/** `line` is between the server and its store. */
export async function hard(server, store, line, test, largest) {
  const { base } = server;
  await keeps(server, store, test, largest);
  await packs(server, test, 8_000_000);
  const content = randomBytes(8 * MB);
  const known = made(await send(base, content));
  const submitted = made(await ask(base, 'POST', '$submit-case', { body: submission({ url: `Binary/${known}` }) }));

  for (const how of ['breaks', 'hangs']) {
    await test(`the line ${how} half way to the store`, async () => {
      const before = await stored(server);
      line.set({ way: 'up', after: MB, how });
      refused(await within(90, () => send(base, randomBytes(4 * MB))), ...UNWRITTEN);
      const body = submission({ content: randomBytes(2 * MB) });
      refused(await within(90, () => ask(base, 'POST', '$submit-case', { body })), 503, 'no-store', /nothing was stored/);
      line.set();
      assert.deepEqual(await stored(server), before);
    });
    await test(`the line ${how} before the store answers`, async () => {
      const before = await stored(server);
      line.set({ way: 'down', after: 0, how });
      refused(await within(90, () => send(base, randomBytes(2 * MB))), ...UNWRITTEN);
      refused(await within(90, () => get(base, known)), 503, 'transient', /cannot be read at present/);
      line.set();
      assert.deepEqual(await stored(server), before);
    });
    await test(`the line ${how} half way from the store: nobody takes a part for the whole, and the rest is fetched`, async () => {
      line.set({ way: 'down', after: MB, how });
      await within(60, () => assert.rejects(get(base, known)));
      // read once to be hashed, and once more to be sent
      for (const type of ['application/fhir+json', 'application/zip']) {
        const answer = await within(90, () => packet(base, submitted, true, { Accept: type }).catch(() => null));
        if (answer) refused(answer, 503, /./, /Binary/);
      }
      line.set();
      const rest = await get(base, known, { Range: `bytes=${MB}-` });
      assert.ok(rest.bytes.equals(content.subarray(MB)));
    });
  }
  await test('a slow store is not too slow', async () => {
    line.set({ rate: MB });
    const slow = randomBytes(8 * MB);
    const id = made(await send(base, slow));
    assert.ok((await get(base, id)).bytes.equals(slow));
    line.set();
  });
}
