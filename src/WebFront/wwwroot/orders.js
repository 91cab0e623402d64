// The list of orders that were made on this device, on both pages.

import { call } from './front.js';
import { listOrders, onChange } from './device.js';
import { element, hasText, moment, show, text } from './page.js';

const mostAsked = 10;
const places = new Map();

/** Shows the orders, and asks how they stand. */
export function showOrders() {
  write();
  onChange(write);
  addEventListener('pageshow', event => event.persisted && write());
}

/** Tells how one of them stands, where that is known already. */
export function tellOrder(orderId, status) {
  if (!places.has(orderId)) write();
  const place = places.get(orderId);
  if (place) place.textContent = text(`orders.${hasText('orders', status) ? status : 'unknown'}`);
}

function write() {
  const orders = listOrders();
  show('orders', orders.length > 0);
  const known = new Map([...places].map(([orderId, place]) => [orderId, place.textContent]));
  places.clear();
  element('orders').querySelector('ul').replaceChildren(...orders.map(line));
  for (const order of orders.slice(0, mostAsked)) {
    if (known.get(order.orderId)) places.get(order.orderId).textContent = known.get(order.orderId);
    else ask(order);
  }
}

function line(order) {
  const item = document.createElement('li');
  const product = document.createElement('a');
  product.href = `/p/${order.productId}`;
  product.textContent = order.name;
  const state = document.createElement('span');
  const id = document.createElement('code');
  id.textContent = order.orderId;
  places.set(order.orderId, state);
  const about = document.createElement('p');
  about.className = 'quiet';
  about.append(`${moment(order.at)}, `, id);
  item.append(product, ' ', state, about);
  return item;
}

async function ask({ productId, orderId }) {
  const answer = await call('GET', `/products/${productId}/orders/${orderId}`);
  if (answer.status === 200) tellOrder(orderId, answer.body.status);
  else if (answer.status === 404) tellOrder(orderId, 'unknown');
}
