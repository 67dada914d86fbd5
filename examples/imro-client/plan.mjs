// The other side, for trying the client out: a plan that submits the example, sends its file, and answers late.
//   node examples/imro-client/plan.mjs BASE open [MB]     prints the id of the case; with MB, one content is
//                                                        that large, and the packet leaves contents out
//   node examples/imro-client/plan.mjs BASE answer CASE   once it is asked for more, sends a record
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from './imro.mjs';

const [base, what, subject] = process.argv.slice(2);
const plan = new Server(base, 'demo-plan-vchcp');
const now = () => new Date(Date.now() - 1000).toISOString().replace(/\.\d+/, '');

// Scans that are too large for a submission are sent by themselves; the first document names them.
async function sendApart(bundle, megabytes) {
  const sent = await fetch(`${base}/Binary`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${plan.token}`, 'Content-Type': 'image/tiff' },
    body: randomBytes(megabytes * 1_000_000),
  });
  if (!sent.ok) throw new Error(`the scans were not taken: ${sent.status}`);
  const [, id] = /Binary\/([^/]+)/.exec(sent.headers.get('location'));
  const document = bundle.entry.map((e) => e.resource).find((r) => r.resourceType === 'DocumentReference');
  document.content[0].attachment = { contentType: 'image/tiff', url: `Binary/${id}` };
}

async function open() {
  const example = new URL('../residential-mental-health/request.json', import.meta.url);
  const bundle = JSON.parse(readFileSync(example, 'utf8'));
  bundle.identifier.value = `imro-client-${Date.now()}`;
  const megabytes = Number(subject ?? 0);
  if (megabytes > 0) await sendApart(bundle, megabytes);
  bundle.entry.push({
    fullUrl: 'urn:uuid:7d0a5c1e-3c0f-4b7e-9a51-5d1f6a2b9c01',
    resource: {
      resourceType: 'Organization',
      name: 'Cypress Independent Review',
      type: [{ coding: [{ system: 'https://openimr.org/fhir/CodeSystem/imr-party', code: 'imro' }] }],
      identifier: [{ system: 'https://openimr.org/fhir/sid/organization', value: 'demo-imro' }],
    },
  });
  const answer = JSON.parse(await plan.text('POST', '$submit-case', bundle));
  const id = answer.parameter.find((p) => p.name === 'case').resource.id;
  const question = [
    { name: 'recipient', valueCode: 'imro' },
    { name: 'inline', valueBoolean: megabytes === 0 },
  ];
  await plan.text('POST', `Task/${id}/$packet`, { resourceType: 'Parameters', parameter: question });
  await plan.operate(id, 'record-event', [
    { name: 'event', part: [{ name: 'code', valueCode: 'records-sent' }, { name: 'time', valueDateTime: now() }] },
  ]);
  console.log(id);
}

async function answer() {
  const asked = (task) => task.input.some((i) => i.type.coding?.[0]?.code === 'additional-records-requested');
  let task = await plan.read(`Task/${subject}`);
  for (let i = 0; !asked(task); i++) {
    if (i === 120) throw new Error('nobody asked for anything');
    await pause(1000);
    task = await plan.read(`Task/${subject}`);
  }
  const number = { value: task.identifier.find((i) => i.system.endsWith('/case-number')).value };
  const text = `Day treatment from March to May, five days a week. Case ${number.value}.`;
  const answer = JSON.parse(
    await plan.text('POST', '$submit-attachment', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'TrackingId', valueIdentifier: number },
        { name: 'AttachTo', valueCode: 'preauthorization' },
        { name: 'ProviderId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9900000016' } },
        { name: 'MemberId', valueIdentifier: { value: 'VC-7731904' } },
        {
          name: 'Attachment',
          part: [
            { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] } },
            {
              name: 'Content',
              resource: {
                resourceType: 'DocumentReference',
                status: 'current',
                description: 'Answer of the plan: day treatment before',
                type: { text: 'Progress note' },
                content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
              },
            },
          ],
        },
      ],
    }),
  );
  console.log(answer.issue[0].details.text);
}

await (what === 'open' ? open() : answer());
