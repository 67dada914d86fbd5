// Draws the items of a form. Every type of item has one kind of control, see types.json.
import { options, said } from './questionnaire.js';
import { plain, read, typed } from './values.js';

const FEW = 8;

/** An element with attributes and what stands in it. */
export function make(name, attributes = {}, ...within) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...within.filter((each) => each !== null && each !== undefined));
  return element;
}

/** Where what is wrong with a field is said. */
export function faultPlace(id) {
  return make('p', { id: `${id}-fault`, class: 'fault', hidden: true });
}

/** Says what is wrong with a field, or nothing. */
export function sayFault(id, text) {
  const place = document.getElementById(`${id}-fault`);
  if (place) {
    place.textContent = text ?? '';
    place.hidden = !text;
    document.getElementsByName(id).forEach((control) => control.setAttribute('aria-invalid', Boolean(text)));
  }
}

/** The control of a field that is to have the focus. */
export function controlOf(id) {
  const controls = [...document.getElementsByName(id)];
  return controls.find((each) => each.checked) ?? controls[0];
}

export class Fields {
  /**
   * @param types which kind of control draws which type of item
   * @param about what the drawing needs: form, definitions, words, language, zone(), changed(node), left(node)
   */
  constructor(types, about) {
    this.types = types;
    Object.assign(this, about);
  }

  draw(node) {
    const kind = this.types[node.item.type];
    if (!kind) {
      throw new Error(`An item of type ${node.item.type} cannot be drawn.`);
    }
    const drawn = this[kind](node);
    drawn.dataset.node = node.id;
    return drawn;
  }

  text(node) {
    return said(node.item, 'text', this.language);
  }

  label(node) {
    const word = node.item.required ? 'must' : 'may';
    return [this.text(node), ' ', make('span', { class: word }, this.words[word])];
  }

  display(node) {
    return make('p', {}, this.text(node));
  }

  group(node) {
    const box = make('fieldset', {}, make('legend', {}, this.text(node)));
    node.instances.forEach((nodes, i) => {
      const one = node.item.repeats
        ? make('div', { class: 'instance', role: 'group', 'aria-label': `${this.text(node)} ${i + 1}` })
        : box;
      one.append(...nodes.map((each) => this.draw(each)));
      if (one !== box) {
        if (node.instances.length > 1) {
          one.append(this.button('remove', () => node.instances.splice(i, 1), node));
        }
        box.append(one);
      }
    });
    if (node.item.repeats) {
      box.append(this.button('add', () => this.form.add(node), node));
    }
    return box;
  }

  button(word, act, node) {
    const pressed = () => {
      act();
      const drawn = this.draw(node);
      document.querySelector(`[data-node="${node.id}"]`).replaceWith(drawn);
      this.changed(node);
      drawn.querySelector('.instance:last-of-type input, .instance:last-of-type textarea')?.focus();
    };
    return make('button', { type: 'button', onclick: pressed }, `${this.words[word]}: ${this.text(node)}`);
  }

  line(node) {
    return this.typedInto(node, make('input', { type: 'text', inputmode: MODES[node.item.type], ...this.named(node) }));
  }

  box(node) {
    return this.typedInto(node, make('textarea', { rows: 4, ...this.named(node) }));
  }

  typedInto(node, control) {
    control.value = node.typed ?? (node.answers[0] ? typed(node.answers[0]) : '');
    control.addEventListener('input', () => {
      node.typed = control.value;
      const text = control.value.trim();
      const answer = text ? read(node.item.type, text, this.zone()) : null;
      node.fault = Boolean(text) && !answer;
      node.answers = answer ? [answer] : [];
      this.changed(node);
    });
    control.addEventListener('change', () => this.left(node));
    const hint = this.words[`hint-${node.item.type}`];
    return make(
      'div',
      { class: 'field' },
      make('label', { for: node.id }, ...this.label(node)),
      hint ? make('p', { id: `${node.id}-hint`, class: 'hint' }, hint) : null,
      faultPlace(node.id),
      control,
    );
  }

  named(node) {
    const hint = this.words[`hint-${node.item.type}`] ? `${node.id}-hint ` : '';
    return {
      id: node.id,
      name: node.id,
      autocomplete: 'off',
      'aria-describedby': `${hint}${node.id}-fault`,
      'aria-required': Boolean(node.item.required) && 'true',
    };
  }

  yesNo(node) {
    return this.choices(node, 'radio', [
      { answer: { valueBoolean: true }, display: this.words.yes },
      { answer: { valueBoolean: false }, display: this.words.no },
    ]);
  }

  options(node) {
    const offered = options(node.item, this.definitions, this.language)
      .map(({ coding, display }) => ({ answer: { valueCoding: coding }, display }));
    if (node.item.repeats) {
      return this.choices(node, 'checkbox', offered);
    }
    return offered.length > FEW || node.item.type === 'open-choice'
      ? this.list(node, offered)
      : this.choices(node, 'radio', offered);
  }

  choices(node, kind, offered) {
    const none = kind === 'radio' && !node.item.required ? [{ answer: null, display: this.words.none }] : [];
    const all = [...offered, ...none].map(({ answer, display }, i) => {
      const id = `${node.id}.${i}`;
      const chosen = answer ? node.answers.some((one) => same(one, answer)) : !node.answers.length;
      const control = make('input', {
        type: kind, id, name: node.id, 'aria-describedby': `${node.id}-fault`, checked: chosen,
        onchange: () => {
          const others = kind === 'radio' ? [] : node.answers.filter((one) => !same(one, answer));
          node.answers = answer && control.checked ? [...others, answer] : others;
          this.changed(node);
          this.left(node);
        },
      });
      return make('div', { class: 'choice' }, control, make('label', { for: id }, display));
    });
    const legend = make('legend', {}, ...this.label(node));
    return make('fieldset', { class: 'field' }, legend, faultPlace(node.id), ...all);
  }

  list(node, offered) {
    const open = node.item.type === 'open-choice';
    const other = node.answers[0]?.valueString;
    const select = make(
      'select',
      this.named(node),
      make('option', { value: '' }, this.words.none),
      ...offered.map(({ answer, display }, i) => make(
        'option', { value: i, selected: node.answers.some((one) => same(one, answer)) }, display)),
      open ? make('option', { value: 'other', selected: other !== undefined }, this.words.other) : null,
    );
    const text = open && make('input', {
      type: 'text', id: `${node.id}-other`, autocomplete: 'off', 'aria-label': `${this.text(node)}: ${this.words.other}`,
    });
    const take = () => {
      const written = text && text.value.trim();
      const answer = select.value === 'other'
        ? written && { valueString: written }
        : offered[select.value]?.answer;
      node.answers = answer ? [answer] : [];
      if (text) {
        text.hidden = select.value !== 'other';
      }
      this.changed(node);
    };
    select.addEventListener('change', take);
    if (text) {
      text.value = other ?? '';
      text.hidden = other === undefined;
      text.addEventListener('input', take);
    }
    const label = make('label', { for: node.id }, ...this.label(node));
    return make('div', { class: 'field' }, label, faultPlace(node.id), select, text || null);
  }
}

const MODES = { integer: 'numeric', decimal: 'decimal' };

function same(one, other) {
  return one.valueCoding && other.valueCoding
    ? one.valueCoding.system === other.valueCoding.system && one.valueCoding.code === other.valueCoding.code
    : plain(one) === plain(other);
}
