// Types applications into the page of a running server, as a clerk would, in a browser without a window.
//   node .ci/application.mjs BASE MODULES CHROMIUM [PICTURES]
//   SIGN_IN_NAME and SIGN_IN_PASSWORD: a person of the server, instead of a caller for demonstration
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [base, modules, chromium, pictures] = process.argv.slice(2);
const { SIGN_IN_NAME: name, SIGN_IN_PASSWORD: password } = process.env;
const require = createRequire(pathToFileURL(resolve(modules) + '/'));
const address = new URL('../application/', base.endsWith('/') ? base : `${base}/`).href;
const browser = await require('playwright-core').chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] });
const complaints = [];
let passed = 0;

async function open(query = '', size = { width: 1000, height: 900 }) {
  const context = await browser.newContext({ viewport: size });
  context.on('page', (one) => {
    one.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    one.on('pageerror', (error) => complaints.push(error.stack));
  });
  const page = await context.newPage();
  await page.goto(address + query);
  await page.waitForSelector('#application:not([hidden])');
  return page;
}

async function picture(page, file) {
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${file}.png`), fullPage: true });
  }
}

async function test(what, run, ...opening) {
  const page = await open(...opening);
  await run(page);
  await page.context().close();
  passed++;
  console.log(`ok - ${what}`);
}

const field = (page, id) => page.locator(`[data-node="q-${id}"]`);
const write = (page, id, text) => field(page, id).locator('input[type=text], textarea').first().fill(text);
const choose = (page, id, label) => field(page, id).getByLabel(label, { exact: true }).check();
const focused = (page) => page.evaluate(() => document.activeElement.name || document.activeElement.id);

/** Signs in as whoever this run is for, if nobody is. */
async function signIn(page) {
  if (!name) {
    await page.selectOption('#act-as', 'demo-plan-vchcp');
    return;
  }
  const [window] = await Promise.all([page.waitForEvent('popup'), page.click('#sign-in-now')]);
  await window.waitForSelector('#username');
  await window.fill('#username', name);
  await window.fill('#password', password);
  await Promise.all([window.waitForEvent('close'), window.click('button')]);
  await page.locator('#who', { hasText: name }).waitFor();
}

/** An application of a woman who asks nothing fast, with all that is needed. */
async function typeApplication(page) {
  await page.selectOption('#policy', 'https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2025-02-25');
  if (await page.isEditable('#plan')) { // who acts for a plan cannot name another
    await page.fill('#plan', 'vchcp');
  }
  await write(page, 'patient-first-name', 'Rosalía');
  await write(page, 'patient-last-name', 'Ejemplo');
  await write(page, 'patient-birth-date', '2/9/1971');
  await choose(page, 'patient-minor', 'No');
  await choose(page, 'requester', 'Member');
  await write(page, 'plan-name', 'Ventura County Health Care Plan');
  await write(page, 'member-number', randomUUID());
  await choose(page, 'line-of-business', 'Commercial');
  await choose(page, 'review-type', 'Medical necessity');
  await write(page, 'condition', 'Knee osteoarthritis');
  await write(page, 'service', 'Physical therapy, 12 visits');
  await choose(page, 'decision', 'Denied');
  await write(page, 'decision-made', '05/26/2026');
  await choose(page, 'decision-basis', 'Medical necessity');
  await choose(page, 'provider-recommended', 'Yes');
  await choose(page, 'expedited-asked', 'No');
  await choose(page, 'grievance-status', 'Denial upheld');
  await write(page, 'grievance-filed', '2026-05-28');
  await write(page, 'grievance-resolved', '06/22/2026');
  await choose(page, 'release', 'Yes');
  await write(page, 'signed-by', 'Rosalía Ejemplo');
  await write(page, 'signed-on', '06/25/2026');
  await write(page, 'application-received', '06/26/2026 11:20 am');
}

await test('every question of every form is drawn, and only what is asked is shown', async (page) => {
  for (const form of ['imr-experimental-certification', 'imr-urgency-certification']) {
    await page.check(`#with-${form}`);
  }
  for (const form of ['imr-application', 'imr-experimental-certification', 'imr-urgency-certification']) {
    const questionnaire = await (await fetch(`${base}/Questionnaire/${form}`)).json();
    const prefix = form === 'imr-application' ? '' : `${form}.`;
    const items = (list) => list.flatMap((item) => [item, ...items(item.item ?? [])]);
    for (const item of items(questionnaire.item)) {
      const drawn = field(page, prefix + item.linkId);
      assert.equal(await drawn.count(), 1, item.linkId);
      assert.ok((await drawn.textContent()).includes(item.text), item.linkId);
      if (item.enableWhen?.every((each) => each.operator !== 'exists')) {
        assert.equal(await drawn.isVisible(), false, item.linkId);
      }
    }
  }
  await choose(page, 'patient-minor', 'Yes');
  assert.equal(await field(page, 'guardian-first-name').isVisible(), true);
  await choose(page, 'patient-minor', 'No');
  assert.equal(await field(page, 'guardian-first-name').isVisible(), false);
  await page.getByRole('button', { name: 'Add another: Document' }).click();
  assert.equal(await field(page, 'imr-experimental-certification.evidence-citation-2').isVisible(), true);
});

