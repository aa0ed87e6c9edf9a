"use strict";
// Latitude and longitude as text: read as `jig` reads them, rounded half-even to 1e-7 degrees, written with 7 decimals.
const Degrees = (() => {
  const LETTERS = { N: ["LAT", 1n], S: ["LAT", -1n], E: ["LON", 1n], W: ["LON", -1n], "С": ["LAT", 1n], "Ю": ["LAT", -1n], "В": ["LON", 1n], "З": ["LON", -1n] };
  const MARKS = { "°": 0, "'": 1, '"': 2 };
  const TOKEN = /([+-]?\d+(?:\.\d+)?)|([NSEWСЮВЗ])(?:\s?\.?\s?[ШД]\.?)?|([°'"])|([\s,;/:]+)/y;
  const LATITUDE = 900000000;
  const LONGITUDE = 1800000000;

  // The nearest whole number to a fraction with a positive denominator; of two as near, the even one.
  function rounded(num, den) {
    let whole = num / den;
    if (num % den < 0n) whole -= 1n;
    const rest = 2n * (num - whole * den);
    return rest > den || (rest === den && whole % 2n !== 0n) ? whole + 1n : whole;
  }

  function tidy(text) {
    return text
      .toUpperCase()
      .replace(/''|[″”“„˝]/g, '"')
      .replace(/[′’‘´`]/g, "'")
      .replace(/[º˚]/g, "°")
      .replace(/[−–—]/g, "-")
      .replace(/(\d{1,3})-(\d{1,2})-(\d{1,2})/g, "$1 $2 $3")
      .replace(/[\u00a0\u2009\u202f]/g, " ")
      .trim();
  }

  function tokens(text) {
    const found = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const match = TOKEN.exec(text);
      if (!match) return null;
      if (match[1] !== undefined) found.push(["number", match[1]]);
      else if (match[2] !== undefined) found.push(["letter", match[2]]);
      else if (match[3] !== undefined) found.push(["mark", match[3]]);
    }
    return found;
  }

  // The tokens of each angle: parted before the second degree sign's number, else in the middle of the numbers.
  function halves(all) {
    const numbers = all.flatMap(([kind], at) => (kind === "number" ? [at] : []));
    const degrees = all.flatMap(([kind, value], at) => (kind === "mark" && value === "°" ? [at] : []));
    let cut;
    if (degrees.length === 2) cut = degrees[1] - 1;
    else if ([2, 4, 6].includes(numbers.length) && !degrees.length) cut = numbers[numbers.length / 2];
    else return null;
    while (cut > 0 && all[0][0] === "letter" && all[cut - 1][0] === "letter") cut -= 1;
    return [all.slice(0, cut), all.slice(cut)];
  }

  // One angle as a fraction of a degree, and the axis that its letter names.
  function angle(half) {
    const parts = [];
    let letter = null;
    for (const [kind, value] of half) {
      if (kind === "number") parts.push(value);
      else if (kind === "mark" && MARKS[value] !== parts.length - 1) return null;
      else if (kind === "letter") {
        if (letter) return null;
        letter = LETTERS[value];
      }
    }
    if (parts.length < 1 || parts.length > 3) return null;
    if (parts.slice(0, -1).some((part) => part.includes(".")) || parts.slice(1).some((part) => /^[+-]/.test(part) || Number(part) >= 60)) return null;
    if (letter && /^[+-]/.test(parts[0])) return null;
    const minus = parts[0].startsWith("-");
    let [num, den] = [0n, 1n];
    parts.forEach((part, at) => {
      const [whole, decimals = ""] = part.replace(/^[+-]/, "").split(".");
      const step = (at ? 60n : 1n) * 10n ** BigInt(decimals.length); // Only the last part has decimals.
      [num, den] = [num * step + BigInt(whole + decimals), den * step];
    });
    const sign = letter ? letter[1] : minus ? -1n : 1n;
    return { e7: rounded(sign * num * 10000000n, den), axis: letter ? letter[0] : null };
  }

  function pair(text) {
    const all = tokens(text);
    const parted = all && halves(all);
    if (!parted) return null;
    const [first, second] = parted.map(angle);
    if (!first || !second || (first.axis && first.axis === second.axis)) return null;
    const swapped = first.axis === "LON" || second.axis === "LAT";
    return swapped ? [first.e7, second.e7] : [second.e7, first.e7];
  }

  // Reads a corner: latitude, then longitude, unless letters say otherwise. Gives [lon, lat] in 1e-7 degrees;
  // null for what is no position, "RANGE" for one outside the Earth's.
  function read(given) {
    const text = tidy(given.slice(0, 200));
    const spellings = [text.replace(/(\d),/g, "$1 ")];
    if (!text.replace(/[A-ZА-Я]\./g, "").includes(".")) spellings.unshift(text.replace(/(\d),(?=\d)/g, "$1."));
    const found = spellings.map(pair).find((one) => one);
    if (!found) return null;
    const [lon, lat] = found.map(Number);
    return Math.abs(lon) > LONGITUDE || Math.abs(lat) > LATITUDE ? "RANGE" : [lon, lat];
  }

  // A JSON number's shortest text, rounded as the import rounds the file's own.
  function ofNumber(value) {
    if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 1000) return null;
    const [head, exponent = "0"] = String(value).split("e");
    const [whole, decimals = ""] = head.replace("-", "").split(".");
    const power = Number(exponent) + 7 - decimals.length;
    const digits = BigInt(whole + decimals);
    const size = power >= 0 ? digits * 10n ** BigInt(power) : rounded(digits, 10n ** BigInt(Math.min(-power, 400)));
    return Number(value < 0 ? -size : size);
  }

  function text(e7) {
    const size = Math.abs(e7);
    return `${e7 < 0 ? "-" : ""}${Math.floor(size / 1e7)}.${String(size % 1e7).padStart(7, "0")}`;
  }
  const corner = ([lon, lat]) => `${text(lat)} ${text(lon)}`;

  // Degrees, minutes, seconds to 0.001": about 3 cm, for eyes alone; the corner itself is its seven decimals.
  function sexagesimal(e7, letters, width) {
    const milli = Number(rounded(BigInt(Math.abs(e7)) * 36n, 100n));
    const [seconds, rest] = [Math.floor(milli / 1000), milli % 1000];
    const two = (n) => String(n).padStart(2, "0");
    return `${String(Math.floor(seconds / 3600)).padStart(width, "0")}°${two(Math.floor(seconds / 60) % 60)}'${two(seconds % 60)}.${String(rest).padStart(3, "0")}"${letters[e7 < 0 ? 1 : 0]}`;
  }
  const dms = ([lon, lat]) => `${sexagesimal(lat, "NS", 2)} ${sexagesimal(lon, "EW", 3)}`;

  // What the mouse pointed at: the nearest 1e-7 degree.
  const ofPointer = ([lon, lat]) => [Math.round(lon * 1e7), Math.round(lat * 1e7)];

  return { read, rounded, ofNumber, text, corner, dms, ofPointer, LATITUDE, LONGITUDE };
})();
