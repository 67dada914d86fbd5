// The page on which an application is typed. What is typed lives in the memory of this page, and nowhere else.
import { Answer } from './answer.js';
import { asCase, brought, CaseWriter, known } from './case.js';
import { controlOf, Fields, make, sayFault } from './fields.js';
import { Panel } from './panel.js';
import { Papers } from './papers.js';
import { Form, options, said } from './questionnaire.js';
import * as server from './server.js';
import { Access } from './sign-in.js';
import { now } from './values.js';
import { WORDS } from './words.js';

const FIRST = 'imr-application';
const DOCUMENTS = 'https://openimr.org/fhir/ValueSet/imr-applicant-document';
const place = (id) => document.getElementById(id);

class Page {
  constructor(loaded) {
    Object.assign(this, loaded);
    this.language = new URLSearchParams(location.search).get('lang') === 'es' ? 'es' : 'en';
    this.form = new Form(this.questionnaires.find((one) => one.id === FIRST));
    this.certificates = [];
    this.policy = '';
    this.plan = '';
    this.papers = new Papers();
    this.panel = new Panel(this);
    this.identifier = { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${crypto.randomUUID()}` };
    this.dirty = false;
  }

  get words() {
    return WORDS[this.language];
  }

  get forms() {
    return [this.form, ...this.certificates];
  }

  get others() {
    return this.questionnaires.filter(({ id }) => id !== FIRST).map((one) => ({
      id: one.id,
      title: said(one, 'title', this.language),
      chosen: this.certificates.some((form) => form.questionnaire.id === one.id),
    }));
  }

  zone() {
    return this.policies.find((one) => one.canonical === this.policy)?.zone ?? 'America/Los_Angeles';
  }

  draw() {
    document.documentElement.lang = this.language;
    document.querySelectorAll('[data-word]').forEach((each) => { each.textContent = this.words[each.dataset.word]; });
    const title = said(this.form.questionnaire, 'title', this.language);
    document.title = `${title} - OpenIMR`;
    place('title').textContent = title;
    place('language').textContent = this.words.language;
    place('language').lang = this.language === 'en' ? 'es' : 'en';
    place('sign-in').replaceChildren(...this.panel.signIn());
    place('case').replaceChildren(this.panel.office());
    this.drawForms();
    const kinds = options({ answerValueSet: DOCUMENTS }, this.definitions, this.language);
    place('papers').replaceChildren(this.papers.draw(this.words, kinds));
    place('application').hidden = false;
    this.panel.known();
  }

  drawForms() {
    const drawn = this.forms.flatMap((form) => {
      const fields = new Fields(this.types, {
        form,
        definitions: this.definitions,
        words: this.words,
        language: this.language,
        zone: () => this.zone(),
        changed: () => this.changed(),
        left: (node) => this.check(form, node),
      });
      const heading = form === this.form ? [] : [make('h2', {}, said(form.questionnaire, 'title', this.language))];
      return [...heading, ...form.nodes.map((node) => fields.draw(node))];
    });
    place('forms').replaceChildren(...drawn);
    this.show();
  }

  /** Shows what is asked, and hides what is not. */
  show() {
    this.forms.forEach((form) => form.visit((node, asked) => {
      const drawn = document.querySelector(`[data-node="${node.id}"]`);
      if (drawn) {
        drawn.hidden = !asked;
      }
    }));
  }

  changed() {
    this.dirty = true;
    this.authored = null;
    this.show();
  }

  choose(what) {
    Object.assign(this, what);
    this.changed();
    Object.keys(what).forEach((id) => sayFault(id, null));
  }

  check(form, node) {
    const fault = form.faults().find(([one]) => one === node)?.[1];
    sayFault(node.id, fault && this.words[fault]);
  }

  withForm(id, chosen) {
    this.certificates = this.certificates.filter((form) => form.questionnaire.id !== id);
    if (chosen) {
      const form = new Form(this.questionnaires.find((one) => one.id === id), `q-${id}.`);
      form.fill(this.form.response(null).resource);
      this.certificates.push(form);
    }
    this.changed();
    this.drawForms();
  }

  async signIn() {
    try {
      await this.access.signIn();
      place('progress').textContent = '';
    } catch (refused) {
      place('progress').textContent = this.words[refused.message] ?? this.words.refused;
    }
    this.panel.known();
    return this.access.who;
  }

  /** Somebody who may send: who is signed in, or who signs in now. */
  async someone() {
    if (!this.access.who && this.access.people) {
      return this.signIn();
    }
    if (!this.access.who) {
      place('progress').textContent = this.words['who-first'];
      place('act-as')?.focus();
    }
    return this.access.who;
  }

  async prefillFile(file) {
    let bundle = null;
    try {
      bundle = JSON.parse(await file.text());
    } catch {
      // said below
    }
    sayFault('prefill-file', bundle?.resourceType === 'Bundle' ? null : this.words['not-json']);
    if (bundle?.resourceType === 'Bundle') {
      await this.fill('prefill-file', { resource: asCase(bundle) }, null, () => {
        this.denial = bundle;
        this.stored = null;
        const plan = bundle.entry?.find((each) => each.fullUrl === known(bundle).plan)?.resource;
        this.plan ||= plan?.identifier?.find((one) => one.system?.endsWith('/sid/organization'))?.value ?? '';
      });
    }
  }

  async prefillCase(number) {
    const who = number && await this.someone();
    if (!who) {
      return;
    }
    try {
      const task = await server.storedCase(number, who.token);
      await this.fill('prefill-case', { valueReference: { reference: `Task/${task.id}` } }, who.token, () => {
        this.stored = task;
        this.denial = null;
        this.policy ||= this.policies.find((one) => one.canonical === task.instantiatesUri)?.canonical ?? '';
      });
    } catch (refused) {
      sayFault('prefill-case', this.sentences(refused));
    }
  }

  async fill(id, content, token, keep) {
    try {
      const { parameter } = await server.populate(FIRST, content, token);
      const filled = this.form.fill(parameter.find((each) => each.name === 'response').resource);
      keep();
      this.changed();
      this.draw();
      place('filled').textContent = `${this.words.filled} ${filled}`;
    } catch (refused) {
      sayFault(id, this.sentences(refused));
    }
  }

  sentences(refused) {
    const texts = (refused.issues ?? []).map((issue) => issue.details?.text ?? issue.diagnostics).filter(Boolean);
    return texts.join(' ') || (refused.status ? `${this.words.status} ${refused.status}.` : this.words.failed);
  }

  /** What is wrong before anything is sent: [id of the field, label, sentence]. */
  faults() {
    const own = ['policy', 'plan'].filter((id) => !this[id]).map((id) => [id, this.words[id], this.words.required]);
    const typed = this.forms.flatMap((form) => form.faults().map(([node, word]) => [
      node.id, said(node.item, 'text', this.language), this.words[word]]));
    return [...own, ...typed];
  }

  /** The submission as it is sent; the same bytes as long as nothing is changed. */
  submission() {
    if (!this.authored) {
      this.authored = now(this.zone());
      const stored = this.stored
        ? { patient: this.stored.for?.reference, disputed: this.stored.focus?.reference, denial: this.stored.reasonReference?.reference }
        : known(this.denial);
      this.writer = new CaseWriter(this.template, this.form, { policy: this.policy, plan: this.plan, authored: this.authored }, stored);
      const sent = brought(this.denial);
      const bundle = this.writer.write({
        identifier: this.identifier,
        responses: this.forms.map((form) => form.response(this.authored)),
        besides: [...sent.map((entry) => ({ source: '@denial', make: () => entry })), ...this.papers.entries(this.authored)],
      });
      this.body = JSON.stringify(bundle);
    }
    return this.body;
  }

  async send() {
    this.forms.forEach((form) => form.visit((node) => sayFault(node.id, null)));
    const faults = this.faults();
    if (this.blame(faults, 'problems')) {
      return;
    }
    const who = await this.someone();
    if (!who) {
      return;
    }
    place('progress').textContent = this.words.sending;
    place('send').disabled = true;
    try {
      const answer = await server.submit(this.submission(), who.token);
      place('progress').textContent = '';
      this.answered(answer);
    } catch (refused) {
      place('progress').textContent = '';
      this.refused(refused);
    } finally {
      place('send').disabled = false;
    }
  }

  refused(refused) {
    if (refused.status === 401) {
      this.access.forget();
      this.panel.known();
      place('progress').textContent = this.words.expired;
      (place('sign-in-now') ?? place('act-as'))?.focus();
    } else if (refused.issues?.length) {
      const errors = refused.issues.filter((issue) => issue.severity !== 'information');
      this.blame(errors.map((issue) => this.located(issue)), 'refusals');
    } else {
      place('progress').textContent = this.sentences(refused);
    }
  }

  /** A problem that the server found: at which field, under which label, in which words. */
  located(issue) {
    const text = issue.details?.text ?? issue.diagnostics ?? issue.code;
    for (const expression of issue.expression ?? []) {
      const source = this.writer.source(expression);
      const field = source && this.fieldOf(source);
      if (field) {
        return [...field, source === '@denial' ? `${text} ${expression}` : text];
      }
    }
    return [null, this.words.elsewhereInCase, [text, ...issue.expression ?? []].join(' ')];
  }

  fieldOf(source) {
    const own = { '%policy': ['policy', this.words.policy], '%plan': ['plan', this.words.plan], '%papers': ['papers', this.words.papers],
      '@denial': ['prefill-file', this.words['prefill-file']] }[source];
    let node = typeof source === 'object' ? source : null;
    this.form.visit((one) => { node ??= one.item.linkId === source ? one : null; });
    return own ?? (node && [node.id, said(node.item, 'text', this.language)]);
  }

  /** Says what is wrong, at each field and in a list, and goes to the first field; false if nothing is. */
  blame(faults, title) {
    const fields = new Map();
    faults.forEach(([id, , text]) => id && fields.set(id, [...(fields.get(id) ?? []), text]));
    fields.forEach((texts, id) => sayFault(id, texts.join(' ')));
    const foreign = title === 'refusals' && this.language !== 'en' ? 'en' : null;
    const rows = faults.map(([id, label, text]) => make('li', {},
      id && controlOf(id) ? make('a', { href: `#${controlOf(id).id}`, 'data-for': id }, label) : label, ': ', make('span', { lang: foreign }, text)));
    place('problems').replaceChildren(make('h2', { id: 'problems-title' }, this.words[title]), make('ul', {}, ...rows));
    place('problems').hidden = !faults.length;
    const first = faults.map(([id]) => id && controlOf(id)).find((control) => control && !control.closest('[hidden]'));
    (first ?? place('problems')).focus?.();
    return faults.length > 0;
  }

  answered(answer) {
    this.dirty = false;
    const issues = answer.resource.parameter.find((each) => each.name === 'issues')?.resource.issue ?? [];
    const remarks = issues.map((issue) => {
      const [, label, text] = this.located(issue);
      return make('li', {}, `${label}: `, make('span', { lang: 'en' }, text));
    });
    const shown = new Answer({ words: this.words, language: this.language, codeSystems: this.definitions.codeSystems });
    const again = make('button', { type: 'button', onclick: () => location.reload() }, this.words.again);
    const print = make('button', { type: 'button', onclick: () => window.print() }, this.words.print);
    place('answer').replaceChildren(...shown.draw(answer, remarks), make('p', { class: 'actions' }, print, again));
    place('answer').hidden = false;
    place('problems').hidden = true;
    place('application').hidden = true;
    place('answer').focus();
    place('answer').scrollIntoView();
  }
}

async function load() {
  const json = async (name) => (await fetch(name)).json();
  const [questionnaires, policies, access, types, template] = await Promise.all([
    server.questionnaires(), server.policies(), Access.of(), json('types.json'), json(`case-${FIRST}.json`)]);
  const definitions = await server.definitions(questionnaires);
  return new Page({ questionnaires, policies, access, types, template, definitions });
}

try {
  const page = await load();
  page.draw();
  place('application').addEventListener('submit', (event) => {
    event.preventDefault();
    page.send();
  });
  place('application').addEventListener('click', (event) => {
    const link = event.target.closest('a[data-for]');
    if (link) {
      event.preventDefault();
      controlOf(link.dataset.for)?.focus();
    }
  });
  place('print').addEventListener('click', () => window.print());
  place('language').addEventListener('click', () => {
    page.language = page.language === 'en' ? 'es' : 'en';
    history.replaceState(null, '', `?lang=${page.language}`);
    page.draw();
  });
  addEventListener('beforeunload', (event) => page.dirty && event.preventDefault());
} catch (broken) {
  const { language } = document.documentElement.dataset;
  place('failed').textContent = WORDS[language === 'es' ? 'es' : 'en'].broken;
  place('failed').hidden = false;
  throw broken;
}
