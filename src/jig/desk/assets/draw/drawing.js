"use strict";
// What is drawn: areas with their outlines and what is said of them; every step can be taken back. Nothing here is
// stated: the file that it becomes is.
const Drawing = (() => {
  const { data } = Words;
  const LIMIT = data.limits;
  const CLASSES = data.classes;
  const TIMES = ["valid_from", "valid_to", "as_of"];
  const TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)$/i;
  const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
  const OVERRIDE = /[\u202d\u202e]/;
  const CLOSES = { "\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069" };

  const empty = () => ({ version: "", drawer: "", areas: [] });
  const blank = () => ({ area: "", class: "", holder: "", valid_from: "", valid_to: "", as_of: "", text: "", source: "", polygons: [] });
  let held = empty();
  let steps = [JSON.stringify(held)];
  let at = 0;
  let saved = steps[0];

  function commit() {
    const now = JSON.stringify(held);
    if (now === steps[at]) return false;
    steps = [...steps.slice(Math.max(0, at - LIMIT.steps), at + 1), now];
    at = steps.length - 1;
    return true;
  }
  function step(by) {
    if (!(at + by in steps)) return false;
    at += by;
    held = JSON.parse(steps[at]);
    return true;
  }

  // --- times ---------------------------------------------------------------------------------------------------------

  // Seconds since 1970 of a time with its zone; null for what is none.
  function instant(text) {
    const match = TIME.exec(text.trim());
    if (!match) return null;
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    const back = new Date(local);
    if (year < 1 || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return null;
    if (year < 100) back.setUTCFullYear(year);
    const zone = match[7].toUpperCase();
    const offset = zone === "Z" ? 0 : (zone[0] === "-" ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
    return zone !== "Z" && (Number(zone.slice(1, 3)) > 23 || Number(zone.slice(4)) > 59) ? null : local / 1000 - offset * 60;
  }
  const rfc3339 = (seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

  const shownInstant = (seconds) => rfc3339(seconds).replace("T", " ");

  // --- faults --------------------------------------------------------------------------------------------------------

  const nameOf = (area, n) => area.area.trim() || Words.say("area_n", { n: n + 1 });

  function faultOfText(path, text) {
    const seen = UNSEEN.exec(text) || OVERRIDE.exec(text);
    const named = (char) => `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    if (seen) return [{ code: UNSEEN.test(seen[0]) ? "TEXT-CONTROL" : "TEXT-DIRECTION", values: { path, found: named(seen[0]) } }];
    for (const line of text.split(/[\n\u2029]/)) {
      const opened = [];
      for (const mark of line.match(/[\u202a-\u202c\u2066-\u2069]/g) ?? []) {
        if (mark in CLOSES) opened.push(mark);
        else if (!opened.length || CLOSES[opened.pop()] !== mark) return [{ code: "TEXT-DIRECTION", values: { path, found: named(mark) } }];
      }
      if (opened.length) return [{ code: "TEXT-DIRECTION", values: { path, found: named(opened.pop()) } }];
    }
    return [];
  }

  const tooLong = (path, text, most) =>
    [...text].length > most ? [{ code: "FORM-STRING-TOO-LONG", values: { path, max_length: most } }] : [];

  function faultsOfName(area, n, names) {
    const name = area.area.trim();
    if (!name) return [{ code: "AREA-NAMELESS", values: { path: nameOf(area, n) } }];
    const twice = names.get(name) > 1 ? [{ code: "AREA-AGAIN", values: { path: nameOf(area, n), found: name } }] : [];
    return [...twice, ...tooLong(Words.say("name"), name, LIMIT.name), ...faultOfText(Words.say("name"), name)];
  }

  function faultsOfTimes(area, n) {
    const bad = TIMES.filter((key) => area[key].trim() && instant(area[key]) === null);
    const found = bad.map((key) => ({ code: "AREA-TIME", values: { path: `${nameOf(area, n)}, ${Words.say(key)}`, found: area[key].slice(0, 80) } }));
    const [start, end] = [area.valid_from, area.valid_to].map((text) => (text.trim() ? instant(text) : null));
    if (start !== null && end !== null && start > end) {
      found.push({ code: data.rules.validity, values: { found: shownInstant(end), expected: shownInstant(start) } });
    }
    return found;
  }

  function faultsOfCodes(area) {
    const found = [];
    if (data.layer === "DESIGNATED" && !CLASSES.includes(area.class)) {
      found.push({ code: data.rules.class, values: { found: area.class || Words.token("NONE"), expected: CLASSES.join(", ") } });
    }
    if (data.layer === "CONTROL" && !data.holders.some((one) => one.code === area.holder)) {
      found.push({ code: data.rules.holder, values: { found: area.holder || Words.token("NONE"), expected: data.holders.map((one) => one.code).join(", ") } });
    }
    return found;
  }

  // Each corner is told by its place in the list, polygon.ring.corner, and by its latitude and longitude.
  function tagged(polygons) {
    return polygons.map((polygon, n) => polygon.map((ring, m) => ring.map((p, k) => [p[0], p[1], `${n + 1}.${m + 1}.${k + 1}`])));
  }
  function whereOf(polygons, found) {
    const place = Plane.placeOf(polygons, found);
    const tag = (n, m, k) => polygons[n - 1][Math.max(m, 1) - 1][Math.max(k, 1) - 1][2].split(".");
    if (!place) return [found.point ? `${tag(found.polygon, 1, 1)[0]}.${tag(found.point, 1, 1)[0]}` : tag(found.polygon, 1, 1)[0], null];
    const spelled = tag(found.polygon, found.ring, found.point).slice(0, found.point ? 3 : 2).join(".");
    return [`${spelled} (${Degrees.corner(place)})`, place];
  }

  function faultsOfOutline(area, n) {
    const path = nameOf(area, n);
    const rings = area.polygons.flat();
    if (!rings.length) return [{ code: "AREA-NO-POLYGON", values: { path, found: Words.token("NONE") } }];
    const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
    const found = rings.flat().filter(([lon, lat]) => Math.abs(lon) > Degrees.LONGITUDE || Math.abs(lat) > Degrees.LATITUDE)
      .slice(0, LIMIT.faults).map((corner) => ({ code: "AREA-CORNER-RANGE", values: { path, found: Degrees.corner(corner) }, look: corner }));
    if (area.polygons.length > LIMIT.polygons) found.push({ code: "FORM-TOO-LONG", values: { path, actual_length: area.polygons.length, max_length: LIMIT.polygons } });
    if (area.polygons.some((polygon) => polygon.length > LIMIT.rings)) found.push({ code: "FORM-TOO-LONG", values: { path, actual_length: Math.max(...area.polygons.map((one) => one.length)), max_length: LIMIT.rings } });
    if (corners > LIMIT.corners) return [...found, { code: data.rules.size, values: { found: corners, expected: LIMIT.corners } }];
    const polygons = Plane.canonical(tagged(area.polygons.filter((polygon) => polygon.length)));
    const shape = Plane.shapeFaults(polygons).slice(0, LIMIT.faults);
    if (shape.length) {
      const places = shape.map((one) => whereOf(polygons, one));
      const values = { faults: shape.map((one) => Words.token(one.code)).join(", "), where: places.map(([where]) => where).join(", ") };
      found.push({ code: data.rules.shape, values, shapes: shape.map((one) => one.code), look: places.map(([, place]) => place).find((one) => one) ?? null });
    }
    return found;
  }

  // Every fault of all that is drawn: {code, values, area (its place in the list, -1 for all), look: where}.
  function faults() {
    const { areas, version, drawer } = held;
    const found = [...tooLong(Words.say("version"), version, LIMIT.version), ...tooLong(Words.say("drawer"), drawer, LIMIT.drawer),
      ...faultOfText(Words.say("version"), version), ...faultOfText(Words.say("drawer"), drawer)].map((one) => ({ ...one, area: -1 }));
    if (!areas.length) found.push({ code: "AREAS-NONE", values: {}, area: -1 });
    if (areas.length > LIMIT.areas) found.push({ code: "AREAS-TOO-MANY", values: { cap: LIMIT.areas }, area: -1 });
    const names = new Map();
    for (const { area } of areas) names.set(area.trim(), (names.get(area.trim()) ?? 0) + 1);
    areas.forEach((area, n) => {
      const texts = [...tooLong(Words.say("text"), area.text, LIMIT.text), ...faultOfText(Words.say("text"), area.text)];
      const mine = [...faultsOfName(area, n, names), ...faultsOfCodes(area), ...faultsOfTimes(area, n), ...texts, ...faultsOfOutline(area, n)];
      found.push(...mine.map((one) => ({ look: null, ...one, area: n, path: nameOf(area, n) })));
    });
    return found;
  }

  // --- the file ------------------------------------------------------------------------------------------------------

  const pair = ([lon, lat]) => `[${Degrees.text(lon)},${Degrees.text(lat)}]`;
  const ringText = (ring) => `[${[...ring, ring[0]].map(pair).join(",")}]`;

  // Rings run and begin as the record spells them (RFC 7946: outer ones counter-clockwise), so that both number corners alike.
  function feature(area) {
    const polygons = Plane.canonical(area.polygons.filter((polygon) => polygon.length));
    const times = Object.fromEntries(TIMES.filter((key) => area[key].trim()).map((key) => {
      const seconds = instant(area[key]);
      return [key, seconds === null ? area[key].trim() : rfc3339(seconds)];
    }));
    const drawn = Words.say(data.frontier ? "drawn_over" : "drawn_by", { name: held.drawer.trim() || "-", frontier: data.frontier });
    const properties = {
      area: area.area.trim(),
      layer: data.layer,
      ...(held.version.trim() ? { version: held.version.trim() } : {}),
      ...(data.layer === "DESIGNATED" && area.class ? { class: CLASSES.includes(area.class) ? Number(area.class) : area.class } : {}),
      ...(data.layer === "CONTROL" && area.holder ? { holder: area.holder } : {}),
      ...times,
      notation: "DRAWN",
      source: area.source || drawn,
      ...(area.text.trim() ? { text: area.text.trim() } : {}),
    };
    const shape = polygons.map((polygon) => `[${polygon.map(ringText).join(",")}]`);
    return `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":{"type":"MultiPolygon","coordinates":[${shape.join(",\n")}]}}`;
  }
  const geojson = () => `{"type":"FeatureCollection","features":[\n${held.areas.map(feature).join(",\n")}\n]}\n`;

  // Reads a file that was saved here, or another GeoJSON: gives faults; with any, nothing is taken.
  function open(text) {
    let file;
    try {
      file = JSON.parse(text);
    } catch (error) {
      return [{ code: "AREAS-NOT-JSON", values: { found: error.name } }];
    }
    if (file?.crs !== undefined && !/CRS84|4326/.test(JSON.stringify(file.crs))) return [{ code: "AREAS-OTHER-CRS", values: { path: "crs", found: JSON.stringify(file.crs).slice(0, 80) } }];
    const features = file?.type === "FeatureCollection" ? file.features : [file];
    if (Array.isArray(file) || typeof file !== "object" || file === null || !Array.isArray(features)) return [{ code: "AREAS-NOT-GEOJSON", values: { path: "features" } }];
    if (features.length > LIMIT.areas) return [{ code: "AREAS-TOO-MANY", values: { cap: LIMIT.areas } }];
    const found = [];
    const areas = features.map((one, n) => opened(one, Words.say("area_n", { n: n + 1 }), found));
    if (!found.length && !areas.length) found.push({ code: "AREAS-NONE", values: {} });
    if (found.length) return found;
    held = { ...held, version: held.version || String(features[0].properties?.version ?? ""), areas: [...held.areas, ...areas] };
    commit();
    return [];
  }

  function opened(one, path, found) {
    const { type, coordinates } = one?.geometry ?? {};
    if (!["Polygon", "MultiPolygon"].includes(type) || !Array.isArray(coordinates)) {
      found.push({ code: "AREA-NO-POLYGON", values: { path, found: String(type) } });
      return blank();
    }
    const said = one.properties ?? {};
    const kept = Object.keys(blank()).filter((key) => key !== "polygons" && said[key] !== undefined && said[key] !== null);
    const polygons = (type === "Polygon" ? [coordinates] : coordinates).map((polygon, n) =>
      (Array.isArray(polygon) ? polygon : []).map((ring, m) => openedRing(ring, `${path}, ${n + 1}.${m + 1}`, found)));
    return { ...blank(), ...(said.name ? { area: String(said.name) } : {}), ...Object.fromEntries(kept.map((key) => [key, String(said[key])])), polygons };
  }

  function openedRing(ring, path, found) {
    const corners = (Array.isArray(ring) ? ring : []).map((pair, k) => {
      const corner = Array.isArray(pair) ? [Degrees.ofNumber(pair[0]), Degrees.ofNumber(pair[1])] : [null, null];
      const values = { path: `${path}.${k + 1}`, found: JSON.stringify(pair)?.slice(0, 80) ?? "" };
      if (corner.includes(null)) found.push({ code: "AREA-CORNER", values });
      else if (Math.abs(corner[0]) > Degrees.LONGITUDE || Math.abs(corner[1]) > Degrees.LATITUDE) found.push({ code: "AREA-CORNER-RANGE", values });
      return corner;
    });
    if (!corners.length) found.push({ code: "AREA-NO-POLYGON", values: { path, found: Words.token("NONE") } });
    if (corners.length > 1 && !Plane.same(corners[0], corners[corners.length - 1])) found.push({ code: "AREA-RING-OPEN", values: { path } });
    return corners.slice(0, -1);
  }

  return {
    areas: () => held.areas, all: () => held, blank, commit, faults, geojson, open, instant,
    undo: () => step(-1), redo: () => step(1), canUndo: () => at > 0, canRedo: () => at + 1 < steps.length,
    markSaved: () => { saved = JSON.stringify(held); }, unsaved: () => JSON.stringify(held) !== saved,
  };
})();
