// Calls to the front. An answer is {status, code, body, next}; status 0: none came, and nobody knows what became of the call.

import { dropToken, mustSignIn, token } from './token.js';

const usualPatience = 15000;

export async function call(method, path, { body, headers = {}, patience = usualPatience } = {}) {
  const isOfShopper = path.includes('/orders') || (method === 'POST' && path.includes('/room'));
  if (isOfShopper && mustSignIn()) return { status: 401, code: 'token_required' };
  if (isOfShopper && token()) headers = { ...headers, Authorization: `Bearer ${token()}` };
  const request = { method, headers: { ...headers }, signal: AbortSignal.timeout?.(patience), cache: 'no-store' };
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(path, request);
    const read = await response.json().catch(() => null);
    if (response.status === 401) dropToken();
    if (response.ok && read === null && response.status !== 204) return { status: 0 };
    return { status: response.status, code: read?.code ?? null, body: read, next: nextPage(response) };
  } catch {
    return { status: 0 };
  }
}

/** Whether an answer is the last word on a call; otherwise the same call may be made again. */
export const isFinal = answer => answer.status >= 200 && answer.status < 500 && ![408, 429].includes(answer.status);

// What the front says when nothing was done. Whatever else is not final, also from somebody in between, says nothing for sure.
const notDone = ['unavailable', 'overloaded', 'suspended', 'too_many_requests', 'body_too_slow'];

/** Whether a call may have been carried out, though its answer does not say so. */
export const mayBeDone = answer => !isFinal(answer) && !notDone.includes(answer.code);

const nextPage = response => /<([^>]+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1] ?? null;
