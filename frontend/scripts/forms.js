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

// A drop area says which file it holds.
on("change", ".drop input[type=file]", (_event, field) => {
  const [file] = field.files;
  const words = field.closest(".drop").querySelector(".drop-file");
  if (words) words.textContent = file ? `${file.name} · ${size(file.size)}` : "";
});

// What is written in a field stands elsewhere on the page, too, or what stood there before.
on("input", "input, textarea", (_event, field) => {
  for (const place of document.querySelectorAll(`[data-mirror="${field.name}"]`)) {
    place.dataset.otherwise ??= place.textContent;
    place.textContent = field.value.trim() || place.dataset.otherwise;
  }
});

function size(bytes) {
  const [unit, amount] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  const style = { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(amount);
}