await test('every control has a label, and every group a legend', async (page) => {
  const nameless = await page.evaluate(() => [...document.querySelectorAll('input, select, textarea')]
    .filter((each) => !each.labels?.length && !each.getAttribute('aria-label')).map((each) => each.id));
  assert.deepEqual(nameless, []);
  const bare = await page.evaluate(() => [...document.querySelectorAll('fieldset')]
    .filter((each) => !each.querySelector(':scope > legend')?.textContent.trim()).length);
  assert.equal(bare, 0);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});

await test('what is wrong is said while typing', async (page) => {
  await write(page, 'patient-birth-date', '13/45/1971');
  await field(page, 'patient-birth-date').locator('input').press('Tab');
  assert.match(await field(page, 'patient-birth-date').locator('.fault').textContent(), /not a date/);
  assert.equal(await page.locator('#q-patient-birth-date').getAttribute('aria-invalid'), 'true');
  await write(page, 'patient-birth-date', '12/31/1971');
  await field(page, 'patient-birth-date').locator('input').press('Tab');
  assert.equal(await field(page, 'patient-birth-date').locator('.fault').isVisible(), false);
});

await test('an empty form is not sent, and the first field that lacks has the focus', async (page) => {
  let sent = 0;
  page.on('request', (request) => { sent += request.url().includes('$submit-case'); });
  await signIn(page);
  await page.click('#send');
  assert.equal(await focused(page), 'policy');
  assert.ok(await page.locator('#problems li').count() > 10);
  await picture(page, 'empty-en');
  await page.locator('#problems a', { hasText: 'Last name' }).click();
  assert.equal(await focused(page), 'q-patient-last-name');
  assert.equal(sent, 0);
});

await test('what the server refuses stands at its fields, and nothing typed is lost', async (page) => {
  await signIn(page);
  await typeApplication(page);
  await choose(page, 'patient-minor', 'Yes');
  await write(page, 'guardian-first-name', 'Ana');
  await write(page, 'guardian-last-name', 'Ejemplo');
  await write(page, 'grievance-resolved', '05/27/2026');
  await page.click('#send');
  await page.waitForSelector('#problems:not([hidden])');
  await picture(page, 'refused-en');
  assert.equal(await focused(page), 'q-patient-minor');
  assert.match(await field(page, 'patient-minor').locator('.fault').first().textContent(), /under 18/);
  assert.match(await field(page, 'grievance-resolved').locator('.fault').textContent(), /after it was filed/);
  assert.equal(await page.locator('#q-service').inputValue(), 'Physical therapy, 12 visits');
  await choose(page, 'patient-minor', 'No');
  await write(page, 'grievance-resolved', '06/22/2026');
  await page.click('#send');
  await page.waitForSelector('#answer:not([hidden])');
  assert.match(await page.locator('#answer-title').textContent(), /\d{4}-\d{6}/);
});

