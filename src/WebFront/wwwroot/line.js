// The line before a sale: a shopper joins it, waits and is let in. Where they stand is kept by the shop, not here: a reload, another page or
// another telephone asks again and is told the same place.

import { call, isFinal } from './front.js';
import { dropTurn, findTurn, keepTurn, onChange, shopperId } from './device.js';
import { jittered } from './page.js';

// Events tell how the line moves. Without them, as on a page that nobody sees, it is looked at.
const silentAtMost = 3000;
const lookEvery = 5000;
const askForOrderEvery = 3000;
const askAgainAfter = 4000;

// After the draw everybody wants to know their place at once.
const askedPerMillisecond = 5;
const longestDelay = 10000;

const solve = work => new Promise(solved => {
  const worker = new Worker(new URL('./work.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => {
    worker.terminate();
    solved(data);
  };
  worker.postMessage(work);
});

export class Line {
  /** The line as it was told last, or null. */
  room = null;

  /** Where the shopper stands, as it was told last; null for who has not joined. */
  turn = null;

  /** The order that will be held for who stands by: {orderId, quantity}; null for who does not. */
  standby = null;

  /** Why joining was refused; null otherwise. */
  refusal = null;

  /** The work that this device does before it may join, {challenge, bits}; null for none. */
  work = null;

  #productId;
  #changed;
  #called;
  #served;
  #askedAt = -Infinity;
  #heardAt = -Infinity;
  #passEnds = 0;
  #isAsking = false;
  #timer = null;
  #sound = null;

  /** changed is called after each change, called when it is the shopper's turn, and served when units are held for who stood by. */
  constructor(productId, changed, called, served) {
    [this.#productId, this.#changed, this.#called, this.#served] = [productId, changed, called, served];
    onChange(() => this.resume());
    setInterval(() => {
      this.#look();
      this.#askForOrder();
    }, 1000);
  }

  get isThere() {
    return this.room !== null;
  }

  /** Whether the shopper may buy, because it is their turn or there is no line. */
  get isIn() {
    return !this.isThere || (this.turn?.state === 'in' && this.left > 0);
  }

  /** How long the shopper may buy yet, in milliseconds. */
  get left() {
    return this.turn?.pass ? this.#passEnds - performance.now() : 0;
  }

  /** How many stand before the shopper. */
  get before() {
    return Math.max(0, this.turn.place - this.room.admitted - 1);
  }

  /** How long the shopper waits yet, in minutes from and to; null where the line has not moved. */
  get wait() {
    const { admittedLately, latelySeconds } = this.room;
    if (!(admittedLately > 0)) return null;
    const minutes = ((this.before + 1) * latelySeconds) / admittedLately / 60;
    return { from: Math.floor(minutes * 0.8), to: Math.ceil(minutes * 1.25) };
  }

  /** Whether a unit will likely be left: of those who were let in, so many have bought. */
  get isLikely() {
    const { finished, lapsed, remaining } = this.room;
    return this.before * (finished + lapsed >= 10 ? finished / (finished + lapsed) : 1) < remaining;
  }

  /** Hears how the line stands; null: nobody says that there is one. That this device has joined is kept until the shop says that there is none. */
  hear(room) {
    this.#heardAt = performance.now();
    if (room?.epoch !== this.room?.epoch) this.turn = this.standby = null;
    this.room = room;
    if (this.turn === null) this.resume();
    else if (this.#isNewsFor(this.turn)) this.#askSoon();
    this.#changed();
  }

  /** Has the shopper join; again: at the end, after their turn. */
  async join() {
    // A browser plays a sound only where somebody has clicked before.
    this.#sound ??= globalThis.AudioContext ? new AudioContext() : null;
    if (this.turn?.state === 'over') await this.#leave();
    await this.#ask();
  }

  async leave() {
    await this.#leave();
    this.#changed();
  }

  /** Has what comes back after all was sold held for the shopper. */
  async standBy(quantity) {
    const answer = await call('POST', `${this.#path}/standby`, { body: { shopperId: shopperId(), receipt: this.turn.receipt, quantity } });
    if (answer.status === 200) this.#keep({ standby: answer.body });
    else this.refusal = answer.code ?? 'unavailable';
    this.#changed();
  }

  /** Goes on waiting where this device has joined. */
  resume() {
    if (this.room === null) return;
    const kept = findTurn(this.#productId);
    if (kept && kept.epoch !== this.room.epoch) dropTurn(this.#productId);
    else if (kept && this.turn === null) {
      this.standby = kept.standby ?? null;
      this.#ask();
    } else if (!kept && this.turn !== null) {
      this.#forget();
      this.#changed();
    }
  }

  /** Asks where the shopper stands, for instance when they have bought. */
  askAgain() {
    if (this.turn) this.#ask();
  }

  #isNewsFor(turn) {
    if (turn.state === 'gathering') return !['not_open', 'gathering', 'drawing'].includes(this.room.state);
    return turn.state === 'waiting' ? this.room.admitted >= turn.place : turn.state === 'in' && this.left <= 0;
  }

  #askSoon() {
    if (this.#timer !== null) return;
    const delay = this.turn.state === 'gathering' ? Math.random() * Math.min(longestDelay, this.room.members / askedPerMillisecond) : 0;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#ask();
    }, delay);
  }

  async #ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    let [answer, askedAt] = await this.#askWith();
    while (answer.code === 'work_needed') {
      this.work = answer.body.work;
      this.#changed();
      [answer, askedAt] = await this.#askWith(await solve(this.work));
    }
    this.work = null;
    this.#isAsking = false;
    if (answer.status === 200) this.#become(answer.body, askedAt);
    else if (answer.code === 'no_room') this.#end();
    else this.#refuse(answer);
    this.#changed();
  }

  async #askWith(work) {
    const askedAt = performance.now();
    return [await call('POST', this.#path, { body: { shopperId: shopperId(), work } }), askedAt];
  }

  // Who was told to come again does, and no two pages after the same time.
  #refuse(answer) {
    this.refusal = answer.code ?? 'unavailable';
    if (isFinal(answer) || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#ask();
    }, jittered(askAgainAfter));
  }

  #become(turn, askedAt) {
    const isCalled = turn.state === 'in' && this.turn?.state !== 'in';
    const { room, ...mine } = turn;
    [this.turn, this.refusal, this.room] = [mine, null, room];
    if (turn.pass) this.#passEnds = askedAt + turn.passExpiresInMs;
    this.#keep({ standby: this.standby });
    if (!isCalled) return;
    this.#play();
    this.#called();
  }

  async #leave() {
    if (this.turn === null) return;
    const answer = await call('POST', `${this.#path}/leave`, { body: { shopperId: shopperId(), receipt: this.turn.receipt } });
    if (answer.status === 204 || answer.status === 422) this.#forget();
  }

  #keep({ standby }) {
    this.standby = standby;
    keepTurn(this.#productId, { epoch: this.room.epoch, standby });
  }

  // There is no order of this number until units are held for it.
  async #askForOrder() {
    if (this.standby === null || performance.now() - this.#askedAt < jittered(2 * askForOrderEvery)) return;
    this.#askedAt = performance.now();
    const { orderId, quantity } = this.standby;
    const answer = await call('GET', `/products/${this.#productId}/orders/${orderId}`);
    if (answer.status !== 200 || this.standby === null) return;
    this.#keep({ standby: null });
    this.#play();
    this.#served(orderId, quantity);
  }

  #end() {
    this.#forget();
    this.hear(null);
  }

  #forget() {
    dropTurn(this.#productId);
    this.turn = this.standby = null;
  }

  async #look() {
    const isWaiting = this.turn !== null || this.isThere;
    if (!isWaiting || performance.now() - this.#heardAt < (document.hidden ? jittered(2 * lookEvery) : silentAtMost)) return;
    if (document.hidden && this.turn === null) return;
    await this.look();
  }

  /** Looks at the line. */
  async look() {
    this.#heardAt = performance.now();
    const answer = await call('GET', this.#path);
    if (answer.status === 200) this.hear(answer.body);
    else if (answer.code === 'no_room') this.#end();
  }

  // Two short tones.
  #play() {
    if (this.#sound === null) return;
    for (const [at, hertz] of [[0, 660], [0.25, 880]]) {
      const tone = this.#sound.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(this.#sound.destination);
      tone.start(this.#sound.currentTime + at);
      tone.stop(this.#sound.currentTime + at + 0.2);
    }
  }

  get #path() {
    return `/products/${this.#productId}/room`;
  }
}
