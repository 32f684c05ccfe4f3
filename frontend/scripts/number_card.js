// A number card as CSV, as an image, as a link. What is copied stands in the card's JSON.
import { copyText } from "./copying.js";
import { save } from "./copying_files.js";
import { on } from "./events.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const facts = (button) => JSON.parse(button.closest(".number-card").querySelector("[data-number]").content.textContent);

on("click", "[data-number-csv]", (_event, button) => copyText(facts(button).csv));
on("click", "[data-number-link]", (_event, button) => copyText(new URL(facts(button).link, location.href).href));
on("click", "[data-number-image]", async (_event, button) => {
  const card = facts(button);
  const image = await new Promise((done) => draw(card).toBlob(done, "image/png"));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
    toast(word("copied"));
  } catch {
    save(`${card.key}.png`, image);
  }
});

/** Draw the card at twice its size, in the colours of the light theme: it will be pasted on white. */
function draw({ name, value, lines }) {
  const scale = 2;
  const canvas = document.createElement("canvas");
  const fonts = getComputedStyle(document.body).fontFamily;
  canvas.width = 480 * scale;
  canvas.height = (112 + lines.length * 20) * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, 480, canvas.height);
  const write = (text, y, font, colour) => {
    pen.font = `${font} ${fonts}`;
    pen.fillStyle = colour;
    pen.fillText(text, 24, y, 432);
  };
  write(name, 38, "500 14px", "#525a68");
  write(value, 78, "600 34px", "#171a1f");
  lines.forEach((line, index) => write(line, 108 + index * 20, "400 13px", "#525a68"));
  return canvas;
}
