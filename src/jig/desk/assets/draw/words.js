"use strict";
// The page's words, from the catalogues; texts of the record are shown, never obeyed.
const Words = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // Control characters, and marks that turn the direction of writing: spelled out wherever a text is shown.
  const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const spelled = (char) => `<U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`;
  const harmless = (text) => String(text).replace(OBEYED, spelled);
  let lang = data.lang;

  const filled = (sentence, values) =>
    sentence.replace(/\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (held, name) => (name in values ? harmless(values[name]) : held));
  const say = (key, values = {}) => filled(data.words[lang].page[key] ?? key, values);
  // Of a code: what it means and what to do next.
  function fault(code, values) {
    const [what, next] = data.words[lang].faults[code] ?? [code, ""];
    return [filled(what, { code, found: "", expected: "", path: "", ...values }), filled(next, values)];
  }
  const token = (code) => data.words[lang].tokens[code] ?? code;
  return { data, say, fault, token, harmless, lang: () => lang, speak: (other) => { lang = other; } };
})();
