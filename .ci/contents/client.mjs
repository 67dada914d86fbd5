// Asks the server as a plan does, and holds answers against what the documentation says.
import assert from 'node:assert/strict';

const TOKEN = 'Bearer demo-plan-vchcp';

/** An answer: status, headers, body as bytes and, if it is FHIR, as a resource. */
export async function ask(base, method, path, { body, type, headers = {} } = {}) {
  const resource = body?.resourceType && JSON.stringify(body);
  const answer = await fetch(path ? `${base}/${path}` : base, {
    method,
    headers: {
      Authorization: TOKEN,
      ...(body && { 'Content-Type': type ?? 'application/fhir+json' }),
      ...headers,
    },
    body: resource || body,
    ...(body && !resource && { duplex: 'half' }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, bytes, resource: json && JSON.parse(bytes) };
}

/** A content by itself. */
export const send = (base, content, headers) =>
  ask(base, 'POST', 'Binary', { body: content, type: 'application/octet-stream', headers });

/** The id of what was made. */
export function made(answer) {
  assert.equal(answer.status, 201, answer.bytes.subarray(0, 1000).toString());
  return /\/(?:Binary|DocumentReference|Task)\/([^/]+)/.exec(answer.headers.get('location'))[1];
}

/** Refused so, in an OperationOutcome that tells nothing of the program. */
export function refused(answer, status, code, text) {
  const said = answer.bytes.subarray(0, 1000).toString();
  assert.equal(answer.status, status, said);
  assert.equal(answer.resource?.resourceType, 'OperationOutcome', said);
  const issue = answer.resource.issue.find((each) => (code.test ? code.test(each.code) : each.code === code));
  assert.ok(issue, said);
  assert.match(issue.details.text, text);
  assert.doesNotMatch(said, /Exception|\.java|127\.0\.0\.1:\d+\/records/);
  if (status === 503 && code === 'transient' && /scanned/.test(issue.details.text)) {
    assert.equal(answer.headers.get('retry-after'), '30');
  }
}
