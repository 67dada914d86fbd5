// Collects what the server takes and what it gives back, claims for each resource the profiles of US Core, and
// counts what the validator says of them. Called by .ci/validate-intake.
//   node .ci/intake.mjs collect BASE FOLDER
//   node .ci/intake.mjs count FOLDER
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-';
const OF_US_CORE = {
  Coverage: 'coverage', DocumentReference: 'documentreference', Encounter: 'encounter', Location: 'location',
  Organization: 'organization', Patient: 'patient', Practitioner: 'practitioner',
  PractitionerRole: 'practitionerrole', Procedure: 'procedure', Provenance: 'provenance',
  QuestionnaireResponse: 'questionnaireresponse', RelatedPerson: 'relatedperson', ServiceRequest: 'servicerequest',
};
const CALLERS = { vchcp: 'demo-plan-vchcp', chw: 'demo-plan-chw', phc: 'demo-plan-partnership' };

const json = file => JSON.parse(readFileSync(file, 'utf8'));

function submissions() {
  const all = readdirSync('examples', { withFileTypes: true }).filter(each => each.isDirectory())
    .map(each => join('examples', each.name, 'request.json'))
    .flatMap(file => { try { return [[file.split('/')[1], json(file)]]; } catch { return []; } })
    .filter(([, bundle]) => bundle.resourceType === 'Bundle');
  for (const name of ['emergency-claim', 'order-only']) {
    all.push([name, json(`src/test/resources/denial/${name}.json`)]);
  }
  return [...all, ['pas-pair', pasPair()], ...guidePairs()];
}

function pasPair() {
  return beside('pas-pair-validated', ['task', 'request', 'response'].map(name => json(`src/test/resources/pas/${name}.json`)));
}

function beside(value, resources) {
  const entry = resources.map((resource, i) => ({ fullUrl: `urn:uuid:0f6d3c52-5c0f-4a7b-8c35-0d4c7a1f9e0${i}`, resource }));
  return { resourceType: 'Bundle', identifier: { system: 'http://plan.example.org/submissions', value }, type: 'collection', entry };
}

const of = (bundle, type) => bundle.entry?.find(each => each.resource.resourceType === type);

// Every request of the guide's examples (folder PAS_EXAMPLES), alone and with every response that answers it.
function guidePairs() {
  const folder = process.env.PAS_EXAMPLES;
  if (!folder) {
    return [];
  }
  const bundles = readdirSync(folder).filter(file => /^Bundle-.*\.json$/.test(file)).sort().map(file => [file.slice(7, -5), json(join(folder, file))]);
  const requests = bundles.filter(([, bundle]) => of(bundle, 'Claim') && !of(bundle, 'ClaimResponse'));
  const answers = bundles.filter(([, bundle]) => of(bundle, 'ClaimResponse'));
  const answered = (bundle, response) => {
    const { request, id } = of(response, 'ClaimResponse').resource;
    const claim = request?.reference?.replace(/^.*\//, '') ?? id.replace('Response', '');
    return of(bundle, 'Claim').resource.id === claim;
  };
  return requests.flatMap(([name, request]) => [
    [`pas-${name}`, guideCase(name, request)],
    ...answers.filter(([, response]) => answered(request, response))
      .map(([by, response]) => [`pas-${name}-${by}`, guideCase(`${name}-${by}`, request, response)])]);
}

// A case about the claim: what the guide has no resource for.
function guideCase(value, request, response) {
  const claim = of(request, 'Claim');
  const task = json('src/test/resources/pas/task.json');
  delete task.identifier;
  delete task.reasonReference;
  task.focus = { reference: claim.fullUrl };
  task.for = { reference: request.entry.find(each => each.resource.resourceType === 'Patient').fullUrl };
  if (response) {
    task.reasonReference = { reference: of(response, 'ClaimResponse').fullUrl };
  }
  return beside(`guide-${value}`, [task, request, ...response ? [response] : []]);
}

async function call(base, caller, method, path, body) {
  const answer = await fetch(`${base}/${path}`, {
    method, body: body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${caller}`, 'Content-Type': 'application/fhir+json' },
  });
  const resource = await answer.json();
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(resource)}`);
  }
  return resource;
}

async function collect(base, folder) {
  mkdirSync(folder, { recursive: true });
  const write = (where, name, resource) => {
    const profile = OF_US_CORE[resource.resourceType];
    if (profile) {
      resource.meta = { ...resource.meta, profile: [...new Set([...resource.meta?.profile ?? [], US_CORE + profile])] };
    }
    writeFileSync(join(folder, `${where}_${resource.resourceType}_${name}.json`), JSON.stringify(resource));
  };
  for (const [name, bundle] of submissions()) {
    const task = bundle.entry.map(each => each.resource).find(each => each.resourceType === 'Task');
    const caller = CALLERS[/PlanDefinition\/(?:dmhc-imr-)?([a-z]+)/.exec(task.instantiatesUri)[1]];
    const answer = await call(base, caller, 'POST', '$submit-case', bundle).catch(refused => {
      if (!process.env.PAS_EXAMPLES || !name.startsWith('pas-')) {
        throw refused;
      }
      console.log(`not taken: ${name}: ${refused.message.slice(0, 600)}`);
    });
    if (!answer) {
      continue;
    }
    write('answer', name, answer);
    const id = answer.parameter.find(each => each.name === 'case').resource.id;
    const found = await call(base, caller, 'GET', `Provenance?target=Task/${id}`);
    for (const { resource } of found.entry ?? []) {
      for (const { reference } of resource.target) {
        write('stored', `${name}-${reference.split('/')[1]}`, await call(base, caller, 'GET', reference.replace(/\/_history.*/, '')));
      }
      write('stored', `${name}-${resource.id}`, resource);
    }
    bundle.entry.forEach((each, i) => write('sent', `${name}-${i}`, each.resource));
  }
}

function count(folder) {
  const outcomes = json(join(folder, 'outcomes.json')).entry.map(each => each.resource);
  const rows = new Map();
  const kinds = new Map();
  for (const outcome of outcomes) {
    const file = outcome.extension.find(each => each.url.endsWith('operationoutcome-file')).valueString;
    const [where, type, name] = file.split('/').pop().split('_');
    const errors = (outcome.issue ?? []).filter(each => ['error', 'fatal'].includes(each.severity));
    const key = `${where} ${type}${name.startsWith('pas-') ? ' (PAS)' : ''}`;
    const row = rows.get(key) ?? { resources: 0, clean: 0 };
    rows.set(key, { resources: row.resources + 1, clean: row.clean + (errors.length ? 0 : 1) });
    for (const error of errors) {
      const said = `${key}: ${error.details.text}`.replace(/\[\d+]/g, '');
      kinds.set(said, (kinds.get(said) ?? 0) + 1);
    }
  }
  [...rows].sort().forEach(([key, row]) => console.log(`${key.padEnd(40)} ${row.clean} of ${row.resources} without error`));
  // of a code system that the validator does not hold it can say nothing
  const open = /could not be found, so the code cannot be validated|URL value '.*' does not resolve/;
  const sorted = [...kinds].sort((a, b) => b[1] - a[1]);
  sorted.forEach(([said, times]) => console.log(`${open.test(said) ? 'cannot be checked' : 'ERROR'}: ${times} x ${said}`));
  process.exitCode = sorted.some(([said]) => !open.test(said)) ? 1 : 0;
}

const [what, ...rest] = process.argv.slice(2);
await (what === 'collect' ? collect(...rest) : count(...rest));
