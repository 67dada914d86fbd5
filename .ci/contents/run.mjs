// Tries what keeps and what scans contents with programs that others wrote.
//   node .ci/contents/run.mjs JAR clamd=PATH [hard=yes]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { clamd, endAll, openimr } from './programs.mjs';
import { hard } from './scanner-hard.mjs';
import * as scanner from './scanner.mjs';

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
    console.log(`FAILED - ${what}\n${wrong.stack}`);
  }
}

try {
  const daemon = await clamd(join(folder, 'clamd'), resolve(options.clamd));
  const server = await openimr(join(folder, 'server'), resolve(jar), {
    'openimr.scan.address': `127.0.0.1:${daemon.port}`,
    'openimr.scan.timeout': '15s',
  });
  if (options.hard) {
    await hard(server, daemon, test);
  } else {
    await scanner.away(server, test, 'the daemon was not started');
    await daemon.begin({ StreamMaxLength: '4M' });
    await scanner.finds(server, test);
    await scanner.bounds(server, test, 4 << 20);
    await daemon.stop('SIGKILL');
    await scanner.away(server, test, 'the daemon was killed');
  }
} finally {
  endAll();
  if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
