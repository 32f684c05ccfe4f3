// The script of a brand's own pages. It takes the click token from the address, keeps it in memory, reports visits and what
// the page tells it, and fills the token into forms. It sets no cookie, stores nothing before consent, and never throws.
//
//   <script async src="https://go.example.com/goodword.js" data-site="pk_…"></script>
//
//   goodword("lead" | "sign_up" | "share" | "visit", {code})   report what happened; `code` is one the visitor typed
//   goodword("consent", true | false)                          keep the token over visits, or forget it
//   goodword("token", function (token) {…})                    the token that brought the visitor, or ""; also returned
//   goodword("test")                                           ask for a sign of life in the test console; nothing is kept
import { arrive, isRestored, path } from "./address.js";
import { fill, watchForms } from "./forms.js";
import { consent, token } from "./memory.js";
import { asksForPrivacy } from "./privacy.js";
import { safely } from "./safely.js";
import { begin, flush, report } from "./sending.js";

const KINDS = ["visit", "lead", "sign_up", "share"];

function happened(kind, given) {
  const code = typeof given?.code === "string" ? given.code.trim().slice(0, 80) : "";
  // Who asks not to be followed is not; a code typed by hand is said on purpose, and goes alone.
  if (asksForPrivacy() && !code) return;
  report({ kind, page: path() }, code);
}

function call(name, given) {
  if (name === "token") {
    if (typeof given === "function") given(token());
    return token();
  }
  if (name === "consent") {
    consent(given === true);
    fill();
  } else if (name === "test") report({ kind: "visit", page: path() }, "", true);
  else if (KINDS.includes(name)) happened(name, given);
  else console.warn(`goodword: there is no “${name}”. Purchases and refunds are reported by your server.`);
}

function start() {
  const waiting = window.goodword;
  if (waiting?.here) return; // loaded twice
  const api = function (name, given) {
    return safely(() => call(name, given));
  };
  api.here = true;
  window.goodword = api;

  arrive();
  // One visit for coming here: not for a page opened from the same site, nor for one shown again.
  if (!isRestored()) happened("visit");
  for (const each of waiting?.q ?? []) api(each[0], each[1]);

  watchForms();
  const again = () => {
    if (arrive()) happened("visit");
    fill();
  };
  for (const kind of ["popstate", "hashchange", "focusin"]) addEventListener(kind, () => safely(again));
  // A page that is left does not come back for its answers.
  addEventListener("pagehide", () => safely(() => flush(true)));
  document.addEventListener("visibilitychange", () => safely(() => document.hidden && flush(true)));
}

safely(() => {
  if (!begin(document.currentScript)) return;
  // A page made ready ahead of time has no visitor until it is shown, and perhaps never.
  if (document.prerendering) document.addEventListener("prerenderingchange", () => safely(start), { once: true });
  else start();
});
