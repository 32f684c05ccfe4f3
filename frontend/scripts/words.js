// The page carries the translated words that scripts show; the server writes them, so one catalogue serves both.
let words;

/** Return the translated phrase for a key, with {name} places filled in. */
export function word(key, places = {}) {
  words ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_whole, name) => places[name] ?? "");
}
