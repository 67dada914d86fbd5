// Contents that a packet leaves out: fetched into files, in parts if the connection breaks, and verified.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 5; // in a row without a byte more

const bytesOf = (file) => stat(file).then((s) => s.size, () => 0);

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

// What the server has beyond the bytes that are here. Its ETag is the SHA-256: a content that is no more the
// one of the packet is sent from its beginning, and does not pass as a part of it.
async function more(server, { url, hash }, part, begun) {
  const answer = await server.get(url, begun ? { Range: `bytes=${begun}-`, 'If-Range': `"${hash}"` } : {});
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(part, { flags: answer.status === 206 ? 'a' : 'w' }));
}

async function fetchOne(server, content, file) {
  const part = `${file}.part`;
  let breaks = 0;
  for (let tries = 0, whole = content.size > 0 && (await bytesOf(part)) === content.size; !whole; ) {
    if ((await bytesOf(part)) > content.size) await rm(part);
    const begun = await bytesOf(part);
    try {
      await more(server, content, part, begun);
      whole = true;
    } catch (broken) {
      const stuck = (await bytesOf(part)) === begun;
      tries = stuck ? tries + 1 : 0;
      if (broken.status || tries === TRIES) throw broken;
      breaks++;
      if (stuck) await pause(500 * 2 ** tries);
    }
  }
  const sized = content.size === undefined || (await bytesOf(part)) === content.size;
  if (!sized || (await sha256(part)) !== content.hash) {
    await rm(part);
    throw new Error(`${content.url} is not the content of the packet`);
  }
  await rename(part, file);
  return breaks;
}

// Fetches what the packet leaves out, each under the id of its Binary; gives how often a connection broke.
export async function fetchContents(server, apart, folder) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let breaks = 0;
  for (const content of apart) {
    const file = join(folder, content.url.slice(content.url.lastIndexOf('/') + 1));
    if (!(await bytesOf(file))) breaks += await fetchOne(server, content, file);
  }
  return breaks;
}
