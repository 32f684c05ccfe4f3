// The hint of an icon button (data-tip), shown on hover and on keyboard focus.
let tip;

function show(target) {
  tip ??= make();
  tip.textContent = target.dataset.tip;
  tip.showPopover();
  const { left, bottom, top, width } = target.getBoundingClientRect();
  const below = bottom + 6 + tip.offsetHeight < innerHeight;
  tip.style.top = `${below ? bottom + 6 : top - 6 - tip.offsetHeight}px`;
  tip.style.left = `${Math.max(6, Math.min(innerWidth - tip.offsetWidth - 6, left + width / 2 - tip.offsetWidth / 2))}px`;
}

function make() {
  const element = document.createElement("div");
  element.className = "hint-tip";
  element.popover = "manual";
  element.setAttribute("aria-hidden", "true");
  document.body.append(element);
  return element;
}

const hide = () => tip?.matches(":popover-open") && tip.hidePopover();
const tipped = (event) => event.target instanceof Element && event.target.closest("[data-tip]");

document.addEventListener("pointerover", (event) => (tipped(event) ? show(tipped(event)) : hide()));
document.addEventListener("focusin", (event) => (tipped(event)?.matches(":focus-visible") ? show(tipped(event)) : hide()));
document.addEventListener("click", hide);
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
