// One purchase of a product, from the click to its end. Whatever is asked is kept before, under a key that stays the same: a reload,
// a second click, a lost answer or another page on this device goes on with it and never buys or pays twice.

import { call, isFinal, mayBeDone } from './front.js';
import { dropPurchase, findPurchase, keepOrder, keepPurchase, onChange, randomName, shopperId } from './device.js';
import { until } from './clock.js';
import { jittered, pause } from './page.js';

const longestPause = 5000;
const lookEvery = 3000;

// After so many answers that nothing was ordered, the shopper decides whether to go on.
const mostRefusals = 8;

// An attempt that is older than this goes on only when the shopper says so.
const freshFor = 10 * 60 * 1000;

// The demo's provider answers a late payment after the hold has ended, or after this.
const latestPayment = 30000;

export class Purchase {
  /** What is asked and not answered yet: "buy", "pay", or null. */
  asking = null;

  /** Whether what is asked may have been done already. */
  isUnsure = false;

  /** Whether what is asked was refused for the moment, and is asked again. */
  isBusy = false;

  /** The order as it was told last, or null. */
  order = null;

  /** Why nothing was ordered: a code of the front, "busy", "ended", "unfinished" or "signIn"; null otherwise. */
  refusal = null;

  /** What came of the last change: "declined", "late", "extended" or "cannotExtend"; null where nothing is to be said. */
  note = null;

  #productId;
  #changed;
  #epoch;
  #deadline = 0;
  #timer = null;

