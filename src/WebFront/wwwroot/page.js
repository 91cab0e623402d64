// What both pages need: texts, numbers and times as their reader writes them, and small ways to the elements.

/** What the front tells its pages. */
export const settings = JSON.parse(document.getElementById('settings').textContent);
const plurals = new Intl.PluralRules(settings.language);
const readers = navigator.languages?.length ? navigator.languages : [settings.language];

/** Where an order is paid: "demo", an address with {productId} and {orderId}, or null where the shop tells it elsewhere. */
export const payment = settings.payment;

/** Most units of one order. */
export const maxQuantity = settings.maxQuantity;

/** A text by its name, such as "purchase.pay", with values put in for {name}. {n} chooses between the forms of a number. */
export function text(name, values = {}) {
  let found = name.split('.').reduce((texts, part) => texts?.[part], settings.texts);
  if (found && typeof found === 'object') found = found[plurals.select(values.n)] ?? found.other;
  if (found === undefined) throw new Error(`There is no text '${name}'.`);
  return found.replace(/\{(\w+)\}/g, (_, value) => (typeof values[value] === 'number' ? number(values[value]) : values[value]));
}

/** Whether there is a text of this name. */
export const hasText = (group, name) => name in settings.texts[group];

const plainNumber = new Intl.NumberFormat(readers);
const usualMoment = new Intl.DateTimeFormat(readers, { dateStyle: 'medium', timeStyle: 'short' });
const currencies = new Map();

export const number = value => plainNumber.format(value);

/** An amount of money as its reader writes it. */
export const money = (amount, currency) => (currency ? formatOf(currency).format(amount) : number(amount));

/** An amount in minor units of its currency. */
export function minorUnits(amount, currency) {
  const digits = currency ? formatOf(currency).resolvedOptions().maximumFractionDigits : 2;
  return money(amount / 10 ** digits, currency);
}

export const moment = time => usualMoment.format(new Date(time));

// Made once: a format takes longer to make than a page to draw.
function formatOf(currency) {
  if (!currencies.has(currency)) currencies.set(currency, new Intl.NumberFormat(readers, { style: 'currency', currency }));
  return currencies.get(currency);
}

/** A time that is left, such as 1:40 or 26:00:05. */
export function timeLeft(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = value => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export const element = id => document.getElementById(id);

/** Writes a text into a place where it is another one than before, so that nothing flickers and nothing is read out again. */
export function fill(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

/** The same for a place that has an id. */
export const write = (id, words) => fill(element(id), words);

/** Shows an element, or hides it. */
export function show(id, isShown = true) {
  element(id).hidden = !isShown;
}

/** Between half of a time and all of it, so that a crowd does not come back in step. */
export const jittered = milliseconds => milliseconds * (0.5 + Math.random() / 2);

export const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// Who hears the page rather than sees it is told the latest news, and no more often than this.
const speakEvery = 15000;
let spokenAt = -speakEvery;
let waiting = null;

/** Has a screen reader say this once it may speak again, unless something comes first that is newer and as important. */
export function say(words, isImportant = false) {
  if (waiting?.isImportant && !isImportant) return;
  const isPlanned = waiting !== null;
  waiting = { words, isImportant };
  if (isPlanned) return;
  setTimeout(() => {
    spokenAt = performance.now();
    write('speech', waiting.words);
    waiting = null;
  }, Math.max(0, spokenAt + speakEvery - performance.now()));
}
