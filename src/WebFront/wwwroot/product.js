// The page of one sale: what is left, and the purchase.

import { follow, look } from './live.js';
import { until } from './clock.js';
import { isLasting } from './device.js';
import { showOrders, tellOrder } from './orders.js';
import { mustSignIn, signInPage } from './token.js';
import { Line } from './line.js';
import { Purchase } from './purchase.js';
import { element, hasText, jittered, maxQuantity, minorUnits, moment, money, payment, say, show, text, timeLeft, write } from './page.js';

const mostOffered = 10;
const aDay = 24 * 60 * 60 * 1000;
const aMinute = 60 * 1000;

// A device tries some 2 to the power of 20 numbers in a second.
const longWork = 24;

// Twice a second, so that no clock shows a second too long.
const tick = 500;

const productId = decodeURIComponent(location.pathname.split('/')[2]);
let product = null;
let isLost = false;
let said = null;
let isFirst = true;
const purchase = new Purchase(productId, () => product?.epoch, draw);
const line = new Line(productId, draw, () => attend('line'), async (orderId, quantity) => {
  await purchase.adopt(orderId, quantity, product?.name);
  attend();
});

// An event says what may change in a sale; what it leaves out is none. A look says everything.
function update(seen) {
  const isAnother = product?.epoch !== undefined && seen?.epoch !== undefined && seen.epoch !== product.epoch;
  isLost = false;
  product = seen && { ...product, nextDeadline: null, opensAt: null, closesAt: null, ...seen };
  if (isAnother) setTimeout(() => look(productId, update, lose), jittered(4000));
  hearLine(seen);
  draw();
  if (isFirst) purchase.resume();
  isFirst = false;
}

// An event tells how the line stands; a look at the product tells whether there is one.
function hearLine(seen) {
  if (seen === null || seen.line !== undefined || seen.name === undefined) line.hear(seen?.line ?? null);
  else if (seen.room && !line.isThere) line.look();
}

function lose() {
  isLost = true;
  draw();
}

function draw() {
  drawSale();
  drawPurchase();
  drawLine();
}

function drawSale() {
  if (product === null) {
    write('name', text(isLost ? 'cannotLoad' : isFirst ? 'loading' : 'unknownProduct'));
    return ['sale', 'line', 'buy'].forEach(id => show(id, false));
  }
  write('name', product.name ?? productId);
  document.title = title();
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

// A page among many others is found again when it is its shopper's turn: its title blinks.
function title() {
  const isTurn = line.isThere && line.isIn && purchase.isNone && Math.floor(performance.now() / 1000) % 2 === 0;
  return isTurn ? text('line.in') : `${product.name ?? productId} · ${text(`state.${product.state}`)}`;
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
  show('buy', purchase.isNone && line.isIn && !mustSignIn() && !['closed', 'archived'].includes(product.state));
  element('buy-button').disabled = product.state !== 'open';
  const most = Math.min(product.limitPerShopper ?? mostOffered, mostOffered, maxQuantity);
  const quantity = element('quantity');
  ['how-many', 'quantity'].forEach(id => show(id, most > 1));
  if (quantity.options.length !== most) quantity.replaceChildren(...Array.from({ length: most }, (_, at) => new Option(at + 1, at + 1)));
}

function drawLine() {
  const { room, turn, refusal, work } = line;
  const isShown = line.isThere && product !== null && !['closed', 'archived'].includes(product.state) && (purchase.isNone || turn?.state === 'waiting');
  show('line', isShown);
  if (!isShown) return;
  const isWaiting = turn?.state === 'waiting';
  const words = lineState();
  if (element('line-state').textContent !== words) say(words, turn !== null);
  write('line-state', words);
  write('place', isWaiting ? text('line.place', { place: turn.place }) : '');
  write('wait', isWaiting ? [text('line.before', { n: line.before }), lineWait()].join(' ') : '');
  write('chance', isWaiting && room.state !== 'sold_out' ? text(line.isLikely ? 'line.likely' : 'line.unlikely', { before: line.before, left: room.remaining, held: room.held }) : '');
  show('turn-clock', turn?.state === 'in' && line.left > 0);
  write('turn-left', timeLeft(line.left));
  show('line-refusal', refusal !== null);
  if (refusal) write('line-refusal', text(hasText('line', refusal) ? `line.${refusal}` : 'line.unavailable'));
  show('join', turn === null && work === null && !['not_open', 'closed', 'lost'].includes(room.state) && !mustSignIn());
  show('join-again', turn?.state === 'over');
  show('stand-by', isWaiting && room.remaining === 0 && line.standby === null && product.holdSeconds > 0);
  show('leave', turn !== null && turn.state !== 'over');
  show('proof', room.drawn !== null && room.state !== 'drawing');
  element('proof').href = `/products/${productId}/room/proof`;
}

function lineState() {
  const { room, turn, work } = line;
  const values = { n: room.members, time: timeLeft(until(room.startsAt)), opens: room.opensAt ? timeLeft(until(room.opensAt)) : '' };
  if (work) return text(work.bits > longWork ? 'line.worksLong' : 'line.works');
  if (turn === null || ['not_open', 'drawing', 'closed', 'lost'].includes(room.state)) return text(`line.room.${room.state}`, values);
  if (line.standby) return text('line.standing', { n: line.standby.quantity });
  if (turn.state === 'waiting' && ['paused', 'sold_out', 'drawn'].includes(room.state)) return text(`line.room.${room.state}`, values);
  return text(`line.turn.${turn.state === 'in' && line.left <= 0 ? 'over' : turn.state}`, values);
}

function lineWait() {
  if (line.room.state !== 'moving') return '';
  const { wait } = line;
  if (wait === null) return text('line.still');
  return wait.from < 1 ? text('line.soon', { n: wait.to }) : text('line.wait', wait);
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
function attend(id = 'purchase') {
  show(id);
  element(`${id}-heading`).focus();
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
  purchase.begin(Number(element('quantity').value), product.name, line.turn?.pass).then(() => line.askAgain());
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
onClick('join', () => line.join());
onClick('join-again', () => line.join());
onClick('stand-by', () => line.standBy(1));
onClick('leave', () => line.leave());
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
