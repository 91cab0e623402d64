// The clock by which the sale opens and holds end: the ledger's. The telephone's own may be wrong by hours, but it runs as fast.

let offset = null;
let best = Infinity;

/** Hears the time in an answer that was asked for at a moment of performance.now(). The quickest answer knows best. */
export function hear(asOf, askedAt) {
  const took = performance.now() - askedAt;
  if (took > best) return;
  best = took;
  offset = Date.parse(asOf) + took / 2 - performance.now();
}

/** How long it is until a moment, in milliseconds; less than 0 after it. */
export const until = time => Date.parse(time) - (performance.now() + (offset ?? Date.now() - performance.now()));