  /** changed is called after each change; epoch tells the number of the sale that the page shows. */
  constructor(productId, epoch, changed) {
    [this.#productId, this.#epoch, this.#changed] = [productId, epoch, changed];
    onChange(() => this.resume());
    document.addEventListener('visibilitychange', () => !document.hidden && this.order && this.look());
  }

  get isNone() {
    return this.asking === null && this.order === null && !['busy', 'ended', 'unfinished', 'signIn'].includes(this.refusal);
  }

  /** How long the hold lasts yet, in milliseconds. */
  get left() {
    return this.order?.status === 'held' ? this.#deadline - performance.now() : 0;
  }

  /** Buys, with a pass where there is a line; where a purchase is going on, goes on with that one. */
  begin(quantity, name, pass) {
    const kept = findPurchase(this.#productId);
    if (!kept) {
      keepPurchase({
        productId: this.#productId, name, quantity, epoch: this.#epoch(), key: randomName(), shopperId: shopperId(), pass, at: Date.now(), isUnsure: false,
      });
    }
    return this.#buy();
  }

  /** Goes on with an order that was made for the shopper, who stood by for it. */
  adopt(orderId, quantity, name) {
    const at = Date.now();
    keepPurchase({ productId: this.#productId, name, quantity, epoch: this.#epoch(), key: randomName(), shopperId: shopperId(), orderId, at });
    keepOrder({ productId: this.#productId, name, orderId, at });
    return this.resume();
  }

  /** Goes on with what was begun before this page was shown, or on another one. */
  async resume() {
    if (this.asking !== null) return;
    const kept = findPurchase(this.#productId);
    if (!kept) {
      if (this.order) this.#set({ order: null, note: null });
    } else if (kept.orderId) {
      if (this.order?.orderId !== kept.orderId) await this.look();
      if (kept.paying && this.order?.status === 'held') await this.pay(kept.paying);
    } else if (Date.now() - kept.at > freshFor) this.#set({ refusal: 'unfinished' });
    else await this.#buy();
  }

  /** Goes on with an attempt that got no answer. */
  again() {
    return this.#note({ at: Date.now() }) ? this.#buy() : this.dismiss();
  }

  /** Is done with the purchase: what is bought stays bought. */
  dismiss() {
    dropPurchase(this.#productId);
    clearTimeout(this.#timer);
    this.#set({ order: null, refusal: null, note: null });
  }

  /** Asks how the order stands. */
  async look() {
    const { orderId } = findPurchase(this.#productId) ?? {};
    if (!orderId) return;
    const askedAt = performance.now();
    const answer = await call('GET', `${this.#orders}/${orderId}`);
    if (answer.status === 200) this.#hear(answer.body, askedAt);
    else if (answer.status === 404) this.dismiss();
    else if (answer.status === 401) this.#set({ refusal: 'signIn' });
    else this.#lookLater();
  }

  /** Pays at the demo's shop. */
  async pay(behaviour) {
    if (this.asking !== null || !this.#note({ paying: behaviour })) return;
    const body = { behaviour, delayMs: Math.min(latestPayment, Math.max(0, Math.ceil(this.left)) + 1000) };
    const answer = await this.#ask('pay', `/demo${this.#orders}/${this.order.orderId}/pay`, { body, patience: latestPayment + 5000 });
    this.#note({ paying: null });
    if (answer === null || answer.status === 200) return;
    this.#set({ note: { payment_declined: 'declined', hold_expired: 'late' }[answer.code] ?? null });
    await this.look();
  }

  /** Has the hold last longer, at the demo's shop. */
  async extend() {
    const answer = await this.#change(`/demo${this.#orders}/${this.order.orderId}/extend`);
    this.#set({ note: answer.status === 200 ? 'extended' : answer.code === 'hold_limit_reached' ? 'cannotExtend' : null });
  }

  /** Gives the hold back. */
  release() {
    return this.#change(`${this.#orders}/${this.order.orderId}/release`);
  }

  get #orders() {
    return `/products/${this.#productId}/orders`;
  }

  async #buy() {
    const kept = findPurchase(this.#productId);
    if (this.asking !== null || !kept) return;
    if (this.#isOver(kept)) return this.#set({ refusal: 'ended' });
    const answer = await this.#ask('buy', this.#orders, {
      body: { shopperId: kept.shopperId, quantity: kept.quantity, ...(kept.pass && { pass: kept.pass }) }, headers: { 'Idempotency-Key': kept.key },
    }, kept.isUnsure);
    if (this.order || answer === null) return;
    const isBusy = !isFinal(answer) && answer.code !== 'suspended';
    if (!isBusy) dropPurchase(this.#productId);
    this.#set({ refusal: isBusy ? 'busy' : answer.code });
  }

  // Asks until somebody knows. Once it may have been done, no answer but a final one counts.
  async #ask(what, path, request, wasUnsure = false) {
    this.#set({ asking: what, isUnsure: wasUnsure, isBusy: false, refusal: null, note: null });
    let answer;
    for (let tries = 1; ; tries += 1) {
      const askedAt = performance.now();
      answer = await call('POST', path, request);
      // What is kept is gone on with once the shopper has signed in again.
      if (answer.status === 401) {
        this.#set({ asking: null, refusal: 'signIn' });
        return null;
      }
      if (isFinal(answer)) {
        this.asking = null;
        if (answer.status < 300) this.#hear(answer.body, askedAt);
        break;
      }
      if (mayBeDone(answer)) this.#become(true);
      if (!this.isUnsure && (tries === mostRefusals || answer.code === 'suspended')) break;
      this.#set({ isBusy: true });
      await pause(jittered(Math.min(longestPause, 250 * 2 ** tries)));
      // Another page may have heard the answer and be done with it.
      const kept = findPurchase(this.#productId);
      if (!kept || (what === 'buy' && this.#isOver(kept))) {
        this.#set({ asking: null, refusal: kept ? 'ended' : null });
        return null;
      }
    }
    this.#become(false);
    this.#set({ asking: null });
    return answer;
  }

  // A key names an order within one sale: in the next it would buy once more.
  #isOver(kept) {
    return this.#epoch() !== undefined && kept.epoch !== this.#epoch();
  }

  // Keeps more of the purchase, if there still is one.
  #note(values) {
    const kept = findPurchase(this.#productId);
    return kept ? keepPurchase({ ...kept, ...values }) : null;
  }

  // Kept, too: after a reload an answer that nothing was done is no more certain than before.
  #become(isUnsure) {
    if (this.isUnsure !== isUnsure) this.#note({ isUnsure });
    this.isUnsure = isUnsure;
  }

  async #change(path) {
    const askedAt = performance.now();
    const answer = await call('POST', path);
    if (answer.status === 200) this.#hear(answer.body, askedAt);
    else await this.look();
    return answer;
  }

  #hear(order, askedAt) {
    const kept = findPurchase(this.#productId);
    if (!kept) return;
    if (kept.orderId !== order.orderId) {
      keepPurchase({ ...kept, orderId: order.orderId });
      keepOrder({ productId: this.#productId, name: kept.name, orderId: order.orderId, at: Date.now() });
    }
    // What is told while the ledger is away says no time that is left.
    if (order.status === 'held') this.#deadline = order.expiresInMs === undefined ? performance.now() + until(order.expiresAt) : askedAt + order.expiresInMs;
    this.#set({ order: { quantity: kept.quantity, ...order }, refusal: null });
    this.#lookLater();
  }

  // A hold ends by itself, and the shop may confirm it at any time.
  #lookLater() {
    clearTimeout(this.#timer);
    if (this.order && this.order.status !== 'held') return;
    const wait = this.left > 0 ? Math.min(this.left + 100, jittered(2 * lookEvery)) : jittered(lookEvery / 3);
    this.#timer = setTimeout(() => (document.hidden ? null : this.look()), wait);
  }

  #set(values) {
    Object.assign(this, values);
    this.#changed();
  }
}
