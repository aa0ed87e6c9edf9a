"use strict";
// The page: what an officer presses and types, and what it says back. Every text is set as text, none as markup.
(() => {
  const { data, say } = Words;
  const id = (name) => document.getElementById(name);
  const MODES = ["edit", "area", "part", "hole"];
  const SAID = ["area", "class", "holder", "valid_from", "valid_to", "as_of", "text"];
  const TIMES = ["valid_from", "valid_to", "as_of"];
  let selected = -1;
  let mode = "edit";
  let last = null; // The corner that was worked on: [polygon, ring, corner].
  let bad = new Map(); // What stands in the list and is no position, by the corner's key.

  function made(tag, options = {}, ...children) {
    const { on = {}, aria = {}, ...rest } = options;
    const node = Object.assign(document.createElement(tag), rest);
    for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
    for (const [name, act] of Object.entries(on)) node.addEventListener(name, act);
    node.append(...children);
    return node;
  }
  const area = () => Drawing.areas()[selected];
  const nameOf = (n) => Words.harmless(Drawing.areas()[n].area.trim()) || say("area_n", { n: n + 1 });

  // --- the words -----------------------------------------------------------------------------------------------------

  function speak() {
    document.documentElement.lang = Words.lang();
    document.title = `${say("title")}: ${data.layer}`;
    for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
    for (const node of document.querySelectorAll("[data-hint]")) node.title = say(node.dataset.hint);
    id("about").textContent = say(data.frontier ? "about_node" : "about_alone", { layer: data.layer, participant: data.participant, frontier: data.frontier });
    id("credits").textContent = data.places.length ? say("credits") : "";
    fillChoices();
    legend();
    Chart.redraw();
  }

  function fillChoices() {
    const choose = (select, rows) => select.replaceChildren(...rows.map(([value, textContent]) => made("option", { value, textContent })));
    const none = ["", say("choose")];
    const lang = Words.lang();
    choose(id("class"), [none, ...data.classes.map((one) => [one, `${one} ${data.class_words[one]?.[lang] ?? ""}`.trim()])]);
    choose(id("holder"), [none, ...data.holders.map((one) => [one.code, `${one.code}: ${one[lang] ?? one.en}`])]);
    choose(id("known"), [["", say("copy_from")], ...data.known.map((one, n) => [n, Words.harmless(`${one.layer}: ${one.area} (${one.in_force ? one.version : one.by})`)])]);
    id("class-row").hidden = data.layer !== "DESIGNATED";
    id("holder-row").hidden = data.layer !== "CONTROL";
  }

  function legend() {
    const swatch = (group) => {
      const node = made("span", { className: "swatch" });
      const fill = group.in_force || group.layer === "CONTROL";
      node.style.background = fill ? Chart.fillOf(group) : "transparent";
      if (group.dashed) node.style.borderStyle = "dashed";
      return node;
    };
    const row = (what, text, mark) =>
      made("label", {}, made("input", { type: "checkbox", checked: shown.get(what) ?? true, on: { change: (event) => { shown.set(what, event.target.checked); Chart.setShown(what, event.target.checked); } } }), mark, made("span", { textContent: text }));
    const classes = data.known.some((one) => one.class !== null && one.in_force) ? data.classes.map((one) => made("div", { className: "class" }, swatch({ class: one, in_force: true }), made("span", { textContent: `${say("class")} ${one}: ${data.class_words[one]?.[Words.lang()] ?? ""}` }))) : [];
    const groups = Chart.groups().map((group, n) => row(n, say(group.in_force ? "in_force" : group.layer === "CONTROL" ? "asserted_by" : "stated_by", { layer: group.layer, version: group.version, code: group.by, count: group.features.length }), swatch(group)));
    id("layers").replaceChildren(...groups, ...classes, ...(data.places.length ? [row("places", say("places"), "")] : []), row("grid", say("grid"), ""));
  }
  const shown = new Map();

  // --- what is drawn -------------------------------------------------------------------------------------------------

  // After every change: one step to take back, and everything shown anew.
  function changed() {
    Drawing.commit();
    bad = new Map();
    show();
  }
  function show() {
    if (selected >= Drawing.areas().length) selected = Drawing.areas().length - 1;
    Chart.show(Drawing.areas(), selected);
    showSaid();
    showCorners();
    for (const name of ["version", "drawer"]) id(name).value = Drawing.all()[name];
    review();
  }
  // What follows from the drawing and is not its own: faults, the list, which buttons do something.
  function review() {
    const found = faults();
    showFaults(found);
    showAreas(found);
    id("undo").disabled = !Drawing.canUndo() && !Chart.drawing();
    id("redo").disabled = !Drawing.canRedo();
    for (const name of ["mode-part", "mode-hole"]) id(name).disabled = selected < 0;
    if (!found.length) id("save-anyway").hidden = true;
  }
  const faults = () => [
    ...[...bad.entries()].map(([key, [code, found]]) => ({ code, values: { path: `${nameOf(selected)}, ${key}`, found }, area: selected, look: null })),
    ...Drawing.faults(),
  ];

  function showFaults(found) {
    const rows = found.map((one) => {
      const [what, next] = Words.fault(one.code, one.values);
      const head = one.area >= 0 && !what.includes(Words.harmless(one.path ?? "")) ? `${Words.harmless(one.path ?? "")}: ` : "";
      const text = made("span", {}, made("span", { className: "code", textContent: (one.shapes ?? [one.code]).join(", ") }), ` ${head}${what}`);
      const node = one.area >= 0 ? made("button", { type: "button", on: { click: () => { choose(one.area); Chart.look(one.look, true); } } }, text) : text;
      return made("li", {}, node, ...(next ? [made("span", { className: "next", textContent: next })] : []));
    });
    id("faults").replaceChildren(...(rows.length ? rows : [made("li", { className: "none", textContent: say("no_faults") })]));
  }

  function showAreas(found) {
    id("areas").replaceChildren(...Drawing.areas().map((one, n) => {
      const corners = one.polygons.flat().reduce((sum, ring) => sum + ring.length, 0);
      const wrong = found.filter((fault) => fault.area === n).length;
      const text = say(wrong ? "area_row_faults" : "area_row", { name: nameOf(n), corners, faults: wrong });
      return made("li", {}, made("button", { type: "button", textContent: text, aria: { pressed: n === selected }, on: { click: () => choose(n) } }));
    }));
  }

  function showSaid() {
    id("said").hidden = selected < 0;
    if (selected < 0) return;
    id("selected").textContent = nameOf(selected);
    for (const key of SAID) id(key).value = area()[key];
    for (const key of TIMES) id(key).setAttribute("aria-invalid", Boolean(area()[key].trim()) && Drawing.instant(area()[key]) === null);
  }

  function choose(n) {
    if (n === selected) return;
    selected = n;
    last = null;
    bad = new Map();
    show();
  }

  // --- corners -------------------------------------------------------------------------------------------------------

  const keyOf = (n, m, k) => `${n + 1}.${m + 1}.${k + 1}`;

  function showCorners() {
    const held = document.activeElement?.dataset?.key;
    const polygons = area()?.polygons ?? [];
    const rows = polygons.flatMap((polygon, n) => polygon.flatMap((ring, m) => ring.map((corner, k) => cornerRow(corner, n, m, k))));
    id("corners").replaceChildren(...rows);
    if (held) document.querySelector(`#corners input[data-key="${held}"]`)?.focus();
    const choices = [...(lastCorner() ? [["after", say("after", { corner: keyOf(...lastCorner()) })]] : []), ["part", say("as_part")], ...(polygons.length ? [["hole", say("as_hole")]] : [])];
    const before = id("where").value;
    id("where").replaceChildren(...choices.map(([value, textContent]) => made("option", { value, textContent })));
    if (choices.some(([value]) => value === before) && before === "after") id("where").value = before;
    Chart.look(null);
  }

  function cornerRow(corner, n, m, k) {
    const key = keyOf(n, m, k);
    const input = made("input", { value: Degrees.corner(corner), autocomplete: "off", aria: { label: say("corner_n", { corner: key }) } });
    input.dataset.key = key;
    input.addEventListener("focus", () => { last = [n, m, k]; Chart.look(corner); id("where").replaceChildren(...rename()); });
    input.addEventListener("change", () => correct(input, n, m, k));
    const go = made("button", { type: "button", textContent: "◎", title: say("go"), aria: { label: `${say("go")} ${key}` }, on: { click: () => Chart.look(corner, true) } });
    const cut = made("button", { type: "button", textContent: "×", title: say("delete"), aria: { label: `${say("delete")} ${key}` }, on: { click: () => remove(n, m, k) } });
    return made("tr", { className: k ? "" : "ring" }, made("th", { textContent: key, scope: "row" }), made("td", {}, input, made("div", { className: "dms", textContent: Degrees.dms(corner) })), made("td", {}, go, " ", cut));
  }
  function rename() {
    const others = [...id("where").options].filter((one) => one.value !== "after");
    return [made("option", { value: "after", textContent: say("after", { corner: keyOf(...lastCorner()) }), selected: true }), ...others];
  }

  function read(text) {
    const corner = Degrees.read(text);
    return Array.isArray(corner) ? [corner, null] : [null, [corner === "RANGE" ? "AREA-CORNER-RANGE" : "AREA-CORNER-TEXT", text.slice(0, 80)]];
  }

  function correct(input, n, m, k) {
    const [corner, wrong] = read(input.value);
    if (wrong) {
      bad.set(keyOf(n, m, k), wrong);
      input.setAttribute("aria-invalid", "true");
      review();
      return;
    }
    const others = new Map(bad);
    area().polygons[n][m][k] = corner;
    changed();
    others.delete(keyOf(n, m, k));
    keepBad(others);
    Chart.look(corner);
  }
  // What else stood wrong in the list stays there: correcting one corner loses nobody's typing.
  function keepBad(others) {
    bad = others;
    for (const [key, [, text]] of bad) {
      const input = document.querySelector(`#corners input[data-key="${key}"]`);
      if (input) { input.value = text; input.setAttribute("aria-invalid", "true"); }
    }
    review();
  }

  function remove(n, m, k) {
    const polygons = area().polygons;
    polygons[n][m].splice(k, 1);
    if (!polygons[n][m].length) polygons[n].splice(m, m ? 1 : polygons[n].length);
    if (!polygons[n].length) polygons.splice(n, 1);
    last = null;
    changed();
  }

  function lastCorner() {
    const polygons = area()?.polygons ?? [];
    if (last && polygons[last[0]]?.[last[1]]?.[last[2]]) return last;
    const n = polygons.length - 1;
    return n < 0 ? null : [n, polygons[n].length - 1, polygons[n][polygons[n].length - 1].length - 1];
  }

  function addTyped() {
    const [corner, wrong] = read(id("typed").value);
    id("typed-fault").textContent = wrong ? Words.fault(wrong[0], { path: say("add_where"), found: wrong[1] }).join(" ") : "";
    if (wrong) return id("typed").focus();
    const polygons = area().polygons;
    const where = id("where").value;
    if (where === "after" && lastCorner()) {
      const [n, m, k] = lastCorner();
      polygons[n][m].splice(k + 1, 0, corner);
      last = [n, m, k + 1];
    } else if (where === "hole" && polygons.length) {
      const n = lastCorner()[0];
      polygons[n].push([corner]);
      last = [n, polygons[n].length - 1, 0];
    } else {
      polygons.push([[corner]]);
      last = [polygons.length - 1, 0, 0];
    }
    id("typed").value = "";
    changed();
    id("where").value = "after";
    Chart.look(corner);
    return id("typed").focus();
  }

  // --- drawing -------------------------------------------------------------------------------------------------------

  function setMode(wanted) {
    mode = wanted;
    Chart.mode(wanted);
    for (const one of MODES) id(`mode-${one}`).setAttribute("aria-pressed", one === mode);
    id("hint").textContent = say({ edit: "edit_hint", area: "draw_hint", part: "part_hint", hole: "hole_hint" }[mode]);
    id("undo").disabled = !Drawing.canUndo() && !Chart.drawing();
  }

  function drawn(ring) {
    if (mode === "area" || selected < 0) {
      Drawing.areas().push({ ...Drawing.blank(), polygons: [[ring]] });
      selected = Drawing.areas().length - 1;
    } else if (mode === "hole" && area().polygons.length) {
      const around = area().polygons.findIndex(([outer]) => Plane.sideOf(outer, ring[0]) >= 0);
      area().polygons[Math.max(around, 0)].push(ring);
    } else {
      area().polygons.push([ring]);
    }
    last = null;
    const first = mode === "area";
    // The sketch is still being taken off the map when this is told.
    setTimeout(() => { setMode("edit"); changed(); if (first) id("area").focus(); });
  }

  function moved(shapes) {
    const numbers = Chart.numbers();
    shapes.forEach((polygons, at) => { Drawing.areas()[numbers[at]].polygons = polygons.map((polygon) => polygon.filter((ring) => ring.length)).filter((polygon) => polygon.length); });
    setTimeout(changed);
  }

  function pointed(place, known) {
    const corner = Degrees.ofPointer(place);
    id("position").textContent = `${Degrees.corner(corner)}   ${Degrees.dms(corner)}`;
    id("under").textContent = [...new Set(known.map((one) => Words.harmless(`${one.layer}: ${one.area}`)))].join("; ");
  }

  // Two scales: a degree of longitude is shorter on the ground than one of latitude (WGS 84, series of the meridian).
  function scaled([, lat], resolution) {
    const phi = (lat * Math.PI) / 180;
    const metres = { lat: 111132.954 - 559.822 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi), lon: 111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) };
    const widest = 150 * resolution * Math.max(Math.min(metres.lon, metres.lat), 1);
    const power = 10 ** Math.floor(Math.log10(widest));
    const size = [5, 2, 1].find((one) => one * power <= widest) * power;
    for (const [axis, key] of [["lon", "scale_lon"], ["lat", "scale_lat"]]) {
      id(`scale-${axis}`).style.width = `${size / metres[axis] / resolution}px`;
      id(`scale-${axis}-text`).textContent = say(key, { km: Number((size / 1000).toPrecision(1)) });
    }
  }

  // --- the file ------------------------------------------------------------------------------------------------------

  function save(unfinished) {
    const found = faults();
    if (found.length && !unfinished) {
      id("told").textContent = say("has_faults", { count: found.length });
      id("save-anyway").hidden = false;
      id("faults").querySelector("button")?.focus();
      return;
    }
    const safe = (text) => text.trim().replace(/[^\p{L}\p{N}.-]+/gu, "_").slice(0, 40);
    const { version } = Drawing.all();
    const name = ["areas", data.layer, ...(safe(version) ? [safe(version)] : []), ...(found.length ? ["unfinished"] : [])].join("-");
    const url = URL.createObjectURL(new Blob([Drawing.geojson()], { type: "application/geo+json" }));
    made("a", { href: url, download: `${name}.geojson` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    Drawing.markSaved();
    id("told").textContent = say("saved", { file: `${name}.geojson`, layer: data.layer });
  }

  async function open(event) {
    const [file] = event.target.files;
    if (!file) return;
    const text = file.size <= data.limits.bytes ? await file.text() : null;
    event.target.value = "";
    const found = text === null ? [{ code: "FILE-TOO-LARGE", values: { expected: data.limits.bytes } }] : Drawing.open(text);
    id("told").textContent = found.length ? [say("not_opened"), ...found.slice(0, 20).map((one) => Words.fault(one.code, one.values)[0])].join(" ") : say("opened", { count: Drawing.areas().length });
    if (!found.length) { selected = Drawing.areas().length - 1; show(); Chart.fit(); }
  }

  function copyKnown() {
    const one = data.known[id("known").value];
    if (!one || id("known").value === "") return;
    const text = (seconds) => (seconds === null ? "" : new Date(seconds * 1000).toISOString().replace(".000Z", "Z"));
    const same = one.layer === data.layer;
    Drawing.areas().push({ ...Drawing.blank(), area: one.area, class: same && one.class !== null ? String(one.class) : "", holder: same ? one.holder : "", valid_from: text(one.valid_from), valid_to: text(one.valid_to), polygons: JSON.parse(JSON.stringify(one.polygons)) });
    selected = Drawing.areas().length - 1;
    changed();
    Chart.fit();
  }

  // --- what is pressed -----------------------------------------------------------------------------------------------

  function back() {
    if (Chart.drawing()) Chart.back();
    else if (Drawing.undo()) { last = null; bad = new Map(); show(); }
  }
  const again = () => { if (Drawing.redo()) { last = null; bad = new Map(); show(); } };
  const typing = () => document.activeElement?.matches("input:not([type=checkbox]), select");

  function pressed(event) {
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !typing()) {
      if (key === "z" || key === "я") { event.preventDefault(); if (event.shiftKey) again(); else back(); }
      if (key === "y" || key === "н") { event.preventDefault(); again(); }
      return;
    }
    if (!Chart.drawing() || typing()) return;
    if (key === "escape") { Chart.abort(); setMode("edit"); }
    if (key === "backspace") { event.preventDefault(); Chart.back(); }
    if (key === "enter" && document.activeElement === id("map")) Chart.finish();
  }

  function listen() {
    for (const one of MODES) id(`mode-${one}`).addEventListener("click", () => { setMode(one); if (one !== "edit") id("map").focus(); });
    const clicks = { undo: back, redo: again, fit: Chart.fit, save: () => save(false), "save-anyway": () => save(true), copy: copyKnown, add: addTyped };
    for (const [name, act] of Object.entries(clicks)) id(name).addEventListener("click", () => act());
    id("new").addEventListener("click", () => { Drawing.areas().push(Drawing.blank()); selected = Drawing.areas().length - 1; changed(); id("area").focus(); });
    id("remove").addEventListener("click", () => { Drawing.areas().splice(selected, 1); selected = -1; last = null; changed(); });
    id("follow").addEventListener("change", (event) => Chart.setFollow(event.target.checked));
    id("snap").addEventListener("change", (event) => Chart.setSnap(event.target.checked));
    id("open").addEventListener("change", open);
    id("typed").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); addTyped(); } });
    id("said").addEventListener("submit", (event) => event.preventDefault());
    id("language").addEventListener("change", (event) => { Words.speak(event.target.value); speak(); setMode(mode); show(); });
    // What is typed counts from the first letter; one step to take back is made when the field is left.
    for (const key of SAID) id(key).addEventListener("input", () => { area()[key] = id(key).value; });
    for (const key of ["version", "drawer"]) id(key).addEventListener("input", () => { Drawing.all()[key] = id(key).value; });
    for (const key of SAID) id(key).addEventListener("change", () => { area()[key] = id(key).value; const others = bad; changed(); keepBad(others); });
    for (const key of ["version", "drawer"]) id(key).addEventListener("change", () => { Drawing.all()[key] = id(key).value; Drawing.commit(); review(); });
    document.addEventListener("keydown", pressed);
    // The browser asks in its own words; setting a text is what makes older ones ask at all.
    window.addEventListener("beforeunload", (event) => { if (Drawing.unsaved() || bad.size) { event.preventDefault(); event.returnValue = say("unsaved"); } });
  }

  id("language").replaceChildren(...Object.entries(data.languages).map(([value, textContent]) => made("option", { value, textContent, selected: value === Words.lang() })));
  id("mode").textContent = data.mode;
  id("legend").open = window.innerWidth > 1500;
  Chart.start({ drawn, moved, pointed, scaled, chosen: choose });
  speak();
  listen();
  setMode("edit");
  show();
  Chart.fit();
  Drawing.markSaved();
})();
