// A worker of its own, so that the page stays alive: finds a number with which the SHA-256 (FIPS 180-4) of 'challenge.number' begins with enough
// zero bits. crypto.subtle hashes one text at a time and is ten times slower for such short ones. The text fits into one block of 64 bytes.

const most = 55;

const fraction = x => ((x - Math.floor(x)) * 2 ** 32) | 0;
const primes = Array.from({ length: 312 }, (_, at) => at).filter(n => n > 1 && !Array.from({ length: n }, (_, d) => d).some(d => d > 1 && n % d === 0));
const k = Int32Array.from(primes.slice(0, 64), prime => fraction(Math.cbrt(prime)));
const start = Int32Array.from(primes.slice(0, 8), prime => fraction(Math.sqrt(prime)));
const w = new Int32Array(64);

const turned = (x, by) => (x >>> by) | (x << (32 - by));

// The first 32 bits of the hash of what stands in w.
function hash() {
  for (let i = 16; i < 64; i++) {
    const [x, y] = [w[i - 15], w[i - 2]];
    w[i] = (w[i - 16] + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + w[i - 7] + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = start;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return (a + start[0]) | 0;
}

function write(text) {
  w.fill(0, 0, 16);
  for (let i = 0; i <= text.length; i++) w[i >> 2] |= (i < text.length ? text.charCodeAt(i) : 0x80) << (24 - 8 * (i & 3));
  w[15] = text.length * 8;
}

onmessage = ({ data: { challenge, bits } }) => {
  for (let number = 0; challenge.length + String(number).length < most; number++) {
    const work = `${challenge}.${number}`;
    write(work);
    if (Math.clz32(hash()) >= Math.min(bits, 32)) return postMessage(work);
  }
};
