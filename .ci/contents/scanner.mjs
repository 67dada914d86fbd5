// What docs/large-records.md says of a virus scanner, against ClamAV's.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ask, made, refused, send } from './client.mjs';
import { EICAR, attachment, document, provided, submission, zip } from './samples.mjs';

const FOUND = /^The virus scanner found Harmless\.UNOFFICIAL in the content; nothing was stored\.$/;
const files = (folder) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).length : 0;

/** How much is stored: what must not change when something is refused. */
export async function stored({ base, data }) {
  const counts = { files: files(join(data, 'content')) };
  for (const type of ['Task', 'Binary', 'DocumentReference', 'Patient', 'List']) {
    counts[type] = (await ask(base, 'GET', `${type}?_summary=count`)).resource.total;
  }
  return counts;
}

const infected = (size) => Buffer.concat([randomBytes(size), EICAR]);

/** Each way in which a content comes, with what is answered if it is clean. */
const WAYS = {
  'a small content by itself': [(base, content) => send(base, content), 201],
  'a document': [(base, content) => ask(base, 'POST', 'DocumentReference', { body: document(content) }), 201],
  'a case': [(base, content) => ask(base, 'POST', '$submit-case', { body: submission({ content }) }), 201],
  'an attachment': [(base, content) => ask(base, 'POST', '$submit-attachment', { body: attachment(content) }), 200],
  'documents of MHD': [(base, content) => ask(base, 'POST', '', { body: provided(content) }), 200],
  'a patch': [patched, 200],
};

async function patched(base, content) {
  const id = made(await ask(base, 'POST', 'DocumentReference', { body: document(Buffer.from('before')) }));
  const value = content.toString('base64');
  const steps = [{ op: 'replace', path: '/content/0/attachment/data', value }];
  return ask(base, 'PATCH', `DocumentReference/${id}`, { body: JSON.stringify(steps), type: 'application/json-patch+json' });
}

/** What is found is refused, whatever way it comes and however it is wrapped; what is clean is taken. */
export async function finds(server, test) {
  const { base } = server;
  for (const [way, [comes, taken]] of Object.entries(WAYS)) {
    await test(`${way}: clean is taken, infected refused`, async () => {
      const clean = await comes(base, randomBytes(3000));
      assert.equal(clean.status, taken, clean.bytes.subarray(0, 2000).toString());
      const before = await stored(server);
      if (way === 'a patch') before.DocumentReference++;
      for (const content of [infected(3000), zip('note.txt', infected(3000))]) {
        refused(await comes(base, content), 422, 'security', FOUND);
        if (way === 'a patch') break;
      }
      assert.deepEqual(await stored(server), before);
    });
  }
  await test('a large content by itself: clean is taken, infected refused', async () => {
    made(await send(base, randomBytes(900_000)));
    const before = await stored(server);
    const wrapped = [infected(900_000), Buffer.concat([EICAR, randomBytes(900_000)]), zip('scan.pdf', infected(900_000))];
    for (const content of wrapped) refused(await send(base, content), 422, 'security', FOUND);
    const header = { 'Content-Encoding': 'gzip' };
    refused(await send(base, gzipSync(infected(900_000)), header), 422, 'security', FOUND);
    assert.deepEqual(await stored(server), before);
  });
}

/** What the daemon does not look at is refused. */
export async function bounds(server, test, beyond) {
  await test('a content that is larger than StreamMaxLength is refused', async () => {
    const before = await stored(server);
    for (const content of [randomBytes(beyond + 1), randomBytes(3 * beyond), infected(beyond)]) {
      refused(await send(server.base, content), 413, 'too-long', /larger than the virus scanner looks at/);
    }
    const inResource = await ask(server.base, 'POST', 'DocumentReference', { body: document(randomBytes(beyond + 1)) });
    refused(inResource, 413, 'too-long', /larger than the virus scanner looks at/);
    assert.deepEqual(await stored(server), before);
  });
}

/** Without a scanner nothing is stored that holds a content, and all else is. */
export async function away(server, test, why) {
  await test(`${why}: no content is stored, all else is`, async () => {
    const before = await stored(server);
    for (const [way, [comes]] of Object.entries(WAYS)) {
      if (way === 'a patch') continue;
      refused(await comes(server.base, randomBytes(3000)), 503, 'transient', /could not be scanned for viruses/);
    }
    refused(await send(server.base, randomBytes(900_000)), 503, 'transient', /could not be scanned for viruses/);
    assert.deepEqual(await stored(server), before);
    const without = document(Buffer.from('x'));
    without.content[0].attachment = { title: 'none' };
    made(await ask(server.base, 'POST', 'DocumentReference', { body: without }));
  });
}
