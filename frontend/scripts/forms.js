// Forms that send themselves, and a drop area that takes a file.
import { on } from "./events.js";

on("change", "form[data-auto-submit]", (_event, form) => form.requestSubmit());

// A list's filters leave no empty parameters in the address.
on("submit", "form[data-clean]", (_event, form) => {
  for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
});

window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-clean] :disabled:not([data-stays])")) field.disabled = false;
});

const over = (event, area, inside) => {
  event.preventDefault();
  area.classList.toggle("is-over", inside);
};
on("dragover", ".drop", (event, area) => over(event, area, true));
on("dragleave", ".drop", (event, area) => over(event, area, false));
on("drop", ".drop", (event, area) => {
  over(event, area, false);
  const field = area.querySelector("input[type=file]");
  if (!field || !event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
