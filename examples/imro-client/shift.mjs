// One shift of a review organization, from the work list to the determination.
//   node examples/imro-client/shift.mjs BASE CLIENT PRIVATE-KEY.json SIGNER.pem [ORGANIZATION] [CASE] [FOLDER]
// BASE is the address of the FHIR interface, CLIENT a registered client of role imro-clerk, SIGNER.pem the
// certificate that packets must be signed with, ORGANIZATION the id by which the organization calls,
// FOLDER where contents are put that a packet leaves out; without it, one that goes at the end.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fetchContents } from './contents.mjs';
import { attestation, reviewer, role } from './forms.mjs';
import { signIn } from './imro.mjs';
import { verified } from './packet.mjs';

const MANIFEST = 'https://openimr.org/fhir/StructureDefinition/imr-canonical-sha256';
const PSYCHIATRY = '2084P0800X';

const [base, client, keyFile, signerFile, organization = client, wanted, kept] = process.argv.slice(2);
const signer = readFileSync(signerFile);
const folder = kept ?? mkdtempSync(join(tmpdir(), 'imro-client-'));
if (!kept) process.on('exit', () => rmSync(folder, { recursive: true }));
const said = (...text) => console.log(new Date().toISOString().slice(11, 19), ...text);
const value = (name, type, given) => ({ name, [`value${type}`]: given });
const step = (code, ...more) => [value('step', 'Code', code), ...more];
const stage = (parameters) => parameters.parameter.find((p) => p.name === 'review').resource.businessStatus.coding[0].code;

const server = await signIn(base, client, JSON.parse(readFileSync(keyFile, 'utf8')));
said('signed in as', client);

// 1 the work list: determinations that the organization owes, the nearest due first, with their cases
const due = `Task?code=imr-duty&milestone=determination&owner.identifier=${organization}`;
const list = await server.search(`${due}&business-status=not-started,running,overdue&_sort=due&_include=Task:part-of`);
const duties = list.filter((t) => t.partOf);
const cases = Object.fromEntries(list.filter((t) => !t.partOf).map((t) => [`Task/${t.id}`, t]));
for (const duty of duties) {
  const task = cases[duty.partOf[0].reference];
  said('owed:', task.identifier[0].value, duty.businessStatus.coding[0].code, duty.restriction?.period?.end ?? 'no due yet');
}
const duty = duties.find((d) => !wanted || d.partOf[0].reference === `Task/${wanted}`);
if (!duty) {
  said('nothing to do');
  process.exit(0);
}
const task = cases[duty.partOf[0].reference];
const own = duty.owner.reference;

// 2 the review is taken, as the organization has no conflict
const [review] = await server.search(`Task?code=imr-review&part-of=Task/${task.id}`);
if (!review || review.businessStatus.coding[0].code === 'offered') {
  const answer = { name: 'attestation', resource: attestation(task, own) };
  said('review', stage(await server.operate(task.id, 'take-review', step('accept', answer))));
}

// 3 the packet is verified before anybody reads it, and acknowledged by the hash of its manifest
async function receive(text) {
  const packet = verified(text, signer);
  said(`packet ${packet.number}: ${packet.entries} entries, ${packet.documents.length} documents, verified`);
  if (packet.apart.length > 0) {
    const breaks = await fetchContents(server, packet.apart, folder);
    said(`${packet.apart.length} contents fetched and verified, the connection broke ${breaks} times`);
  }
  const evidence = {
    reference: `Bundle/${packet.id}`,
    identifier: { value: packet.number },
    extension: [{ url: MANIFEST, valueString: packet.manifest }],
  };
  await server.operate(task.id, 'record-event', [
    {
      name: 'event',
      part: [
        value('code', 'Code', 'records-received'),
        value('time', 'DateTime', new Date(Date.now() - 1000).toISOString().replace(/\.\d+/, '')),
        value('evidence', 'Reference', evidence),
      ],
    },
  ]);
  said(`packet ${packet.number} acknowledged, manifest ${packet.manifest.slice(0, 12)}…`);
  return packet;
}

// polled: the server promises nothing faster
async function await404(path, seconds) {
  for (const end = Date.now() + seconds * 1000; ; await pause(2000)) {
    try {
      return await server.text('GET', path);
    } catch (refused) {
      if (refused.status !== 404 || Date.now() > end) throw refused;
    }
  }
}
const packets = [await receive(await await404(`Task/${task.id}/$packet?recipient=imro`, 60))];

// 4 a question back: what the file lacks, and what the reviewers want to know
const lacking = await server.operate(task.id, 'request-information', undefined);
const open = (lacking.parameter ?? []).filter((p) => p.name === 'informationRequest');
said(`requests for records that are open: ${open.length}`);
const note = value('note', 'String', 'Which day treatment was tried before, and for how long?');
await server.operate(task.id, 'take-review', step('chase-records', note));
said('asked the plan for more');

// 5 what comes late comes by itself, in a packet of its own
const since = encodeURIComponent(packets[0].timestamp);
packets.push(await receive(await await404(`Task/${task.id}/$packet?recipient=imro&since=${since}`, 120)));

// 6 a reviewer who is fit and has no conflict; the names stay with the organization
const npi = `19${String(Date.now()).slice(-8)}`;
const person = await server.create(reviewer(npi, PSYCHIATRY));
const seat = await server.create(role(person, PSYCHIATRY));
await server.operate(task.id, 'assign-reviewer', [
  value('organization', 'Reference', { reference: own }),
  value('reviewer', 'Reference', { reference: `PractitionerRole/${seat.id}` }),
  { name: 'attestation', resource: attestation(task, `PractitionerRole/${seat.id}`) },
]);
said('a reviewer is assigned');
said('review', stage(await server.operate(task.id, 'take-review', step('check'))));

// 7 the determination tells of every document of every packet whether it was read
const hashes = new Set(packets.flatMap((p) => p.documents.map((d) => d.hash)));
const answer = await server.operate(task.id, 'record-determination', [
  value('packet', 'Identifier', { value: packets[0].number }),
  ...packets[0].claim.item.map((item) => ({
    name: 'line',
    part: [
      value('sequence', 'Integer', item.sequence),
      value('outcome', 'Code', 'overturned'),
      value('rationale', 'String', 'Day treatment was tried and did not help. A stay was needed.'),
      value('criterion', 'Code', 'professional-standards'),
    ],
  })),
  ...[...hashes].map((hash) => value('reviewed', 'String', hash)),
]);
const made = answer.parameter.find((p) => p.name === 'determination').resource;
said(`determination ${made.identifier.value}: overturned, ${hashes.size} documents reviewed`);
said('the case is', answer.parameter.find((p) => p.name === 'case').resource.businessStatus.coding[0].code);
