// Makes of the answers the case that is submitted, after a template; and finds the field that a place in it came from.
import { plain } from './values.js';

const PAIRS = {
  Patient: 'patient', Coverage: 'coverage', Claim: 'disputed', ServiceRequest: 'disputed', ExplanationOfBenefit: 'disputed',
  ClaimResponse: 'denial',
};

/** Which resources of a denial stand for which of the template; null where several might. */
export function known(bundle) {
  const found = {};
  for (const { resource, fullUrl } of bundle?.entry ?? []) {
    const plan = resource.resourceType === 'Organization'
      && resource.type?.some((type) => type.coding?.some((coding) => coding.code === 'plan'));
    const name = plan ? 'plan' : PAIRS[resource.resourceType];
    if (name) {
      found[name] = name in found ? null : fullUrl;
    }
  }
  const answer = (bundle?.entry ?? []).find((each) => found.denial && each.fullUrl === found.denial)?.resource;
  return answer?.request?.reference ? { ...found, disputed: answer.request.reference } : found;
}

/** What came with a denial, without a case or an application of its own: those are made here. */
export function brought(bundle) {
  return (bundle?.entry ?? []).filter(({ resource }) => resource?.resourceType !== 'Task'
    && !resource?.questionnaire?.includes('/Questionnaire/imr-'));
}

/** The denial as a case, as far as it is one yet: what is known is read from a case. */
export function asCase(bundle) {
  if (bundle.entry?.some(({ resource }) => resource?.resourceType === 'Task')) {
    return bundle;
  }
  const { patient, disputed, denial } = known(bundle);
  const reference = (to) => to && { reference: to };
  const task = {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: 'https://openimr.org/fhir/CodeSystem/imr-task-type', code: 'imr-case' }] },
    for: reference(patient),
    focus: reference(disputed),
    reasonReference: reference(denial),
  };
  return { ...bundle, entry: [...bundle.entry ?? [], { fullUrl: `urn:uuid:${crypto.randomUUID()}`, resource: task }] };
}

export class CaseWriter {
  /**
   * @param template entries with {linkId}, {@entry} and {%word of the page}
   * @param form the application
   * @param words what the page itself knows: policy, plan, authored
   * @param stored names of the template for which something is there already, with their references
   */
  constructor(template, form, words, stored) {
    this.template = template;
    this.form = form;
    this.words = words;
    this.urls = new Map(Object.entries(stored).filter(([, reference]) => reference));
    this.sources = [];
  }

  /** The Bundle with the entries of the template, of the denial and of the forms. */
  write({ identifier, responses, besides }) {
    const mine = this.template.filter((each) => !this.urls.has(each.name)
      && (!each.needs || this.form.answers(each.needs).length));
    mine.forEach((each) => this.urls.set(each.name, `urn:uuid:${crypto.randomUUID()}`));
    const entry = mine.map((each, i) => ({
      fullUrl: this.urls.get(each.name),
      resource: this.filled(each.resource, `Bundle.entry[${i}].resource`),
    }));
    for (const { resource, places } of responses) {
      const path = `Bundle.entry[${entry.length}].resource`;
      places.forEach(([place, node]) => this.sources.push([`${path}.${place}`, node]));
      const subject = { reference: this.urls.get('patient') };
      entry.push({ fullUrl: `urn:uuid:${crypto.randomUUID()}`, resource: { ...resource, subject } });
    }
    besides.forEach(({ make, source }) => {
      this.sources.push([`Bundle.entry[${entry.length}]`, source]);
      entry.push(make(this.urls));
    });
    return { resourceType: 'Bundle', type: 'collection', identifier, entry };
  }

  /** A part of the template with its words replaced; undefined if all its words stand for nothing. */
  filled(part, path) {
    if (typeof part === 'string') {
      return part.startsWith('{') ? this.word(part.slice(1, -1), path) : part;
    }
    if (Array.isArray(part)) {
      const kept = [];
      part.forEach((each) => {
        const value = this.filled(each, `${path}[${kept.length}]`);
        if (value !== undefined) {
          kept.push(value);
        }
      });
      return kept.length ? kept : undefined;
    }
    if (typeof part !== 'object') {
      return part;
    }
    const made = Object.entries(part).map(([name, each]) => [name, this.filled(each, `${path}.${name}`)]);
    const kept = made.filter(([, value]) => value !== undefined);
    const lost = kept.length < made.length;
    return lost && kept.every(([name]) => !hasWords(part[name])) ? undefined : Object.fromEntries(kept);
  }

  word(text, path) {
    for (const choice of text.split('|')) {
      const [name, condition] = choice.split('?');
      const [question, code] = condition?.split('=') ?? [];
      if (!question || this.form.answers(question).some((answer) => plain(answer) === code)) {
        const value = this.value(name);
        if (value !== undefined && value !== '') {
          this.sources.push([path, name]);
          return value;
        }
      }
    }
    return undefined;
  }

  value(name) {
    if (name.startsWith('@')) {
      return this.urls.get(name.slice(1));
    }
    if (name.startsWith('%')) {
      return this.words[name.slice(1)];
    }
    const [answer] = this.form.answers(name);
    return answer && plain(answer);
  }

  /** What on the page a FHIRPath of the Bundle came from: a node, or the name of a word; undefined if nothing. */
  source(expression) {
    const plainPath = expression.replace(/\.ofType\([^)]*\)/g, '');
    const within = this.sources
      .filter(([path]) => plainPath === path || plainPath.startsWith(`${path}.`) || plainPath.startsWith(`${path}[`))
      .sort((a, b) => b[0].length - a[0].length);
    return within[0]?.[1];
  }
}

function hasWords(part) {
  return typeof part === 'string' ? part.startsWith('{') : typeof part === 'object' && Object.values(part).some(hasWords);
}
