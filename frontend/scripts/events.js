/** Listen on the document for an event on anything that matches, now or after a swap. */
export function on(kind, selector, handle) {
  document.addEventListener(kind, (event) => {
    const target = event.target instanceof Element ? event.target.closest(selector) : null;
    if (target) handle(event, target);
  });
}

/** Whether somebody is typing, so that single keys belong to the text; a field just hidden keeps the focus for a frame. */
export function isTyping(target) {
  const field = target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  return Boolean(field) && field.checkVisibility();
}
