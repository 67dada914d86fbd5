// What the page asks of the server.

const BASE = '../fhir/';

/** An answer that is none of success; holds the OperationOutcome, if one came. */
export class Refusal extends Error {
  constructor(status, outcome) {
    super(`status ${status}`);
    this.status = status;
    this.issues = outcome?.issue ?? [];
  }
}

async function ask(path, { method = 'GET', body, token } = {}) {
  const headers = { Accept: 'application/fhir+json' };
  if (body) {
    headers['Content-Type'] = 'application/fhir+json';
  }
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  let answer;
  try {
    answer = await fetch(BASE + path, { method, headers, body });
  } catch {
    throw new Refusal(0);
  }
  const resource = await answer.json().catch(() => null);
  if (!answer.ok || !resource) {
    throw new Refusal(answer.status, resource);
  }
  return { status: answer.status, resource };
}

async function all(type, query) {
  const { resource } = await ask(`${type}?${new URLSearchParams({ _count: 200, ...query })}`);
  return (resource.entry ?? []).map((entry) => entry.resource);
}

export async function questionnaires() {
  return all('Questionnaire', { status: 'active' });
}

/** The policies in force or to be, each with its zone. */
export async function policies() {
  const found = await all('PlanDefinition', { status: 'active', _elements: 'url,version,title,extension' });
  return found.map(({ url, version, title, extension }) => ({
    canonical: `${url}|${version}`,
    title,
    zone: extension?.flatMap((each) => each.extension ?? []).find((each) => each.url === 'zone')?.valueCode,
  }));
}

/** The value sets that questions name, and the code systems that those name, by their addresses. */
export async function definitions(questionnaires) {
  const items = (list) => (list ?? []).flatMap((item) => [item, ...items(item.item)]);
  const named = questionnaires.flatMap((one) => items(one.item)).map((item) => item.answerValueSet);
  const valueSets = await byUrl('ValueSet', named);
  const systems = [...valueSets.values()].flatMap((one) => one.compose.include.map((each) => each.system));
  return { valueSets, codeSystems: await byUrl('CodeSystem', [...systems, ...SHOWN]) };
}

const SHOWN = ['eligibility-outcome', 'finding-result', 'milestone', 'party', 'duty-status', 'packet-element', 'route', 'fact']
  .map((name) => `https://openimr.org/fhir/CodeSystem/imr-${name}`);

async function byUrl(type, urls) {
  const found = await all(type, { url: [...new Set(urls.filter(Boolean))].join(',') });
  return new Map(found.map((one) => [one.url, one]));
}

/** A form filled with what is known: Parameters. */
export async function populate(form, content, token) {
  const context = { name: 'context', part: [{ name: 'name', valueString: 'case' }, { name: 'content', ...content }] };
  const body = JSON.stringify({ resourceType: 'Parameters', parameter: [context] });
  return (await ask(`Questionnaire/${form}/$populate`, { method: 'POST', body, token })).resource;
}

/** A stored case, by its number or id. */
export async function storedCase(name, token) {
  if (!/^\d{4}-\d+$/.test(name)) {
    return (await ask(`Task/${encodeURIComponent(name.replace(/^.*\//, ''))}`, { token })).resource;
  }
  const { resource } = await ask(`Task?${new URLSearchParams({ identifier: name })}`, { token });
  if (resource.entry?.length !== 1) {
    throw new Refusal(404);
  }
  return resource.entry[0].resource;
}

/** Submits a case: the answer, and whether it is a new one. */
export async function submit(body, token) {
  return ask('$submit-case', { method: 'POST', body, token });
}
