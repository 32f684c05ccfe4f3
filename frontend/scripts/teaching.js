// Teaching, one mention after the other: while an answer is sent, the next mention, fetched beforehand, takes its place.
document.addEventListener("htmx:beforeSend", ({ detail: { target } }) => {
  if (target.id !== "teach-next") return;
  const now = document.getElementById("teach-now");
  now.replaceChildren(...target.childNodes);
  begin(now);
});

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id === "teach") begin(target);
});

// The focus, and with it the screen reader, follows; Enter confirms from there.
function begin(place) {
  place.querySelector("article")?.focus({ preventScroll: true });
  if (scrollY > place.offsetTop) scrollTo({ top: 0 });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target instanceof Element && event.target.matches("#teach article")) {
    event.target.querySelector("[data-open]").click();
  }
});

// An answer without a sign says what is missing.
document.addEventListener("htmx:validation:halted", ({ detail: { elt } }) => elt.closest("#teach form")?.reportValidity());