await test('an application is typed, stored and answered, with a paper', async (page) => {
  await signIn(page);
  await typeApplication(page);
  await page.setInputFiles('#papers-file', { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Made-up letter\n') });
  await page.click('#send');
  await page.waitForSelector('#answer:not([hidden])', { timeout: 60000 });
  await picture(page, 'answer-en');
  assert.equal(await page.locator('#outcome').getAttribute('data-code'), 'eligible');
  assert.ok(await page.locator('#findings tbody tr').count() >= 4);
  const due = await page.locator('#deadlines tbody tr').allTextContents();
  // without a time the department's seven days are counted from the day of arrival
  assert.ok(due.some((row) => row.includes('07/03/2026') && row.includes('V22')), due.join('\n'));
  // V29 counts hours from the decision, and a letter has a date alone
  const remarks = await page.locator('#remarks li').allTextContents();
  assert.equal(remarks.length, 1);
  assert.match(remarks[0], /^Date of the plan's letter or decision: .*needs a time of day/);
});

await test('a fact that lacks is named, and the page speaks Spanish', async (page) => {
  await signIn(page);
  await page.click('#language');
  await typeApplicationInSpanish(page);
  await picture(page, 'form-es');
  await page.click('#send');
  await page.waitForSelector('#answer:not([hidden])', { timeout: 60000 });
  await picture(page, 'answer-es');
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  assert.match(await page.locator('#answer-title').textContent(), /^Guardado como caso/);
});

async function typeApplicationInSpanish(page) {
  await page.click('#language');
  await typeApplication(page);
  await page.click('#language');
  assert.match(await page.title(), /Solicitud de revisión médica independiente/);
  assert.equal(await page.locator('#q-patient-first-name').inputValue(), 'Rosalía');
  assert.equal(await field(page, 'decision').getByLabel('Negado', { exact: true }).isChecked(), true);
}

await test('what a plan sent fills the form and goes along', async (page) => {
  await signIn(page);
  const denial = JSON.parse(readFileSync('examples/residential-mental-health/request.json', 'utf8'));
  denial.entry = denial.entry.filter(({ resource }) => ['Patient', 'Coverage', 'Organization',
    'Practitioner', 'PractitionerRole', 'ServiceRequest', 'Claim', 'ClaimResponse'].includes(resource.resourceType));
  const file = join(tmpdir(), `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(denial));
  await write(page, 'patient-first-name', 'Typed before');
  await page.setInputFiles('#prefill-file', file);
  await page.locator('#filled', { hasText: /\d/ }).waitFor();
  assert.equal(await page.locator('#q-patient-first-name').inputValue(), 'Typed before');
  const patient = denial.entry.find(({ resource }) => resource.resourceType === 'Patient').resource;
  assert.equal(await page.locator('#q-patient-last-name').inputValue(), patient.name[0].family);
  await picture(page, 'filled-en');
  await page.selectOption('#policy', 'https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2025-02-25');
  await choose(page, 'patient-minor', 'No').catch(() => {});
  await choose(page, 'requester', 'Member');
  await choose(page, 'review-type', 'Medical necessity');
  await choose(page, 'expedited-asked', 'No');
  await choose(page, 'grievance-status', 'None');
  const request = page.waitForRequest((one) => one.url().endsWith('$submit-case')).catch(() => null);
  await page.click('#send');
  assert.equal(await page.locator('#problems').isVisible(), false, await page.locator('#problems').textContent());
  const bundle = JSON.parse((await request).postData());
  const task = bundle.entry[0].resource;
  const claim = denial.entry.find(({ resource }) => resource.resourceType === 'Claim');
  assert.equal(task.focus.reference, claim.fullUrl);
  assert.equal(bundle.entry.filter(({ resource }) => resource.resourceType === 'Patient').length, 1);
  await page.waitForSelector('#answer:not([hidden]), #problems:not([hidden])', { timeout: 60000 });
  await picture(page, 'after-denial-en');
  assert.equal(await page.locator('#answer').isVisible(), true, await page.locator('#problems').textContent());
});

await test('when the sign-in has ended nothing typed is lost', async (page) => {
  await signIn(page);
  await typeApplication(page);
  let refusals = 1;
  await page.route('**/$submit-case', (route) => (refusals-- > 0
    ? route.fulfill({ status: 401, contentType: 'application/fhir+json', body: '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login"}]}' })
    : route.continue()));
  await page.click('#send');
  await page.locator('#progress', { hasText: 'sign-in has ended' }).waitFor();
  assert.equal(await page.locator('#q-service').inputValue(), 'Physical therapy, 12 visits');
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  assert.deepEqual(kept, [0, 0, '']);
  if (name) {
    // the session of the person lasts: the window closes by itself
    await page.click('#sign-in-now');
    await page.locator('#who', { hasText: name }).waitFor();
  } else {
    await signIn(page);
  }
  await page.click('#send');
  await page.waitForSelector('#answer:not([hidden])', { timeout: 60000 });
  complaints.splice(0, complaints.length, ...complaints.filter((each) => !each.includes('401')));
});

await test('the form is typed with the keyboard alone', async (page) => {
  await signIn(page);
  await page.locator('#q-patient-first-name').focus();
  await page.keyboard.type('Rosalía');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Ejemplo');
  await page.keyboard.press('Tab');
  await page.keyboard.type('02/09/1971');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp'); // from "Not answered" to "Unknown"
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  assert.equal(await field(page, 'patient-minor').getByLabel('Yes').isChecked(), true);
  assert.equal(await field(page, 'patient-gender').getByLabel('Unknown').isChecked(), true);
  assert.equal(await page.locator('#q-patient-last-name').inputValue(), 'Ejemplo');
});

for (const [what, size, zoom] of [['a phone', { width: 360, height: 740 }, 1], ['letters of twice the size', { width: 720, height: 900 }, 2]]) {
  await test(`nothing is cut off on ${what}`, async (page) => {
    await page.evaluate((times) => { document.documentElement.style.fontSize = `${18 * times}px`; }, zoom);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await picture(page, zoom === 1 ? 'phone-es' : 'large-es');
  }, '?lang=es', size);
}

if (pictures) {
  const page = await open();
  await typeApplication(page);
  await page.pdf({ path: join(pictures, 'printed.pdf'), format: 'Letter' });
}
await browser.close();
const unexpected = complaints.filter((each) => !/status of 422/.test(each));
assert.deepEqual(unexpected, []);
console.log(`${passed} passed, 0 failed`);
