// Papers that come with an application, as documents of the case.
import { faultPlace, make } from './fields.js';

const TYPES = 'https://openimr.org/fhir/CodeSystem/imr-document-type';
const ADMINISTRATIVE = { system: 'http://loinc.org', code: '51851-4', display: 'Administrative note' };

export class Papers {
  constructor() {
    this.all = [];
  }

  draw(words, kinds) {
    const list = make('ul', { id: 'paper-list' });
    const show = () => list.replaceChildren(...this.all.map((paper, i) => this.row(paper, i, words, kinds, show)));
    const file = make('input', { type: 'file', id: 'papers-file', name: 'papers', multiple: true, 'aria-describedby': 'papers-hint papers-fault' });
    file.addEventListener('change', async () => {
      for (const one of file.files) {
        this.all.push({ name: one.name, type: one.type || 'application/octet-stream', kind: kinds[0], data: await base64(one) });
      }
      file.value = '';
      show();
    });
    show();
    return make('fieldset', { class: 'papers' }, make('legend', {}, words.papers),
      make('div', { class: 'field' }, make('label', { for: 'papers-file' }, words['add-papers']),
        make('p', { class: 'hint', id: 'papers-hint' }, words['hint-papers']), faultPlace('papers'), file), list);
  }

  row(paper, i, words, kinds, show) {
    const select = make('select', { id: `paper-${i}`, autocomplete: 'off' }, ...kinds.map((kind, k) => make(
      'option', { value: k, selected: kind.coding.code === paper.kind.coding.code }, kind.display)));
    select.addEventListener('change', () => { paper.kind = kinds[select.value]; });
    const without = () => {
      this.all.splice(i, 1);
      show();
    };
    return make('li', {}, make('label', { for: `paper-${i}` }, `${paper.name} – ${words['kind-of']}`), select,
      make('button', { type: 'button', onclick: without }, `${words.without}: ${paper.name}`));
  }

  /** What makes an entry of the case of each, given the addresses of the other entries. */
  entries(authored) {
    return this.all.map((paper) => ({
      source: '%papers',
      make: (urls) => ({
        fullUrl: `urn:uuid:${crypto.randomUUID()}`,
        resource: {
          resourceType: 'DocumentReference',
          meta: { profile: ['https://openimr.org/fhir/StructureDefinition/imr-document'] },
          status: 'current',
          type: { coding: [ADMINISTRATIVE, { system: TYPES, code: paper.kind.coding.code }] },
          category: [{ text: 'Administrative document' }],
          subject: { reference: urls.get('patient') },
          date: authored,
          description: paper.name,
          content: [{ attachment: { contentType: paper.type, data: paper.data, title: paper.name } }],
        },
      }),
    }));
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
