// What is sent: harmless contents, ones that every scanner finds by agreement, and the ways in which they come.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

// composed, so that no scanner finds it in this file
export const EICAR = Buffer.from(
  String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + ['EICAR', 'STANDARD', 'ANTIVIRUS', 'TEST', 'FILE'].join('-') + '!$H+H*',
);

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A zip of one file, compressed. */
export function zip(name, content) {
  const packed = deflateRawSync(content);
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt16LE(8, 4);
  about.writeUInt32LE(crc32(content), 10);
  about.writeUInt32LE(packed.length, 14);
  about.writeUInt32LE(content.length, 18);
  about.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), about, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

const example = (path) => JSON.parse(readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8'));

/** The case of an example, of which the first document has this content, or names it as a Binary that was sent. */
export function submission({ content, url }) {
  const bundle = example('residential-mental-health/request.json');
  bundle.identifier.value = randomUUID();
  const document = bundle.entry.map((e) => e.resource).find((r) => r.resourceType === 'DocumentReference');
  const type = { contentType: 'application/octet-stream' };
  document.content[0].attachment = url ? { ...type, url } : { ...type, data: content.toString('base64') };
  return bundle;
}

/** What comes for no case that is known. */
export function attachment(content) {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'TrackingId', valueIdentifier: { value: randomUUID() } },
      { name: 'AttachTo', valueCode: 'preauthorization' },
      { name: 'ProviderId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9900000016' } },
      { name: 'MemberId', valueIdentifier: { value: 'nobody' } },
      { name: 'Attachment', part: [{ name: 'Content', resource: document(content) }] },
    ],
  };
}

/** A document by itself. */
export function document(content) {
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
    content: [{ attachment: { contentType: 'application/octet-stream', data: content.toString('base64') } }],
  };
}

/** Documents as IHE MHD provides them, one of which has this content. */
export function provided(content) {
  const text = JSON.stringify(example('mhd/provide-documents.json'));
  const bundle = JSON.parse(text.replaceAll('3d9c6a52-1f0b-4d7e-8a60', randomUUID().slice(0, 23)));
  const document = bundle.entry.map((e) => e.resource).find((r) => r.resourceType === 'DocumentReference');
  delete document.content[0].attachment.size;
  delete document.content[0].attachment.hash;
  bundle.entry.find((e) => e.fullUrl === document.content[0].attachment.url).resource.data = content.toString('base64');
  return bundle;
}
