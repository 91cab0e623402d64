// The page of one sale: what is left, and the purchase.

import { follow, look } from './live.js';
import { until } from './clock.js';
import { isLasting } from './device.js';
import { showOrders, tellOrder } from './orders.js';
import { mustSignIn, signInPage } from './token.js';
import { Purchase } from './purchase.js';
import { element, hasText, jittered, maxQuantity, minorUnits, moment, money, payment, say, show, text, timeLeft, write } from './page.js';

const mostOffered = 10;
const aDay = 24 * 60 * 60 * 1000;
const aMinute = 60 * 1000;

// Twice a second, so that no clock shows a second too long.
const tick = 500;

const productId = decodeURIComponent(location.pathname.split('/')[2]);
let product = null;
let isLost = false;
let said = null;
let isFirst = true;
const purchase = new Purchase(productId, () => product?.epoch, draw);

// An event says what may change in a sale; what it leaves out is none. A look says everything.
function update(seen) {
  const isAnother = product?.epoch !== undefined && seen?.epoch !== undefined && seen.epoch !== product.epoch;
  isLost = false;
  product = seen && { ...product, nextDeadline: null, opensAt: null, closesAt: null, ...seen };
  if (isAnother) setTimeout(() => look(productId, update, lose), jittered(4000));
  draw();
  if (isFirst) purchase.resume();
  isFirst = false;
}

function lose() {
  isLost = true;
  draw();
}

function draw() {
  drawSale();
  drawPurchase();
}

function drawSale() {
  if (product === null) {
    write('name', text(isLost ? 'cannotLoad' : isFirst ? 'loading' : 'unknownProduct'));
    return ['sale', 'buy'].forEach(id => show(id, false));
  }
  write('name', product.name ?? productId);
  document.title = `${product.name ?? productId} · ${text(`state.${product.state}`)}`;
  if (product.name) {
    const price = product.price > 0 ? text('eachCosts', { price: money(product.price, product.currency) }) : text('free');
    write('price', product.limitPerShopper ? `${price}, ${text('limit', { n: product.limitPerShopper })}` : price);
  }
  show('sale');
  element('sale').dataset.state = product.state;
  write('state', text(`state.${product.state}`));
  write('remaining', ['open', 'paused', 'not_open'].includes(product.state) ? text('left', { n: product.remaining }) : '');
  write('about', isLost ? text('cannotLoad') : about());
  write('held', held());
  drawForm();
  const words = [text(`state.${product.state}`), product.state === 'open' ? text('left', { n: product.remaining }) : ''].join('. ');
  if (words !== said) say(said = words);
}

function about() {
  const { state, opensAt, closesAt } = product;
  if (state === 'not_open' && opensAt) {
    const wait = until(opensAt);
    return wait > aDay ? text('about.not_open', { when: moment(opensAt) }) : wait > 0 ? text('about.opensIn', { time: timeLeft(wait) }) : text('about.opensNow');
  }
  if (state === 'open' && closesAt) {
    const wait = until(closesAt);
    return wait > aDay ? text('closes', { when: moment(closesAt) }) : text('closesIn', { time: timeLeft(wait) });
  }
  return [text(`about.${state}`), state === 'sold_out' && product.held > 0 ? text('about.mayComeBack') : ''].join(' ').trim();
}

function held() {
  if (product.state !== 'sold_out' || !(product.held > 0)) return '';
  const words = text('held', { n: product.held });
  const wait = product.nextDeadline ? until(product.nextDeadline) : 0;
  return wait > 0 ? `${words}; ${text('nextDeadline', { time: timeLeft(wait) })}.` : `${words}.`;
}

function drawForm() {
  show('sign-in', mustSignIn());
  show('buy', purchase.isNone && !mustSignIn() && !['closed', 'archived'].includes(product.state));
  element('buy-button').disabled = product.state !== 'open';
  const most = Math.min(product.limitPerShopper ?? mostOffered, mostOffered, maxQuantity);
  const quantity = element('quantity');
  ['how-many', 'quantity'].forEach(id => show(id, most > 1));
  if (quantity.options.length !== most) quantity.replaceChildren(...Array.from({ length: most }, (_, at) => new Option(at + 1, at + 1)));
}

