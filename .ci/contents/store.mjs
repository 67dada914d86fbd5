// What docs/large-records.md says of a store of objects, against stores that others wrote.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask, made, refused, send } from './client.mjs';
import { submission } from './samples.mjs';
import { stored } from './scanner.mjs';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const get = (base, id, headers) => ask(base, 'GET', `Binary/${id}`, { headers: { Accept: '*/*', ...headers } });

/** The files of a store that keeps its objects in some. */
export const objects = (store) =>
  readdirSync(store.objects, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath ?? each.path, each.name))
    .sort();

/** Puts an object into a store that nothing refers to, as if long ago. */
export function orphan(store) {
  const [, like] = /([0-9a-f]{64})/.exec(objects(store)[0]);
  const name = sha256(randomBytes(10));
  const place = (file) => file.replace(`${like.slice(0, 2)}/${like}`, `${name.slice(0, 2)}/${name}`);
  const longAgo = Date.now() / 1000 - 3 * 86400;
  const made = objects(store).filter((each) => each.includes(like));
  for (const each of made) {
    mkdirSync(dirname(place(each)), { recursive: true });
    cpSync(each, place(each));
    utimesSync(place(each), longAgo, longAgo);
  }
  return made.map(place);
}

/** The settings of a server that keeps contents there. */
export const settings = (port, [access, secret], bucket = 'records') => ({
  'openimr.object-store.bucket': bucket,
  'openimr.object-store.endpoint': `http://127.0.0.1:${port}`,
  'openimr.object-store.access-key': access,
  'openimr.object-store.secret-key': secret,
});

/** Sends a content and has it back: whole, in part, not at all. */
export async function keeps(server, store, test, bytes) {
  const { base } = server;
  await test(`a content of ${bytes} bytes is kept and given back, whole and in part`, async () => {
    const content = randomBytes(bytes);
    const id = made(await send(base, content));
    const whole = await get(base, id);
    assert.equal(whole.status, 200);
    assert.ok(whole.bytes.equals(content));
    const tag = `"${sha256(content)}"`;
    assert.equal(whole.headers.get('etag'), tag);
    const part = await get(base, id, { Range: `bytes=${bytes - 1000}-${bytes - 901}` });
    assert.equal(part.status, 206);
    assert.ok(part.bytes.equals(content.subarray(bytes - 1000, bytes - 900)));
    assert.equal((await get(base, id, { Range: 'bytes=-10' })).bytes.toString('hex'), content.subarray(-10).toString('hex'));
    assert.equal((await get(base, id, { 'If-None-Match': tag })).status, 304);
    assert.equal((await get(base, id, { Range: `bytes=${bytes}-` })).status, 416);
    // the same again is kept once
    const before = objects(store);
    made(await send(base, content));
    assert.deepEqual(objects(store), before);
  });
}

export const packet = (base, id, inline, headers) =>
  ask(base, 'POST', `Task/${id}/$packet`, {
    headers,
    body: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'recipient', valueCode: 'imro' },
        { name: 'inline', valueBoolean: inline },
      ],
    },
  });

/** A case with a large content, and its packet in each form. */
export async function packs(server, test, bytes) {
  const { base } = server;
  await test(`a packet with a content of ${bytes} bytes, without it, as a zip, verified`, async () => {
    const content = randomBytes(bytes);
    const sent = made(await send(base, content));
    const answer = await ask(base, 'POST', '$submit-case', { body: submission({ url: `Binary/${sent}` }) });
    const id = made(answer);
    const apart = await packet(base, id, false);
    assert.equal(apart.status, 200, apart.bytes.subarray(0, 1000).toString());
    assert.ok(apart.bytes.length < 1_000_000);
    const document = apart.resource.entry
      .map((e) => e.resource)
      .find((r) => r.resourceType === 'DocumentReference' && r.content[0].attachment.size === bytes);
    const url = document.content[0].attachment.url;
    assert.ok((await get(base, url.slice(url.lastIndexOf('/') + 1))).bytes.equals(content));

    const whole = await packet(base, id, true);
    assert.equal(whole.status, 200, whole.bytes.subarray(0, 1000).toString());
    assert.ok(whole.bytes.includes(content.toString('base64')));
    const zip = await packet(base, id, true, { Accept: 'application/zip' });
    assert.equal(zip.status, 200);
    for (const [body, type] of [
      [whole.bytes, 'application/fhir+json'],
      [zip.bytes, 'application/zip'],
    ]) {
      const said = await ask(base, 'POST', 'Bundle/$verify-packet', { body, type });
      assert.equal(said.status, 200, said.bytes.subarray(0, 1000).toString());
      const valid = said.resource.parameter.find((p) => p.name === 'valid').valueBoolean;
      assert.ok(valid, said.bytes.subarray(0, 3000).toString());
    }
  });
}

/** Without its store a server refuses contents and does all else. */
export async function away(server, test, why, known) {
  await test(`${why}: nothing is stored without its content, all else is`, async () => {
    const { base } = server;
    const before = await stored(server);
    refused(await send(base, randomBytes(900_000)), 503, 'no-store', /cannot write contents at present; nothing was stored/);
    const large = submission({ content: randomBytes(900_000) });
    refused(await ask(base, 'POST', '$submit-case', { body: large }), 503, 'no-store', /nothing was stored/);
    if (known) {
      refused(await get(base, known), 503, 'transient', /cannot be read at present/);
      refused(await get(base, known, { Range: 'bytes=5-9' }), 503, 'transient', /cannot be read at present/);
    }
    assert.deepEqual(await stored(server), before);
    const small = await ask(base, 'POST', '$submit-case', { body: submission({ content: randomBytes(3000) }) });
    made(small);
  });
}
