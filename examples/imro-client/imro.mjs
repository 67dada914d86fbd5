// What a review organization asks of the server: sign in, search, operate. Nothing but Node's own library.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// A JWT by which the client says who it is (RFC 7523, SMART Backend Services); jwk is its private key.
function assertion(client, jwk, endpoint) {
  const now = Math.floor(Date.now() / 1000);
  const head = { alg: jwk.alg, kid: jwk.kid, typ: 'JWT' };
  const claims = { iss: client, sub: client, aud: endpoint, jti: randomUUID(), iat: now, exp: now + 240 };
  const signed = `${part(head)}.${part(claims)}`;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha384', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

export async function signIn(base, client, jwk) {
  const smart = await (await fetch(`${base}/.well-known/smart-configuration`)).json();
  const answer = await fetch(smart.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion(client, jwk, smart.token_endpoint),
    }),
  });
  const token = await answer.json();
  if (!answer.ok) throw new Error(`no token: ${answer.status} ${JSON.stringify(token)}`);
  return new Server(base, token.access_token);
}

// What the server refuses, with its reasons.
export class Refused extends Error {
  constructor(what, status, text) {
    let reasons = text;
    try {
      reasons = JSON.parse(text).issue.map((i) => `${i.severity}: ${i.diagnostics ?? i.details?.text}`).join('\n  ');
    } catch {
      // not an OperationOutcome
    }
    super(`${what}: ${status}\n  ${reasons}`);
    this.status = status;
  }
}

export class Server {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  // The text as it was sent: what is signed is verified over that.
  async text(method, path, body, headers = {}) {
    // the address of a further page has its query right behind the base
    const answer = await fetch(path.startsWith('?') ? this.base + path : `${this.base}/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body && { 'Content-Type': 'application/fhir+json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(`${method} ${path}`, answer.status, text);
    return text;
  }

  // The body as it comes, of an address that a packet names: the token goes to no other server.
  async get(url, headers) {
    if (!url.startsWith(`${this.base}/Binary/`)) throw new Error(`${url} is not on ${this.base}`);
    const answer = await fetch(url, {
      redirect: 'error',
      headers: { Authorization: `Bearer ${this.token}`, Accept: '*/*', ...headers },
    });
    if (!answer.ok) throw new Refused(`GET ${url}`, answer.status, await answer.text());
    return answer;
  }

  async read(path) {
    return JSON.parse(await this.text('GET', path));
  }

  async create(resource) {
    const headers = { Prefer: 'return=representation' };
    return JSON.parse(await this.text('POST', resource.resourceType, resource, headers));
  }

  // All pages of a search.
  async search(query) {
    const found = [];
    for (let page = await this.read(query); page; ) {
      found.push(...(page.entry ?? []).map((e) => e.resource));
      const next = page.link?.find((l) => l.relation === 'next')?.url;
      page = next && (await this.read(next.slice(this.base.length).replace(/^\//, '')));
    }
    return found;
  }

  // An operation on a case, in the version that it has; once more if somebody else was first.
  async operate(caseId, name, parameter) {
    for (let attempt = 1; ; attempt++) {
      const version = (await this.read(`Task/${caseId}`)).meta.versionId;
      const headers = { 'If-Match': `W/"${version}"` };
      try {
        return JSON.parse(
          await this.text('POST', `Task/${caseId}/$${name}`, { resourceType: 'Parameters', parameter }, headers),
        );
      } catch (refused) {
        if (refused.status !== 412 || attempt === 4) throw refused;
      }
    }
  }
}
