"use strict";
// The map: what both stated beneath, what is drawn above. It has no knowledge of its own: corners go out rounded to 1e-7
// degrees and come back from the drawing.
const Chart = (() => {
  const { data } = Words;
  const FILLS = { 1: "176,58,46", 2: "202,138,60", 3: "217,196,106" };
  const PLAIN = { DESIGNATED: "122,138,153", "COMMON-MAP": "120,170,120", PROXIMITY: "140,110,180", CONTROL: "110,150,190" };
  const FONT = '"Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif';
  const BLUE = "#0b4fb3";
  const degrees = (e7) => e7 / 1e7;
  const ringOf = (ring) => [...ring, ring[0]].map(([lon, lat]) => [degrees(lon), degrees(lat)]);
  const shapeOf = (polygons) => new ol.geom.MultiPolygon(polygons.map((polygon) => polygon.map(ringOf)));
  // A corner twice in a row is one: two clicks in one place, or the end of a boundary that was followed.
  const once = (ring) => ring.filter((corner, at) => !at || !Plane.same(corner, ring[at - 1]));
  const cornersOf = (ring) => once(ring.slice(0, -1).map(Degrees.ofPointer));

  const halo = (text, size, colour, more = {}) =>
    new ol.style.Text({ text: Words.harmless(text), font: `${size}px ${FONT}`, fill: new ol.style.Fill({ color: colour }), stroke: new ol.style.Stroke({ color: "#fff", width: 3 }), ...more });

  // --- beneath -------------------------------------------------------------------------------------------------------

  const fillOf = (one) => FILLS[one.class] ?? PLAIN[one.layer];
  const sides = [...new Set(data.known.map((one) => one.by))].sort();
  const dashOf = (one) => (sides.indexOf(one.by) % 2 ? [8, 5] : undefined);

  // A statement of what is in force and shown as such needs no label of its own.
  const outline = (one) => JSON.stringify([one.area, one.polygons]);
  const labelled = (one) => one.in_force || !known.some((group) => group.in_force && group.shown.getVisible() && group.outlines.has(one.outline));

  function knownStyle(feature) {
    const one = feature.get("known");
    const filled = one.in_force || one.layer === "CONTROL";
    const label = one.in_force ? one.area : `${one.area} (${one.by}${one.holder ? `, ${one.holder}` : ""})`;
    return new ol.style.Style({
      fill: filled ? new ol.style.Fill({ color: `rgba(${fillOf(one)},${one.in_force ? 0.45 : 0.18})` }) : undefined,
      stroke: new ol.style.Stroke({ color: "#222", width: one.in_force ? 1.5 : 1.2, lineDash: one.in_force ? undefined : dashOf(one) }),
      // Of labels that would lie upon each other one is shown: that of what is in force, if any is.
      zIndex: one.in_force ? 1 : 0,
      text: labelled(one) ? halo(label, 12, "#222", { overflow: true }) : undefined,
    });
  }

  const vector = (features, style, more = {}) => new ol.layer.Vector({ source: new ol.source.Vector({ features, wrapX: false }), style, ...more });
  function knownLayers() {
    return data.shown.map((group) => {
      const mine = data.known.filter((one) => one.layer === group.layer && one.in_force === group.in_force && (group.in_force || one.by === group.by));
      for (const one of mine) one.outline = outline(one);
      const features = mine.map((one) => new ol.Feature({ geometry: shapeOf(one.polygons), known: one }));
      return { ...group, features, outlines: new Set(mine.map((one) => one.outline)), shown: vector(features, knownStyle, { declutter: "known" }) };
    });
  }

  // Fewer names the farther one looks from: those of larger places.
  const leastPeople = (resolution) => (resolution > 0.004 ? 100000 : resolution > 0.0015 ? 20000 : resolution > 0.0005 ? 1000 : 0);
  function placeStyle(feature, resolution) {
    const one = feature.get("place");
    if (one.people < leastPeople(resolution)) return undefined;
    const name = Words.lang() === "ru" ? one.ru || one.en : one.en;
    return new ol.style.Style({
      zIndex: one.people,
      image: new ol.style.Circle({ radius: 2.5, fill: new ol.style.Fill({ color: "#555" }) }),
      text: halo(one.ar ? `${name}\n${one.ar}` : name, 11.5, "#3a3a3a", { textAlign: "left", offsetX: 6 }),
    });
  }

  // --- above ---------------------------------------------------------------------------------------------------------

  const drafts = new ol.Collection();
  const snaps = new ol.Collection();
  let selected = -1;
  function draftStyle(feature) {
    const mine = feature.get("at") === selected;
    const styles = [new ol.style.Style({
      fill: new ol.style.Fill({ color: mine ? "rgba(11,79,179,.22)" : "rgba(11,79,179,.10)" }),
      stroke: new ol.style.Stroke({ color: BLUE, width: mine ? 3 : 2 }),
      text: halo(feature.get("name"), 13, BLUE, { overflow: true, backgroundFill: new ol.style.Fill({ color: "rgba(255,255,255,.85)" }), padding: [1, 3, 0, 3] }),
    })];
    if (mine) {
      styles.push(new ol.style.Style({
        geometry: () => new ol.geom.MultiPoint(feature.getGeometry().getCoordinates().flat(2)),
        image: new ol.style.RegularShape({ points: 4, radius: 5.5, angle: Math.PI / 4, fill: new ol.style.Fill({ color: "#fff" }), stroke: new ol.style.Stroke({ color: BLUE, width: 2 }) }),
      }));
    }
    return styles;
  }

  const mark = new ol.Feature();
  mark.setStyle(new ol.style.Style({ image: new ol.style.Circle({ radius: 10, stroke: new ol.style.Stroke({ color: "#c2185b", width: 3 }) }) }));
  const sketch = new ol.style.Style({
    fill: new ol.style.Fill({ color: "rgba(11,79,179,.15)" }),
    stroke: new ol.style.Stroke({ color: BLUE, width: 2, lineDash: [6, 4] }),
    image: new ol.style.Circle({ radius: 6, stroke: new ol.style.Stroke({ color: "#c2185b", width: 2.5 }), fill: new ol.style.Fill({ color: "rgba(255,255,255,.8)" }) }),
  });

  let map;
  let draw = null;
  let follow = false;
  let modify;
  let snap;
  let told;
  const known = knownLayers();
  const places = vector(data.places.map((one) => new ol.Feature({ geometry: new ol.geom.Point([degrees(one.lon), degrees(one.lat)]), place: one })), placeStyle, { declutter: true });
  const letters = (value, [plus, minus]) => `${Number(Math.abs(value).toFixed(6))}°${value < 0 ? minus : value > 0 ? plus : ""}`;
  const grid = new ol.layer.Graticule({
    showLabels: true, wrapX: false, targetSize: 140,
    strokeStyle: new ol.style.Stroke({ color: "rgba(40,60,80,.35)", width: 1 }),
    lonLabelFormatter: (lon) => letters(lon, "EW"), latLabelFormatter: (lat) => letters(lat, "NS"),
    lonLabelStyle: halo("", 12, "#1c2b39", { textBaseline: "bottom" }), latLabelStyle: halo("", 12, "#1c2b39", { textAlign: "start", offsetX: 4, offsetY: -8 }), latLabelPosition: 0,
  });
  const above = new ol.layer.Vector({ source: new ol.source.Vector({ features: drafts, wrapX: false }), style: draftStyle });
  const marks = vector([mark], undefined);

  function start(callbacks) {
    told = callbacks;
    map = new ol.Map({
      target: "map",
      layers: [...known.map((one) => one.shown), grid, places, above, marks],
      // Tiles and rotation have no place here, and a second click ends a ring: it must not enlarge the map.
      interactions: ol.interaction.defaults.defaults({ doubleClickZoom: false, altShiftDragRotate: false, pinchRotate: false }),
      controls: [],
      view: new ol.View({ projection: "EPSG:4326", center: [0, 0], zoom: 6, minZoom: 2, maxZoom: 26, extent: [-180, -90, 180, 90], showFullExtent: true, enableRotation: false, constrainResolution: false }),
    });
    modify = new ol.interaction.Modify({ features: drafts, style: sketch, pixelTolerance: 10 });
    modify.on("modifyend", () => told.moved(drafts.getArray().map((one) => one.getGeometry().getCoordinates().map((polygon) => polygon.map(cornersOf)))));
    snap = new ol.interaction.Snap({ features: snaps, edge: false, vertex: true, pixelTolerance: 12 });
    map.addInteraction(modify);
    map.addInteraction(snap);
    map.on("singleclick", (event) => {
      if (draw) return;
      const hit = map.forEachFeatureAtPixel(event.pixel, (feature) => feature.get("at"), { layerFilter: (layer) => layer === above, hitTolerance: 4 });
      if (hit !== undefined) told.chosen(hit);
    });
    map.on("pointermove", (event) => told.pointed(event.coordinate, map.getFeaturesAtPixel(event.pixel, { layerFilter: (layer) => known.some((one) => one.shown === layer) }).map((one) => one.get("known"))));
    map.on("moveend", () => told.scaled(map.getView().getCenter(), map.getView().getResolution()));
    resnap();
    fit();
  }

  function resnap() {
    snaps.clear();
    snaps.extend([...known.filter((one) => one.shown.getVisible()).flatMap((one) => one.features), ...drafts.getArray()]);
  }

  function show(areas, at) {
    selected = at;
    drafts.clear();
    areas.forEach((area, n) => {
      if (area.polygons.length) drafts.push(new ol.Feature({ geometry: shapeOf(area.polygons), at: n, name: area.area.trim() || Words.say("area_n", { n: n + 1 }) }));
    });
    resnap();
  }
  // Which area each shape on the map is of: one without corners has none.
  const numbers = () => drafts.getArray().map((one) => one.get("at"));

  function mode(wanted) {
    if (draw) map.removeInteraction(draw);
    draw = null;
    modify.setActive(wanted === "edit");
    if (wanted === "edit") return;
    draw = new ol.interaction.Draw({ type: "Polygon", minPoints: 3, style: sketch, freehandCondition: () => false, snapTolerance: 12, stopClick: true, trace: () => follow, traceSource: new ol.source.Vector({ features: snaps.getArray().slice(), wrapX: false }) });
    draw.on("drawend", (event) => told.drawn(cornersOf(event.feature.getGeometry().getCoordinates()[0])));
    map.removeInteraction(snap);
    map.addInteraction(draw);
    map.addInteraction(snap); // Last, so that it is asked first.
  }

  function fit() {
    const all = ol.extent.createEmpty();
    for (const one of [...drafts.getArray(), ...known.filter((group) => group.shown.getVisible()).flatMap((group) => group.features)]) ol.extent.extend(all, one.getGeometry().getExtent());
    const box = data.box.map(degrees);
    map.getView().fit(ol.extent.isEmpty(all) ? box : all, { padding: [50, 60 + beside(), 70, 60], maxZoom: 16 });
  }

  // What the legend hides of the map, while it leaves room for the rest.
  function beside() {
    const width = document.getElementById("layers").offsetWidth;
    return map.getSize()[0] > width + 400 ? width : 0;
  }

  function look(corner, near = false) {
    mark.setGeometry(corner ? new ol.geom.Point(corner.map(degrees)) : undefined);
    if (!corner) return;
    const view = map.getView();
    const inside = ol.extent.containsCoordinate(view.calculateExtent(map.getSize()), corner.map(degrees));
    if (near || !inside) view.animate({ center: corner.map(degrees), duration: 200 });
  }

  return {
    start, show, numbers, mode, fit, look, groups: () => known,
    fillOf: (one) => `rgba(${fillOf(one)},.5)`, drawing: () => draw !== null, finish: () => draw?.finishDrawing(), abort: () => draw?.abortDrawing(), back: () => draw?.removeLastPoint(),
    setFollow: (on) => { follow = on; },
    setSnap: (on) => snap.setActive(on),
    setShown: (what, on) => { (what === "places" ? places : what === "grid" ? grid : known[what].shown).setVisible(on); resnap(); },
    redraw: () => { for (const layer of map.getLayers().getArray()) layer.changed(); },
    pixelOf: (corner) => map.getPixelFromCoordinate(corner.map(degrees)),
  };
})();
