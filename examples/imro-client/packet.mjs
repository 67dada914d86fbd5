// A packet, verified as it was sent: signature, manifest, contents. See docs/packets.md.
import { createHash, verify, X509Certificate } from 'node:crypto';

const HASH = 'https://openimr.org/fhir/StructureDefinition/imr-canonical-sha256';
const CONTENT = 'https://openimr.org/fhir/StructureDefinition/imr-sha256';
const BINARY = /^https?:\/\/.+\/Binary\/[A-Za-z0-9-][A-Za-z0-9.-]{0,63}$/;

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const extension = (element, url) => (element.extension ?? []).find((e) => e.url === url)?.valueString;
const name = (resource) => `${resource.resourceType}/${resource.id}`;

// RFC 8785: names in the order of their UTF-16 units; JavaScript writes numbers and strings as it asks.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((n) => `${JSON.stringify(n)}:${canonical(value[n])}`).join(',')}}`;
}

function require(holds, what) {
  if (!holds) throw new Error(`the packet is not as it was issued: ${what}`);
}

// CDex: a detached JWS over the Bundle without id, meta and signature; its certificate is one that is trusted.
function signature(bundle, trusted) {
  const { id, meta, signature: given, ...signed } = bundle;
  require(given, 'it is not signed');
  const [head, , value] = Buffer.from(given.data, 'base64').toString('ascii').split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url'));
  const certificate = new X509Certificate(Buffer.from(header.x5c[0], 'base64'));
  require(certificate.raw.equals(new X509Certificate(trusted).raw), 'another certificate than the trusted one');
  const input = Buffer.from(`${head}.${Buffer.from(canonical(signed)).toString('base64url')}`);
  const hash = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384' }[header.alg];
  const key = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' };
  require(hash && verify(hash, input, key, Buffer.from(value, 'base64url')), 'its signature is wrong');
}

// Documents whose contents are in the packet, and those of a packet that leaves contents out (inline=false): these say where, and are signed.
function contents(resources) {
  const byName = Object.fromEntries(resources.map((r) => [name(r), r]));
  const documents = [];
  const apart = [];
  for (const document of resources.filter((r) => r.resourceType === 'DocumentReference')) {
    for (const { attachment } of document.content) {
      const data = attachment.data ?? byName[attachment.url]?.data;
      const hash = extension(attachment, CONTENT);
      if (!hash) continue;
      if (data) {
        require(sha256(Buffer.from(data, 'base64')) === hash, `a content of ${name(document)}`);
      } else {
        require(BINARY.test(attachment.url), `a content of ${name(document)} is not there`);
        apart.push({ hash, url: attachment.url, size: attachment.size });
      }
      documents.push({ hash, title: document.description ?? attachment.title ?? name(document) });
    }
  }
  return { documents, apart };
}

// What a packet holds, or an error that says what is wrong with it; trusted is the certificate of the signer.
export function verified(text, trusted) {
  const bundle = JSON.parse(text);
  signature(bundle, trusted);
  const [composition, ...resources] = bundle.entry.map((e) => e.resource);
  const manifest = composition.section.find((s) => s.code?.coding?.[0]?.code === 'manifest');
  const lines = (manifest.entry ?? []).map((e) => [e.reference, extension(e, HASH)]);
  require(
    canonical(lines) === canonical(resources.map((r) => [name(r), sha256(canonical(r))])),
    'an entry is not the one of the manifest',
  );
  return {
    id: bundle.id,
    number: bundle.identifier.value,
    timestamp: bundle.timestamp,
    entries: resources.length,
    manifest: sha256(canonical(manifest)),
    ...contents(resources),
    claim: resources.find((r) => r.resourceType === 'Claim'),
  };
}
