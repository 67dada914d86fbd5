// Verifies a packet with another implementation: jose and canonicalize from npm, not a line of OpenIMR.
//   npm install --prefix DIR jose@5.9.6 canonicalize@2.0.0
//   node .ci/verify-packet.mjs http://localhost:8080/fhir data/signature/development.pem DIR
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [base, trusted, modules] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(modules) + '/'));
const { flattenedVerify, importX509 } = require('jose');
const canonicalize = require('canonicalize');

const HASH = 'https://openimr.org/fhir/StructureDefinition/imr-canonical-sha256';
const CONTENT = 'https://openimr.org/fhir/StructureDefinition/imr-sha256';
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const extension = (element, url) => (element.extension || []).find((e) => e.url === url)?.valueString;
const name = (resource) => resource.resourceType + '/' + resource.id;

async function post(path, body) {
  const answer = await fetch(base + '/' + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/fhir+json', Authorization: 'Bearer demo-plan-vchcp' },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}

// CDex, receiver steps: without id, meta and signature; canonical; detached; key of the certificate
async function verify(text) {
  const { id, meta, signature, ...signed } = JSON.parse(text);
  assert.equal(signature.sigFormat, 'application/jose');
  assert.match(signature.targetFormat, /canonicalization=http:\/\/hl7.org\/fhir\/canonicalization\/json#document$/);
  const jws = Buffer.from(signature.data, 'base64').toString('ascii').split('.');
  const header = JSON.parse(Buffer.from(jws[0], 'base64url'));
  const certificate = new X509Certificate(Buffer.from(header.x5c[0], 'base64'));
  const authority = new X509Certificate(readFileSync(trusted));
  assert.ok(certificate.raw.equals(authority.raw), 'the certificate is the trusted one');
  assert.ok(certificate.subjectAltName.includes(signature.who.identifier.value), 'SAN is who');
  assert.equal(header.sigT, signature.when);
  assert.equal(header.srCms[0].commId.id, 'urn:oid:' + signature.type[0].code);
  await flattenedVerify(
    { protected: jws[0], payload: Buffer.from(canonicalize(signed)).toString('base64url'), signature: jws[2] },
    await importX509(certificate.toString(), header.alg),
  );
  manifest(signed.entry.map((e) => e.resource));
  return signed;
}

function manifest([composition, ...resources]) {
  const section = composition.section.find((s) => s.code?.coding?.[0]?.code === 'manifest');
  assert.deepEqual(
    section.entry.map((e) => [e.reference, extension(e, HASH)]),
    resources.map((r) => [name(r), sha256(canonicalize(r))]),
  );
  const contents = Object.fromEntries(resources.map((r) => [name(r), r]));
  for (const document of resources.filter((r) => r.resourceType === 'DocumentReference')) {
    for (const { attachment } of document.content) {
      const data = attachment.data ?? contents[attachment.url].data;
      assert.equal(sha256(Buffer.from(data, 'base64')), extension(attachment, CONTENT));
    }
  }
}

const example = JSON.parse(readFileSync('examples/residential-mental-health/request.json', 'utf8'));
example.identifier.value = 'packet-' + Date.now();
const submitted = await post('$submit-case', JSON.stringify(example));
assert.equal(submitted.status, 201, submitted.text);
const parts = JSON.parse(submitted.text).parameter;
const caseId = parts.find((p) => p.name === 'case').resource.id;
const question = { resourceType: 'Parameters', parameter: [{ name: 'recipient', valueCode: 'imro' }] };
const packet = await post(`Task/${caseId}/$packet`, JSON.stringify(question));
assert.equal(packet.status, 200, packet.text);

const signed = await verify(packet.text);
await verify(JSON.stringify(JSON.parse(packet.text), null, 7));
console.log(`packet ${signed.identifier.value}: ${signed.entry.length} entries verified with jose`);
for (let i = 0; i < 25; i++) {
  const bytes = Buffer.from(packet.text);
  const at = Math.floor((i + 0.5) * (bytes.length / 25));
  bytes[at] ^= 1;
  await assert.rejects(verify(bytes.toString()), undefined, 'a bit flipped at ' + at);
}
console.log('25 packets with one bit flipped each were refused');
