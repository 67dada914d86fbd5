// Two FHIR clients that others made, as npm has them, sign in with a key, read, search and operate.
//   npm install --prefix DIR fhir-kit-client@2.0.3 @medplum/core@4.5.2
//   node examples/clients/clients.mjs http://localhost:8080/fhir data/demo-keys DIR
import assert from 'node:assert/strict';
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [base, keys, modules] = process.argv.slice(2);
const client = 'demo-plan-vchcp';
const require = createRequire(pathToFileURL(resolve(modules) + '/'));
const { MedplumClient } = require('@medplum/core');
const { Client } = await import(
  pathToFileURL(resolve(modules, 'node_modules/fhir-kit-client/dist/index.js')).href
);

// A JWT by which the client says who it is: RFC 7523, and SMART Backend Services.
function assertion(algorithm, endpoint) {
  const jwk = JSON.parse(readFileSync(resolve(keys, algorithm.toLowerCase() + '.json'), 'utf8'));
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const signed =
    part({ alg: algorithm, kid: jwk.kid, typ: 'JWT' }) +
    '.' +
    part({ iss: client, sub: client, aud: endpoint, jti: randomUUID(), iat: now, exp: now + 240 });
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha384', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return signed + '.' + signature.toString('base64url');
}

const question = {
  resourceType: 'Parameters',
  parameter: [
    { name: 'policy', valueCode: 'dmhc-imr-vchcp' },
    { name: 'fact', part: [{ name: 'name', valueCode: 'urgency' }, { name: 'value', valueCode: 'standard' }] },
  ],
};

async function withFhirKit(algorithm) {
  const fhir = new Client({ baseUrl: base });
  const { tokenUrl } = await fhir.smartAuthMetadata();
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/Patient.crs system/Task.rs',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion(algorithm, tokenUrl.href),
    }),
  });
  const token = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(token));
  assert.equal(token.scope.split(' ').sort().join(' '), 'system/Patient.crs system/Task.rs');
  fhir.bearerToken = token.access_token;
  const created = await fhir.create({
    resourceType: 'Patient',
    body: { resourceType: 'Patient', identifier: [{ system: 'urn:example', value: randomUUID() }] },
  });
  const read = await fhir.read({ resourceType: 'Patient', id: created.id });
  assert.equal(read.id, created.id);
  const found = await fhir.search({ resourceType: 'Patient', searchParams: { _id: created.id } });
  assert.equal(found.total, 1);
  const deadlines = await fhir.operation({
    resourceType: 'Task',
    name: 'compute-deadlines',
    input: question,
  });
  assert.equal(deadlines.resourceType, 'Parameters');
  // what the scopes do not allow is refused
  await assert.rejects(fhir.update({ resourceType: 'Patient', id: created.id, body: read }), (error) => {
    assert.equal(error.response.status, 403);
    return true;
  });
}

async function withMedplum(algorithm) {
  const root = base.replace(/fhir$/, '');
  const discovered = await (await fetch(base + '/.well-known/smart-configuration')).json();
  const medplum = new MedplumClient({
    baseUrl: root,
    fhirUrlPath: 'fhir',
    tokenUrl: discovered.token_endpoint,
    fetch,
    cacheTime: 0,
  });
  await medplum.startJwtAssertionLogin(assertion(algorithm, discovered.token_endpoint));
  const created = await medplum.createResource({
    resourceType: 'Patient',
    identifier: [{ system: 'urn:example', value: randomUUID() }],
  });
  assert.equal((await medplum.readResource('Patient', created.id)).id, created.id);
  const found = await medplum.searchResources('Patient', { _id: created.id });
  assert.equal(found.length, 1);
  const deadlines = await medplum.post(
    medplum.fhirUrl('Task', '$compute-deadlines'),
    question,
    'application/fhir+json',
  );
  assert.equal(deadlines.resourceType, 'Parameters');
}

for (const algorithm of ['RS384', 'ES384']) {
  await withFhirKit(algorithm);
  console.log(`fhir-kit-client signed in with ${algorithm}, wrote, read, searched and operated`);
  await withMedplum(algorithm);
  console.log(`@medplum/core signed in with ${algorithm}, wrote, read, searched and operated`);
}
