// Shows what the server answered to a submitted case.
import { make } from './fields.js';
import { shown } from './values.js';

const SYSTEM = 'https://openimr.org/fhir/CodeSystem/imr-';

const parts = (of, name) => of.filter((each) => each.name === name);
const value = (of, name) => {
  const found = parts(of, name)[0];
  return found && Object.entries(found).find(([key]) => key.startsWith('value'))?.[1];
};

export class Answer {
  constructor({ words, language, codeSystems }) {
    this.words = words;
    this.language = language;
    this.codeSystems = codeSystems;
  }

  /** The text of a code, marked as English where there is no other. */
  code(system, code) {
    const concept = this.codeSystems.get(SYSTEM + system)?.concept.find((one) => one.code === code);
    const translated = concept?.designation?.find((one) => one.language === this.language)?.value;
    return translated ?? make('span', { lang: 'en' }, concept?.display ?? code ?? '');
  }

  /** The whole answer, as what stands in its section. */
  draw({ status, resource }, remarks) {
    const { parameter } = resource;
    const task = parts(parameter, 'case')[0].resource;
    const eligibility = parts(parameter, 'eligibility')[0].part;
    const words = this.words;
    const lacks = parts(parameter, 'missingElement').map((each) => this.code('packet-element', each.valueCode));
    return [
      make('h2', { id: 'answer-title' }, `${words.stored} ${numberOf(task)}`),
      status === 200 ? make('p', {}, words.same) : null,
      make('p', {}, `${words.decided} `, make('span', { lang: 'en' }, task.instantiatesUri)),
      make('h3', {}, words.outcome),
      make('p', { class: 'outcome', id: 'outcome', 'data-code': value(eligibility, 'outcome') },
        this.code('eligibility-outcome', value(eligibility, 'outcome'))),
      this.codes('missing', 'fact', parts(eligibility, 'missing')),
      this.codes('route', 'route', parts(eligibility, 'route')),
      this.findings(parts(eligibility, 'finding').map((each) => each.part)),
      this.deadlines(parts(parameter, 'deadline').map((each) => each.part)),
      lacks.length ? make('h3', {}, words.lacks) : null,
      lacks.length ? make('ul', {}, ...lacks.map((each) => make('li', {}, each))) : null,
      remarks.length ? make('h3', {}, words.remarks) : null,
      remarks.length ? make('ul', { id: 'remarks' }, ...remarks) : null,
      this.language === 'en' ? null : make('p', { class: 'hint' }, words.english),
    ].filter(Boolean);
  }

  codes(word, system, found) {
    if (!found.length) {
      return null;
    }
    const listed = found.map((each) => make('li', {}, this.code(system, each.valueCode)));
    return make('div', {}, make('p', {}, this.words[word]), make('ul', {}, ...listed));
  }

  findings(findings) {
    const rows = findings.map((part) => [
      value(part, 'rule'),
      this.code('finding-result', value(part, 'result')),
      make('span', { lang: 'en' }, value(part, 'explanation') ?? ''),
      make('span', { lang: 'en' }, value(part, 'citation') ?? ''),
    ]);
    return this.table('findings', 'reasons', ['rule', 'result', 'why', 'source'], rows);
  }

  deadlines(deadlines) {
    const sorted = [...deadlines].sort((a, b) => (value(a, 'due') ?? '9').localeCompare(value(b, 'due') ?? '9'));
    const rows = sorted.map((part) => [
      value(part, 'due') ? shown(value(part, 'due')) : '–',
      this.code('party', value(part, 'owedBy')),
      this.code('milestone', value(part, 'milestone')),
      this.code('duty-status', value(part, 'status')),
      make('span', { lang: 'en' }, [value(part, 'rule'), value(part, 'citation')].filter(Boolean).join(': ')),
    ]);
    return this.table('deadlines', 'due', ['due-by', 'who-owes', 'what', 'state', 'source'], rows);
  }

  table(id, caption, heads, rows) {
    const words = heads.map((head) => this.words[head]);
    return make('table', { id },
      make('caption', {}, this.words[caption]),
      make('thead', {}, make('tr', {}, ...words.map((word) => make('th', { scope: 'col' }, word)))),
      make('tbody', {}, ...rows.map((cells) => make('tr', {},
        ...cells.map((cell, i) => make('td', { 'data-head': words[i] }, cell))))));
  }
}

function numberOf(task) {
  const numbers = task.identifier?.find((one) => one.type?.coding?.some((each) => each.code === 'imr-case-number'));
  return numbers?.value ?? task.id;
}
