// A Questionnaire as it is filled in: what is asked, what was answered, and what is wrong with it.
// Knows nothing of the page, so that it can be tried without one.
import { plain } from './values.js';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A text of an element in a language, as its translations have it. */
export function said(element, name, language) {
  const translations = (element[`_${name}`]?.extension ?? []).filter((one) => one.url === TRANSLATION);
  const part = (one, url) => one.extension.find((each) => each.url === url);
  const found = translations.find((one) => part(one, 'lang')?.valueCode === language);
  return found ? part(found, 'content').valueString : element[name] ?? '';
}

/** The codes of a value set that lists them or takes a whole code system: with their texts. */
function codesOf(valueSet, codeSystems) {
  return (valueSet?.compose?.include ?? []).flatMap((include) => {
    const whole = codeSystems.get(include.system)?.concept ?? [];
    const listed = include.concept ?? whole;
    return listed.map((concept) => {
      const known = whole.find((one) => one.code === concept.code) ?? {};
      return {
        coding: { system: include.system, code: concept.code },
        display: concept.display ?? known.display ?? concept.code,
        designation: concept.designation ?? known.designation ?? [],
        definition: known.definition,
      };
    });
  });
}

/** What a question offers: codings with their text in a language. */
export function options(item, definitions, language) {
  if (item.answerOption) {
    return item.answerOption.map(({ valueCoding }) => ({
      coding: { system: valueCoding.system, code: valueCoding.code },
      display: said(valueCoding, 'display', language),
    }));
  }
  const codes = codesOf(definitions.valueSets.get(item.answerValueSet), definitions.codeSystems);
  return codes.map((one) => ({
    coding: one.coding,
    display: one.designation.find((each) => each.language === language)?.value ?? one.display,
  }));
}

/** One item on the page; a group has instances, a question has answers. */
function node(item, prefix, number) {
  const made = {
    item,
    id: prefix + item.linkId + (number > 1 ? `-${number}` : ''),
    answers: [],
    typed: null,
    fault: false,
    instances: [],
  };
  if (item.type === 'group') {
    made.instances.push(instance(item, prefix, number));
  }
  return made;
}

function instance(item, prefix, number) {
  return (item.item ?? []).map((child) => node(child, prefix, number));
}

export class Form {
  /** An empty form; the prefix makes names on the page its own. */
  constructor(questionnaire, prefix = 'q-') {
    this.questionnaire = questionnaire;
    this.prefix = prefix;
    this.nodes = questionnaire.item.map((item) => node(item, prefix, 1));
  }

  /** One more of a group that repeats. */
  add(group) {
    group.instances.push(instance(group.item, this.prefix, ++group.most || (group.most = 2)));
  }

  /** Visits every node in the order of the form, with whether it is asked. */
  visit(visitor) {
    const answers = new Map();
    const walk = (nodes, within) => nodes.forEach((one) => {
      const asked = within && enabled(one.item, answers);
      if (asked && one.answers.length) {
        answers.set(one.item.linkId, [...(answers.get(one.item.linkId) ?? []), ...one.answers]);
      }
      visitor(one, asked);
      one.instances.forEach((each) => walk(each, asked));
    });
    walk(this.nodes, true);
  }

  /** The answers to a question that is asked; none, if it is not. */
  answers(linkId) {
    const found = [];
    this.visit((one, asked) => asked && one.item.linkId === linkId && found.push(...one.answers));
    return found;
  }

  /** What is wrong by itself: [node, word of the page]. */
  faults() {
    const found = [];
    this.visit((one, asked) => {
      const fault = asked && faultOf(one);
      if (fault) {
        found.push([one, fault]);
      }
    });
    return found;
  }

  /** Answers what is known and not yet answered; returns how many questions that were. */
  fill(response) {
    let filled = 0;
    const walk = (nodes, items) => (items ?? []).forEach((item) => {
      const one = nodes.find((each) => each.item.linkId === item.linkId);
      if (one?.item.type === 'group') {
        walk(one.instances[0], item.item);
      } else if (one && item.answer && !one.answers.length && !one.typed) {
        one.answers = item.answer.map(({ item: below, ...value }) => value);
        filled++;
      }
    });
    walk(this.nodes, response.item);
    return filled;
  }

  /** The answers as a QuestionnaireResponse, and which node stands at which path of it. */
  response(authored) {
    const asked = new Set();
    this.visit((one, is) => is && asked.add(one));
    const places = [];
    const items = (nodes, path) => {
      const made = [];
      for (const one of nodes.filter((each) => asked.has(each))) {
        if (one.item.type === 'group') {
          for (const each of one.instances) {
            const place = `${path}item[${made.length}]`;
            const below = items(each, `${place}.`);
            if (below.length || one.item.required) {
              made.push({ linkId: one.item.linkId, ...(below.length && { item: below }) });
              places.push([place, one]);
            }
          }
        } else if (one.answers.length) {
          places.push([`${path}item[${made.length}]`, one]);
          made.push({ linkId: one.item.linkId, answer: one.answers });
        }
      }
      return made;
    };
    const { url, version } = this.questionnaire;
    const resource = {
      resourceType: 'QuestionnaireResponse',
      questionnaire: `${url}|${version}`,
      status: 'completed',
      authored,
      item: items(this.nodes, ''),
    };
    return { resource, places };
  }
}

function faultOf(one) {
  if (one.fault) {
    return `not-${one.item.type}`;
  }
  const long = one.item.maxLength && String(plain(one.answers[0] ?? {}) ?? '').length > one.item.maxLength;
  if (long) {
    return 'too-long';
  }
  return one.item.required && !['group', 'display'].includes(one.item.type) && !one.answers.length
    ? 'required'
    : null;
}

/** Whether an item is asked, given the answers to those before it. */
export function enabled(item, answers) {
  const conditions = item.enableWhen ?? [];
  const holds = (condition) => {
    const given = answers.get(condition.question) ?? [];
    if (condition.operator === 'exists') {
      return given.length > 0 === condition.answerBoolean;
    }
    return given.some((answer) => (condition.answerCoding
      ? answer.valueCoding?.system === condition.answerCoding.system
        && answer.valueCoding?.code === condition.answerCoding.code
      : plain(answer) === plainOf(condition)));
  };
  return !conditions.length
    || (item.enableBehavior === 'any' ? conditions.some(holds) : conditions.every(holds));
}

function plainOf(condition) {
  return Object.entries(condition).find(([name]) => name.startsWith('answer'))[1];
}
