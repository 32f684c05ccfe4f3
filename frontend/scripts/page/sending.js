// What happened, on its way to the edge: collected for a moment, sent in one batch, tried again in memory.
import { keepFor, token } from "./memory.js";
import { safely } from "./safely.js";

const PAUSES = [1, 4, 15, 60, 240]; // seconds
const MOST = 50;
let site;
let address;
let queue = [];
let failures = 0;
let timer;

/** Read what the script's own element says; false if it does not say enough. */
export function begin(element) {
  site = element?.dataset.site;
  if (!site) console.warn("goodword: the script tag needs data-site. Copy it from the integration page once more.");
  else address = new URL("e", element.src).href;
  keepFor(Number(element?.dataset.days));
  return Boolean(site);
}

/** Report an event; `code` is one the visitor typed, `test` keeps it out of everything but the test console. */
export function report(event, code, test) {
  const id = newId();
  queue.push({ event: { ...event, id }, at: performance.now(), code, test, token: code || test ? "" : token() });
  queue = queue.slice(-MOST);
  plan(failures ? PAUSES[Math.min(failures, PAUSES.length) - 1] : 0.3);
}

/** Send what waits. `leaving`: nobody is there for the answer; the same ids count once, so a repeat does no harm. */
export function flush(leaving) {
  clearTimeout(timer);
  timer = undefined;
  const groups = new Map();
  for (const each of queue) {
    if (each.busy && !leaving) continue;
    const key = `${each.token} ${each.code} ${each.test}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  for (const group of groups.values()) {
    const body = batch(group);
    if (leaving && safely(() => navigator.sendBeacon(address, body))) done(group);
    else if (!leaving) post(group, body);
  }
}

function batch(group) {
  const { code, token, test } = group[0];
  const now = performance.now();
  const events = group.map(({ event, at }) => ({ ...event, ago: Math.min(Math.round(now - at), 86_399_999) }));
  return JSON.stringify({
    site,
    ...(token && { token }),
    ...(code && { code }),
    ...(test && { test }),
    events,
  });
}

async function post(group, body) {
  for (const each of group) each.busy = true;
  try {
    const answer = await fetch(address, { method: "POST", body, keepalive: true, credentials: "omit", mode: "cors" });
    if (answer.status >= 500 || answer.status === 429) throw answer;
    done(group);
    failures = 0;
    if (!answer.ok) console.warn(`goodword: ${(await answer.json()).error}`);
  } catch {
    // nobody there, blocked, or not now
    for (const each of group) each.busy = false;
    if (queue.length) plan(PAUSES[failures++]);
  }
}

function done(group) {
  queue = queue.filter((each) => !group.includes(each));
}

function plan(seconds) {
  if (seconds !== undefined && timer === undefined) timer = setTimeout(() => safely(flush), seconds * 1000);
}

/** A UUID of version 7 without hyphens. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${Date.now().toString(16).padStart(12, "0")}7${hex.slice(0, 3)}8${hex.slice(3, 18)}`;
}
