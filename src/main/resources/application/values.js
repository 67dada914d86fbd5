// What is typed, as FHIR values, and back. Each reader gives a value, or null if the text is none.

const known = (year, month, day) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1800 && year <= 2200;
};
const two = (number) => String(number).padStart(2, '0');

/** 06/25/2026, 2026-06-25; a month or a year alone, if no more is known. */
export function date(text) {
  const iso = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  const whole = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const month = /^(\d{1,2})[/.-](\d{4})$/.exec(text);
  const parts = iso
    ? iso.slice(1)
    : whole ? [whole[3], whole[1], whole[2]] : month ? [month[2], month[1]] : null;
  if (!parts || !known(Number(parts[0]), Number(parts[1] ?? 1), Number(parts[2] ?? 1))) {
    return null;
  }
  return parts.filter((part) => part !== undefined).map((part) => two(part)).join('-');
}

/** A date and a time of day in a zone; a date alone, if no time is known. */
export function dateTime(text, zone) {
  const [, day, hour, minute, half] =
    /^(\S+)(?:[ T,]+(\d{1,2}):(\d\d)(?::\d\d)? ?([ap]\.?m\.?)?)?$/i.exec(text) ?? [];
  const found = day && date(day);
  if (!found || hour === undefined) {
    return found ?? null;
  }
  const hours = half ? (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hour);
  const possible = half ? hour >= 1 && hour <= 12 : hours <= 23;
  return found.length === 10 && possible && minute <= 59
    ? inZone(`${found}T${two(hours)}:${minute}:00`, zone)
    : null;
}

/** A local time with the offset that its zone has then. */
function inZone(local, zone) {
  const asUtc = Date.parse(`${local}Z`);
  let offset = offsetAt(asUtc, zone);
  offset = offsetAt(asUtc - offset * 60000, zone);
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function offsetAt(instant, zone) {
  return Math.round((Date.parse(`${localTime(instant, zone)}Z`) - instant) / 60000);
}

function localTime(instant, zone) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    }).formatToParts(instant).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/** This moment in a zone, to the second. */
export function now(zone) {
  return inZone(localTime(Math.floor(Date.now() / 1000) * 1000, zone), zone);
}

/** How a stored date or time is shown: as people of California write it. */
export function shown(value) {
  const [, year, month, day, time] =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d))?)?)?/.exec(value) ?? [];
  const date = day ? `${month}/${day}/${year}` : month ? `${month}/${year}` : year;
  return time ? `${date} ${time}` : date;
}

const READERS = {
  string: (text) => ({ valueString: text }),
  text: (text) => ({ valueString: text }),
  integer: (text) => (/^-?\d{1,9}$/.test(text) ? { valueInteger: Number(text) } : null),
  decimal: (text) => (/^-?\d{1,12}(\.\d+)?$/.test(text) ? { valueDecimal: Number(text) } : null),
  date: (text) => valued('valueDate', date(text)),
  dateTime: (text, zone) => valued('valueDateTime', dateTime(text, zone)),
};

function valued(name, value) {
  return value ? { [name]: value } : null;
}

/** A typed text as an answer to an item of a type; null if it is none. */
export function read(type, text, zone) {
  return READERS[type](text, zone);
}

/** An answer as the text that would be typed for it. */
export function typed(answer) {
  const value = plain(answer);
  return answer.valueDate || answer.valueDateTime ? shown(value) : String(value);
}

/** The value of an answer without its type; of a coding the code. */
export function plain(answer) {
  const value = Object.entries(answer).find(([name]) => name.startsWith('value'))?.[1];
  return value && typeof value === 'object' ? value.code ?? value.display : value;
}
