// What the page asks beside the forms: who types, by which rules, for which plan, what is known already, and papers.
import { faultPlace, make } from './fields.js';

const PLAN_SIDE = ['plan', 'plan-staff'];

export class Panel {
  /** @param page words, language, access, policies and what was chosen; acts: prefillFile, prefillCase, withForm */
  constructor(page) {
    this.page = page;
  }

  get words() {
    return this.page.words;
  }

  signIn() {
    const { access } = this.page;
    const title = make('h2', { id: 'sign-in-title' }, this.words['sign-in']);
    const state = make('p', { id: 'who', role: 'status' });
    const parts = [title];
    if (access.people) {
      parts.push(make('button', { type: 'button', id: 'sign-in-now', onclick: () => this.page.signIn() }, this.words['sign-in-now']));
    } else if (access.demo.length) {
      const offered = access.demo.map(({ token, role, organization }) => make(
        'option', { value: token, selected: access.who?.token === token }, `${role} – ${organization}`));
      const select = make('select', { id: 'act-as', name: 'act-as', autocomplete: 'off' },
        make('option', { value: '' }, this.words.choose), ...offered);
      select.addEventListener('change', () => {
        access.actAs(select.value);
        this.known();
      });
      parts.push(make('label', { for: 'act-as' }, this.words['act-as']), select);
    } else {
      parts.push(make('p', {}, this.words.elsewhere));
    }
    return [...parts, state];
  }

  /** Shows who is signed in. Whoever acts for a plan submits its cases. */
  known() {
    const { who } = this.page.access;
    document.getElementById('who').textContent = who
      ? `${this.words['signed-in']} ${[who.name, who.role, who.organization].filter(Boolean).join(' – ')}`
      : this.words['not-signed-in'];
    const plan = document.getElementById('plan');
    const own = who && PLAN_SIDE.includes(who.role);
    if (plan && own) {
      plan.value = who.organization;
      this.page.plan = who.organization;
    }
    plan?.toggleAttribute('readonly', Boolean(own));
  }

  office() {
    const { page, words } = this;
    const chosen = make('option', { value: '' }, words.choose);
    const policy = make('select', { id: 'policy', name: 'policy', 'aria-describedby': 'policy-fault', 'aria-required': 'true', autocomplete: 'off' },
      chosen, ...page.policies.map(({ canonical, title }) => make('option', { value: canonical, selected: page.policy === canonical, lang: 'en' }, title)));
    policy.addEventListener('change', () => page.choose({ policy: policy.value }));
    const plan = make('input', { type: 'text', id: 'plan', name: 'plan', value: page.plan, 'aria-describedby': 'plan-hint plan-fault', 'aria-required': 'true', autocomplete: 'off' });
    plan.addEventListener('input', () => page.choose({ plan: plan.value.trim() }));
    return make('fieldset', {}, make('legend', {}, words.office),
      this.field('policy', words.policy, policy), this.field('plan', words.plan, plan, words['hint-plan']),
      this.prefill(), this.certificates());
  }

  field(id, label, control, hint) {
    return make('div', { class: 'field' },
      make('label', { for: id }, `${label} `, make('span', { class: 'must' }, this.words.must)),
      hint ? make('p', { id: `${id}-hint`, class: 'hint' }, hint) : null, faultPlace(id), control);
  }

  prefill() {
    const { words, page } = this;
    const file = make('input', { type: 'file', id: 'prefill-file', name: 'prefill-file', accept: '.json,application/json,application/fhir+json', 'aria-describedby': 'prefill-hint prefill-file-fault' });
    file.addEventListener('change', () => file.files[0] && page.prefillFile(file.files[0]));
    const number = make('input', { type: 'text', id: 'prefill-case', name: 'prefill-case', autocomplete: 'off', 'aria-describedby': 'prefill-case-hint prefill-case-fault' });
    const find = make('button', { type: 'button', onclick: () => page.prefillCase(number.value.trim()) }, words.find);
    return make('fieldset', { class: 'prefill' }, make('legend', {}, words.prefill),
      make('p', { class: 'hint', id: 'prefill-hint' }, words['hint-prefill']),
      make('div', { class: 'field' }, make('label', { for: 'prefill-file' }, words['prefill-file']), faultPlace('prefill-file'), file),
      make('div', { class: 'field' }, make('label', { for: 'prefill-case' }, words['prefill-case']),
        make('p', { class: 'hint', id: 'prefill-case-hint' }, words['hint-prefill-case']), faultPlace('prefill-case'), number, find),
      make('p', { id: 'filled', role: 'status' }));
  }

  certificates() {
    const offered = this.page.others.map(({ id, title, chosen }) => {
      const box = make('input', { type: 'checkbox', id: `with-${id}`, checked: chosen });
      box.addEventListener('change', () => this.page.withForm(id, box.checked));
      return make('div', { class: 'choice' }, box, make('label', { for: `with-${id}` }, title));
    });
    return make('fieldset', { class: 'prefill' }, make('legend', {}, this.words.certificates), make('p', {}, this.words['with-form']), ...offered);
  }
}
