// Follows a product as it changes: server-sent events, and a look now and then while these do not come.

import { call } from './front.js';
import { hear } from './clock.js';
import { jittered } from './page.js';

// The first event comes at once, and then one for each change: a stream that is silent for long may be dead without knowing it.
const firstWithin = 5000;
const silentAtMost = 30000;
const longestWait = 10000;

/** Looks at a product once; shown is given how it is, or null for one that is not there, and lost is called when nobody can say. */
export async function look(productId, shown, lost) {
  const askedAt = performance.now();
  const answer = await call('GET', `/products/${productId}`);
  if (answer.status === 200) {
    hear(answer.body.asOf, askedAt);
    shown(answer.body);
  } else if (answer.status === 404) shown(null);
  else if (answer.code === 'suspended') shown({ state: 'suspended', remaining: 0, held: 0 });
  else lost();
}

/** Follows a product as long as its page is seen; what is seen is told as by a look. */
export function follow(productId, shown, lost) {
  let source = null;
  let timer = null;
  let failures = 0;

  function listen() {
    stop();
    source = new EventSource(`/products/${productId}/live`);
    expect(firstWithin);
    source.onmessage = event => {
      failures = 0;
      expect(silentAtMost);
      shown(JSON.parse(event.data));
    };
    source.onerror = again;
  }

  function expect(within) {
    clearTimeout(timer);
    timer = setTimeout(again, within);
  }

  // Each failure waits longer, and no two pages wait as long as each other: a front that comes back is not run over.
  function again() {
    stop();
    failures += 1;
    timer = setTimeout(async () => {
      if (document.hidden) return;
      await look(productId, shown, lost);
      if (!document.hidden) listen();
    }, jittered(Math.min(longestWait, 500 * 2 ** failures)));
  }

  function stop() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  async function start() {
    stop();
    failures = 0;
    await look(productId, shown, lost);
    if (!document.hidden) listen();
  }

  // A page that nobody sees holds no connection: a browser has only a few for each shop, and a buy needs one, too.
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
  addEventListener('online', start);
  addEventListener('pagehide', stop);
  addEventListener('pageshow', event => event.persisted && start());
  start();
}
