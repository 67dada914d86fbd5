// What the office of a review organization fills in. The reviewer is made up.
const CLASSES = [
  'plan',
  'plan-personnel',
  'disputed-provider',
  'facility',
  'developer-manufacturer',
  'enrollee-family',
  'prior-involvement',
];
const CODES = 'https://openimr.org/fhir/CodeSystem/';
const NUCC = 'http://nucc.org/provider-taxonomy';

// Nobody has a conflict of any class; author is who attests: the organization, or a reviewer's role.
export const attestation = (task, author) => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: 'https://openimr.org/fhir/Questionnaire/imr-conflict-attestation',
  status: 'completed',
  subject: { reference: `Task/${task.id}` },
  author: { reference: author },
  authored: new Date(Date.now() - 60_000).toISOString(),
  item: [
    {
      linkId: 'review',
      item: [{ linkId: 'case-number', answer: [{ valueString: task.identifier[0].value }] }],
    },
    {
      linkId: 'affiliations',
      item: CLASSES.map((linkId) => ({ linkId, answer: [{ valueBoolean: false }] })),
    },
  ],
});

export const reviewer = (npi, specialty) => ({
  resourceType: 'Practitioner',
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: npi }],
  name: [{ family: `Quist${npi}`, given: ['Rowan'] }],
  qualification: [
    {
      extension: [
        {
          url: 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification',
          extension: [
            { url: 'status', valueCode: 'active' },
            { url: 'whereValid', valueCodeableConcept: { coding: [{ system: 'https://www.usps.com/', code: 'CA' }] } },
          ],
        },
      ],
      identifier: [{ value: `G${npi}` }],
      code: { coding: [{ system: `${CODES}imr-qualification`, code: 'license' }] },
      period: { start: '2015-07-01', end: '2099-12-31' },
    },
    {
      code: {
        coding: [
          { system: `${CODES}imr-qualification`, code: 'board-certification' },
          { system: NUCC, code: specialty },
        ],
      },
      period: { start: '2015-07-01', end: '2099-12-31' },
    },
  ],
});

export const role = (practitioner, specialty) => ({
  resourceType: 'PractitionerRole',
  practitioner: { reference: `Practitioner/${practitioner.id}` },
  code: [{ coding: [{ system: `${CODES}imr-party`, code: 'imro-reviewer' }] }],
  specialty: [{ coding: [{ system: NUCC, code: specialty }] }],
});
