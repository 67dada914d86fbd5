// Faults and sizes of a virus scanner that take long to try.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, made, refused, send } from './client.mjs';
import { EICAR, document } from './samples.mjs';
import { stored } from './scanner.mjs';

const MB = 1 << 20;
const UNSCANNED = [503, 'transient', /could not be scanned for viruses/];
const LARGE = { StreamMaxLength: '400M' };
const WHOLE = { ...LARGE, MaxFileSize: '400M', MaxScanSize: '800M', AlertExceedsMax: 'yes' };

/** A content of so many megabytes, piece by piece; `between` is called before each. */
async function* pieces(megabytes, between, end) {
  const piece = randomBytes(MB);
  for (let i = 0; i < megabytes; i++) {
    await between?.(i);
    yield piece;
  }
  if (end) yield end;
}

export async function hard(server, daemon, test) {
  const { base } = server;
  const again = async (settings) => {
    if (daemon.child) await daemon.stop('SIGKILL');
    await daemon.begin(settings);
  };

  await again(LARGE);
  await test('without MaxFileSize, clamd calls clean what it did not look at', async () => {
    assert.equal((await send(base, pieces(150, null, EICAR))).status, 201);
  });
  await again({ ...LARGE, MaxFileSize: '2M', AlertExceedsMax: 'yes' });
  await test('with AlertExceedsMax it says so, and that is refused', async () => {
    const before = await stored(server);
    refused(await send(base, pieces(3)), 413, 'too-long', /or more is packed in it, than the virus scanner looks at/);
    assert.deepEqual(await stored(server), before);
  });
  await again(WHOLE);
  await test('300 MB, clean', async () => made(await send(base, pieces(300))));
  await test('300 MB, infected at the end', async () => {
    const before = await stored(server);
    refused(await send(base, pieces(300, null, EICAR)), 422, 'security', /found Harmless/);
    assert.deepEqual(await stored(server), before);
  });
  await test('a slow sender is not too slow for the daemon', async () => {
    await again({ ...WHOLE, CommandReadTimeout: 3, ReadTimeout: 3 });
    const drops = async function* () {
      yield randomBytes(200_000);
      for (let i = 0; i < 20; i++) {
        await pause(500);
        yield randomBytes(2000);
      }
    };
    made(await send(base, drops()));
  });
  await test('60 at once, with two threads of the daemon', async () => {
    await again({ ...WHOLE, MaxThreads: 2, MaxQueue: 4 });
    const all = await Promise.all(Array.from({ length: 60 }, () => send(base, randomBytes(400_000))));
    assert.deepEqual([...new Set(all.map((each) => each.status))], [201]);
  });
  for (const [what, signal] of [['stops', 'SIGSTOP'], ['is killed', 'SIGKILL']]) {
    await test(`the daemon ${what} half way of a large content`, async () => {
      await again(WHOLE);
      const before = await stored(server);
      const answer = send(base, pieces(60, (i) => i === 30 && daemon.signal(signal)));
      refused(await answer, ...UNSCANNED);
      assert.deepEqual(await stored(server), before);
    });
  }
  await test('the daemon stops before a content within a resource', async () => {
    await again(WHOLE);
    const before = await stored(server);
    daemon.signal('SIGSTOP');
    for (const size of [3000, 3_000_000]) {
      const began = Date.now();
      refused(await ask(base, 'POST', 'DocumentReference', { body: document(randomBytes(size)) }), ...UNSCANNED);
      assert.ok(Date.now() - began < 32_000, `${Date.now() - began} ms`);
    }
    assert.deepEqual(await stored(server), before);
    daemon.signal('SIGCONT');
    made(await ask(base, 'POST', 'DocumentReference', { body: document(randomBytes(3000)) }));
  });
  await daemon.stop('SIGKILL');
}
