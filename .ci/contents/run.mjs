// Tries what scans and what keeps contents with programs that others wrote. What is not given is left out.
//   node .ci/contents/run.mjs JAR [clamd=PROGRAM] [s3proxy=JAR] [s3rver=FOLDER OF NODE_MODULES] [hard=yes]
// With hard=yes sizes and faults that take minutes, of clamd or of one store.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { made, send } from './client.mjs';
import { Line } from './line.mjs';
import * as programs from './programs.mjs';
import * as scannerHard from './scanner-hard.mjs';
import * as scanner from './scanner.mjs';
import * as storeHard from './store-hard.mjs';
import * as kept from './store.mjs';

const [jar, ...given] = process.argv.slice(2);
const options = Object.fromEntries(given.map((each) => each.split(/=(.*)/s)));
const folder = mkdtempSync(join(tmpdir(), 'contents-'));
let failed = 0;

async function test(what, run) {
  const began = Date.now();
  try {
    await run();
    console.log(`ok - ${what} (${Date.now() - began} ms)`);
  } catch (wrong) {
    failed++;
    console.log(`FAILED - ${what} (${Date.now() - began} ms)\n${wrong.stack}`);
  }
}

/** What `doctor` says of one thing, as "ok", "warn" or "wrong". */
async function doctor(about, level, text, settings) {
  await test(`doctor says ${level} of the ${about}: ${text.source}`, async () => {
    const said = await programs.command(folder, resolve(jar), ['doctor'], settings);
    const line = said.text.split('\n').find((each) => new RegExp(`^\\w+ +${about} `).test(each));
    assert.match(line ?? said.text, new RegExp(`^${level} `));
    assert.match(line, text);
  });
}

/** A store that is not the first keeps and gives back alone. */
async function tryAnother(server, store, line) {
  console.log(`# ${store.kind}`);
  await store.begin();
  store.bucket();
  line.lead(store.port);
  await kept.keeps(server, store, test, 3_000_000);
  await kept.packs(server, test, 900_000);
}

/** Everything about a store. */
async function tryStore(server, store, line) {
  console.log(`# ${store.kind}`);
  line.lead(store.port);
  await store.begin();
  if (!options.hard) await kept.away(server, test, 'the bucket is missing');
  store.bucket();
  // S3Proxy holds in memory what is signed, and takes 32 MB of it
  if (options.hard) return storeHard.hard(server, store, line, test, store.kind === 's3rver' ? 300_000_000 : 30_000_000);
  await kept.keeps(server, store, test, 3_000_000);
  await kept.packs(server, test, 900_000);
  const known = made(await send(server.base, randomBytes(500_000)));
  await store.stop('SIGKILL');
  await kept.away(server, test, 'the store was killed', known);
  await store.begin();
  await kept.keeps(server, store, test, 900_000);
}

async function tryScanner(server, daemon) {
  await scanner.finds(server, test);
  await scanner.bounds(server, test, 4 << 20);
  await daemon.stop('SIGKILL');
  await scanner.away(server, test, 'the daemon was killed');
}

/** With the server stopped: what its commands say of all this. */
async function tryCommands(server, settings, daemon, store, line) {
  const scan = { 'openimr.scan.address': settings['openimr.scan.address'], 'openimr.content.largest': '10MB' };
  if (daemon) {
    await daemon.begin({ StreamMaxLength: '20M', MaxFileSize: '4M' });
    await doctor('scanner', 'wrong', /clean without looking at it/, scan);
    await daemon.stop('SIGKILL');
    await daemon.begin({ StreamMaxLength: '20M', MaxFileSize: '20M' });
    await doctor('scanner', 'ok', /finds what it should, also in 10 MB/, scan);
    await daemon.stop('SIGKILL');
  }
  if (store) {
    await doctor('bucket', 'ok', /put, got, listed and deleted/, kept.settings(line.port, programs.KEY));
    await doctor('bucket', 'wrong', /refused \(404\)/, kept.settings(line.port, programs.KEY, 'no-such-bucket'));
    await doctor('bucket', 'wrong', /refused \(403\)/, kept.settings(line.port, ['SOMEBODY', 'else']));
    await test('a sweep deletes what nothing refers to, and no more', async () => {
      const before = kept.objects(store);
      const gone = kept.orphan(store);
      const words = ['contents', 'sweep', '--delete'];
      const said = await programs.command(server.folder, resolve(jar), words, settings);
      assert.equal(said.status, 0, said.text);
      assert.ok(gone.length > 0);
      assert.deepEqual(kept.objects(store), before);
    });
  }
}

const line = await new Line().listen();
try {
  const kinds = ['s3proxy', 's3rver'].filter((each) => options[each]);
  const stores = await Promise.all(kinds.map((each) => programs.store(each, join(folder, each), resolve(options[each]))));
  const daemon = options.clamd && (await programs.clamd(join(folder, 'clamd'), resolve(options.clamd)));
  const settings = {
    ...(daemon && { 'openimr.scan.address': `127.0.0.1:${daemon.port}`, 'openimr.scan.timeout': '15s' }),
    ...(stores.length > 0 && kept.settings(line.port, programs.KEY)),
  };
  const server = await programs.openimr(join(folder, 'server'), resolve(jar), settings);
  if (daemon && !options.hard) await scanner.away(server, test, 'the daemon was not started');
  if (daemon) await daemon.begin({ StreamMaxLength: '4M' });
  if (stores.length > 1 && !options.hard) await tryAnother(server, stores[1], line);
  if (stores.length > 0) await tryStore(server, stores[0], line);
  if (daemon && options.hard) await scannerHard.hard(server, daemon, test);
  else if (daemon) await tryScanner(server, daemon);
  await test('the log tells faults in a line, without a trace', () => assert.doesNotMatch(server.text(), /^\s+at /m));
  await server.stop();
  if (!options.hard) await tryCommands(server, settings, daemon, stores[0], line);
} finally {
  line.close();
  programs.endAll();
  if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
