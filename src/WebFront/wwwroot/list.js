// The page of all sales.

import { call } from './front.js';
import { showOrders } from './orders.js';
import { element, fill, jittered, moment, money, pause, show, text, write } from './page.js';

const every = 4000;
let pages = ['/products'];

async function refresh() {
  const products = [];
  for (const page of pages) {
    const answer = await call('GET', page);
    if (answer.status !== 200) return write('about', text('cannotLoad'));
    products.push(...answer.body);
    if (page === pages.at(-1)) {
      show('more', answer.next !== null);
      element('more').onclick = () => {
        pages = [...pages, answer.next];
        refresh();
      };
    }
  }
  write('about', products.length === 0 ? text('nothingOnSale') : '');
  update(products);
}

// Lines stay where they are, so that what is focused stays focused.
function update(products) {
  const list = element('sales');
  const lines = new Map(Array.from(list.children, line => [line.dataset.product, line]));
  const shown = products.map(product => tell(lines.get(product.productId) ?? line(product), product));
  shown.forEach((item, at) => list.children[at] !== item && list.insertBefore(item, list.children[at] ?? null));
  Array.from(list.children).slice(shown.length).forEach(item => item.remove());
}

function line({ productId }) {
  const item = document.createElement('li');
  item.dataset.product = productId;
  const name = document.createElement('a');
  name.href = `/p/${productId}`;
  const about = document.createElement('p');
  about.className = 'quiet';
  item.append(name, about);
  return item;
}

function tell(item, product) {
  const [name, about] = item.children;
  fill(name, product.name);
  fill(about, [
    text(`state.${product.state}`),
    product.state === 'open' ? text('left', { n: product.remaining }) : null,
    product.state === 'not_open' && product.opensAt ? text('about.not_open', { when: moment(product.opensAt) }) : null,
    product.price > 0 ? money(product.price, product.currency) : text('free'),
  ].filter(Boolean).join(' · '));
  return item;
}

async function run() {
  for (;;) {
    if (!document.hidden) await refresh();
    await pause(jittered(every));
  }
}

showOrders();
run();