function drawPurchase() {
  const { order, asking, refusal } = purchase;
  const isHeld = order?.status === 'held' && asking === null;
  show('purchase', order !== null || asking !== null || refusal !== null);
  const words = purchaseState();
  if (element('purchase-state').textContent !== words) say(words, true);
  write('purchase-state', words);
  show('amount', order?.status === 'held' && order.amount > 0);
  if (order?.amount > 0) write('amount', text('purchase.amount', { amount: minorUnits(order.amount, order.currency) }));
  drawClock(order?.status === 'held');
  show('note', purchase.note !== null);
  if (purchase.note) write('note', text(`purchase.${purchase.note}`));
  show('number', order !== null);
  if (order) {
    write('order-id', order.orderId);
    tellOrder(order.orderId, order.status);
  }
  show('demo', isHeld && payment === 'demo');
  show('pay', isHeld && payment === 'demo');
  show('extend', isHeld && payment === 'demo' && purchase.note !== 'cannotExtend');
  show('release', isHeld);
  show('pay-at-shop', isHeld && payment !== null && payment !== 'demo');
  if (isHeld && payment && payment !== 'demo') {
    element('pay-at-shop').href = payment.replace('{productId}', encodeURIComponent(productId)).replace('{orderId}', encodeURIComponent(order.orderId));
  }
  show('pay-elsewhere', isHeld && payment === null);
  show('again', refusal === 'busy');
  show('find-out', refusal === 'unfinished');
  show('dismiss', ['busy', 'ended', 'unfinished'].includes(refusal));
  show('another', order !== null && !['held'].includes(order.status) && asking === null && product?.state === 'open');
}

function purchaseState() {
  const { order, asking, refusal, isUnsure, isBusy } = purchase;
  if (asking === 'buy') return text(isUnsure ? 'purchase.unsure' : isBusy ? 'purchase.busy' : 'purchase.asking');
  if (asking === 'pay') return text(isUnsure ? 'purchase.payUnsure' : 'purchase.paying');
  if (refusal === 'busy') return text('purchase.tooBusy');
  if (['ended', 'unfinished', 'signIn'].includes(refusal)) return text(`purchase.${refusal}`);
  if (refusal !== null) return text(`refused.${hasText('refused', refusal) ? refusal : 'other'}`);
  if (!order) return '';
  if (order.status === 'held') return text('purchase.held', { n: order.quantity });
  if (order.status === 'expired' && purchase.note === 'late') return text('purchase.late');
  return text(order.reinstated ? 'purchase.reinstated' : `purchase.${order.status}`);
}

function drawClock(isHeld) {
  show('clock', isHeld);
  if (isHeld) write('time-left', timeLeft(purchase.left));
  const isSoon = isHeld && purchase.left < aMinute;
  if (isSoon && element('warning').hidden) say(text('purchase.soon'), true);
  show('warning', isSoon);
}

// What the shopper has asked for is what the keyboard goes on from.
function attend() {
  show('purchase');
  element('purchase-heading').focus();
}

function onClick(id, act) {
  element(id).addEventListener('click', event => {
    event.preventDefault();
    act();
  });
}

element('buy').addEventListener('submit', event => {
  event.preventDefault();
  if (!purchase.isNone) return;
  purchase.begin(Number(element('quantity').value), product.name);
  attend();
});
onClick('pay', () => {
  purchase.pay(element('behaviour').value);
  attend();
});
onClick('extend', () => purchase.extend());
onClick('release', async () => {
  await purchase.release();
  attend();
});
onClick('again', () => purchase.again());
onClick('find-out', () => purchase.again());
for (const id of ['another', 'dismiss']) {
  onClick(id, () => {
    purchase.dismiss();
    element('buy-button').focus();
  });
}

show('no-storage', !isLasting);
show('sign-in-page', signInPage(productId) !== null);
element('sign-in-page').href = signInPage(productId) ?? '';
showOrders();
follow(productId, update, lose);
setInterval(() => document.hidden || draw(), tick);
