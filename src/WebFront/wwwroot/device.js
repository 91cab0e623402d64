// What this device remembers: who shops here, the purchase that is going on for each product, and the orders that came of them.

import { owner } from './token.js';

const mostOrders = 50;

// Who signs in on a device that others use, too, finds what is theirs.
const mine = owner === null ? 'flashflow' : `flashflow.of.${owner}`;
const kept = storage();

/** Whether what is kept outlives this page. */
export const isLasting = kept === globalThis.localStorage;

/** Whoever is signed in; otherwise a name for whoever shops on this device, which says nothing about them. */
export function shopperId() {
  if (owner !== null) return owner;
  const known = read('flashflow.shopper');
  if (known) return known;
  const made = `device-${randomName()}`;
  write('flashflow.shopper', made);
  return made;
}

/** The purchase of a product that was begun here, or null. */
export const findPurchase = productId => read(`${mine}.purchase.${productId}`);

export function keepPurchase(purchase) {
  write(`${mine}.purchase.${purchase.productId}`, purchase);
  return purchase;
}

export const dropPurchase = productId => kept.removeItem(`${mine}.purchase.${productId}`);

/** The line of a product that was joined here, or null. */
export const findTurn = productId => read(`${mine}.turn.${productId}`);

export const keepTurn = (productId, turn) => write(`${mine}.turn.${productId}`, turn);

export const dropTurn = productId => kept.removeItem(`${mine}.turn.${productId}`);

/** The orders made here, the latest first. */
export const listOrders = () => read(`${mine}.orders`) ?? [];

export function keepOrder(order) {
  const others = listOrders().filter(other => other.orderId !== order.orderId);
  write(`${mine}.orders`, [order, ...others].slice(0, mostOrders));
}

/** Calls back when another page on this device has changed what is kept. */
export const onChange = changed => addEventListener('storage', changed);

/** A name that nobody else makes. */
export function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function read(name) {
  try {
    return JSON.parse(kept.getItem(name));
  } catch {
    return null; // Not written by this page.
  }
}

function write(name, value) {
  kept.setItem(name, JSON.stringify(value));
}

// A browser may have none, or refuse to write to it.
function storage() {
  try {
    localStorage.setItem('flashflow.probe', '1');
    localStorage.removeItem('flashflow.probe');
    return localStorage;
  } catch {
    const values = new Map();
    return {
      getItem: name => values.get(name) ?? null,
      setItem: (name, value) => values.set(name, value),
      removeItem: name => values.delete(name),
    };
  }
}
