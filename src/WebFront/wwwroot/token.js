// The shopper's token. The shop's page hands it over in the fragment of the address, which no server sees; it is kept as long as the tab, and
// says who shops here.

import { settings } from './page.js';

const place = 'flashflow.token';
const kept = storage();
let isOver = false;

take();

/** What a call to the shopper's orders is made with, or null; where tokens are off there is none. */
export const token = () => (settings.signIn === null ? null : kept.getItem(place));

/** Whose it was when the page was loaded, or null: a page never goes on as somebody else. */
export const owner = subjectOf(token());

/** Whether the shopper must sign in first. */
export const mustSignIn = () => isOver || (owner === null && settings.signIn?.isNeeded === true);

/** Where the shopper signs in, or null where the shop tells it elsewhere. */
export const signInPage = productId => settings.signIn?.page?.replace('{productId}', encodeURIComponent(productId)) ?? null;

/** The front has refused the token. */
export function dropToken() {
  kept.removeItem(place);
  isOver = true;
}

// A token that comes later is another person's, perhaps, or a new one: the page begins anew with it.
addEventListener('hashchange', () => take() && location.reload());

function take() {
  const shown = new URLSearchParams(location.hash.slice(1)).get('token');
  if (shown === null) return false;
  history.replaceState(null, '', location.pathname + location.search);
  if (subjectOf(shown) === null) return false;
  kept.setItem(place, shown);
  return true;
}

function subjectOf(shown) {
  try {
    return JSON.parse(atob(shown.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).sub ?? null;
  } catch {
    return null;
  }
}

// A browser may refuse to keep anything.
function storage() {
  try {
    sessionStorage.setItem('flashflow.probe', '1');
    sessionStorage.removeItem('flashflow.probe');
    return sessionStorage;
  } catch {
    let value = null;
    return { getItem: () => value, setItem: (_, given) => (value = given), removeItem: () => (value = null) };
  }
}
