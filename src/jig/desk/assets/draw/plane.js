"use strict";
// The plane of longitude and latitude in whole 1e-7 degrees, as places/plane.py and places/region.py have it: the page
// says of an outline what the import will say. A corner is [lon, lat, tag]; the tag travels along, nothing compares it.
const Plane = (() => {
  // Beyond this no rounding of doubles can have turned the sign: differences are below 2^34, so products round by 2^15.
  const SURE = 1e6;
  const same = (p, q) => p[0] === q[0] && p[1] === q[1];
  const compare = (p, q) => (p[0] < q[0] ? -1 : p[0] > q[0] ? 1 : p[1] < q[1] ? -1 : p[1] > q[1] ? 1 : 0);
  const least = (p, q) => (compare(q, p) < 0 ? q : p);
  const most = (p, q) => (compare(q, p) > 0 ? q : p);

  function turn(a, b, c) {
    const [ax, ay] = [BigInt(a[0]), BigInt(a[1])];
    return (BigInt(b[0]) - ax) * (BigInt(c[1]) - ay) - (BigInt(b[1]) - ay) * (BigInt(c[0]) - ax);
  }

  function side(a, b, c) {
    if (typeof a[0] === "number" && typeof b[0] === "number" && typeof c[0] === "number") {
      const rough = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
      if (rough > SURE) return 1;
      if (rough < -SURE) return -1;
    }
    const exact = turn(a, b, c);
    return exact > 0n ? 1 : exact < 0n ? -1 : 0;
  }

  const smaller = (a, b) => (a < b ? a : b);
  const larger = (a, b) => (a > b ? a : b);
  const between = (p, a, b) =>
    smaller(a[0], b[0]) <= p[0] && p[0] <= larger(a[0], b[0]) && smaller(a[1], b[1]) <= p[1] && p[1] <= larger(a[1], b[1]);

  function meet(a, b, c, d) {
    if (larger(a[0], b[0]) < smaller(c[0], d[0]) || larger(c[0], d[0]) < smaller(a[0], b[0])) return false;
    if (larger(a[1], b[1]) < smaller(c[1], d[1]) || larger(c[1], d[1]) < smaller(a[1], b[1])) return false;
    const [first, second, third, fourth] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
    if (first * second < 0 && third * fourth < 0) return true;
    return (
      (first === 0 && between(c, a, b)) || (second === 0 && between(d, a, b)) ||
      (third === 0 && between(a, c, d)) || (fourth === 0 && between(b, c, d))
    );
  }

  const cross = (a, b, c, d) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

  function overlap(a, b, c, d) {
    if (side(a, b, c) || side(a, b, d)) return false;
    return compare(most(least(a, b), least(c, d)), least(most(a, b), most(c, d))) < 0;
  }

  const edges = (ring) => ring.map((p, at) => [p, ring[(at + 1) % ring.length]]);

  function twiceArea(ring) {
    let sum = 0n;
    for (const [a, b] of edges(ring)) sum += BigInt(a[0]) * BigInt(b[1]) - BigInt(b[0]) * BigInt(a[1]);
    return sum;
  }

  // 1 inside, 0 on the boundary, -1 outside.
  function sideOf(ring, p) {
    let inside = false;
    for (const [a, b] of edges(ring)) {
      if (a[1] > p[1] !== b[1] > p[1]) {
        const way = side(a, b, p);
        if (way === 0) return 0;
        if (way > 0 === b[1] > a[1]) inside = !inside;
      } else if ((a[1] == p[1] && b[1] == p[1] && between(p, a, b)) || (p[0] == a[0] && p[1] == a[1]) || (p[0] == b[0] && p[1] == b[1])) {
        return 0;
      }
    }
    return inside ? 1 : -1;
  }

  function canonicalRing(ring, hole) {
    const kept = ring.filter((p, at) => !same(p, ring[(at + ring.length - 1) % ring.length]));
    if (!kept.length) return ring.slice(0, 1);
    if (twiceArea(kept) < 0n !== hole) kept.reverse();
    let start = 0;
    kept.forEach((p, at) => { if (compare(p, kept[start]) < 0) start = at; });
    return [...kept.slice(start), ...kept.slice(0, start)];
  }

  function compareLists(one, other, each) {
    for (let at = 0; at < one.length && at < other.length; at += 1) {
      const found = each(one[at], other[at]);
      if (found) return found;
    }
    return one.length - other.length;
  }
  const compareRings = (one, other) => compareLists(one, other, compare);

  function canonical(polygons) {
    return polygons
      .map(([outer, ...holes]) => [canonicalRing(outer, false), ...holes.map((hole) => canonicalRing(hole, true)).sort(compareRings)])
      .sort((one, other) => compareLists(one, other, compareRings));
  }

  // --- why rings bound no area ---------------------------------------------------------------------------------------

  const WIDEST = 1800000000;
  const fault = (code, polygon, ring = 0, point = 0) => ({ code, polygon, ring, point });

  function shapeFaults(polygons) {
    const found = polygons.flatMap((polygon, n) => polygon.flatMap((ring, m) => ringFaults(ring, n + 1, m + 1)));
    if (found.length) return found;
    polygons.forEach((polygon, n) => found.push(...polygonFaults(polygon, n + 1)));
    for (let n = 0; n < polygons.length; n += 1) {
      for (let m = n + 1; m < polygons.length && !found.length; m += 1) {
        if (shareInside(polygons[n], polygons[m])) found.push(fault("POLYGONS-OVERLAP", m + 1, 0, n + 1));
      }
    }
    return found;
  }

  function ringFaults(ring, polygon, number) {
    if (new Set(ring.map((p) => `${p[0]} ${p[1]}`)).size < 3) return [fault("RING-TOO-SHORT", polygon, number)];
    const sides = edges(ring);
    const wide = sides.findIndex(([a, b]) => Math.abs(a[0] - b[0]) >= WIDEST);
    if (wide >= 0) return [fault("RING-TOO-WIDE", polygon, number, wide + 1)];
    const clash = meetsItself(sides);
    if (clash >= 0) return [fault("RING-MEETS-ITSELF", polygon, number, clash + 1)];
    return twiceArea(ring) ? [] : [fault("RING-NO-AREA", polygon, number)];
  }

  function meetsItself(sides) {
    const count = sides.length;
    const west = (k) => Math.min(sides[k][0][0], sides[k][1][0]);
    const order = sides.map((_, k) => k).sort((one, other) => west(one) - west(other));
    let found = -1;
    order.forEach((k, place) => {
      const [a, b] = sides[k];
      const east = Math.max(a[0], b[0]);
      for (const other of order.slice(place + 1)) {
        if (west(other) > east) break;
        const [c, d] = sides[other];
        const step = (other - k + count) % count;
        const beside = step === 1 || step === count - 1;
        if (beside ? overlap(a, b, c, d) || count === 2 : meet(a, b, c, d)) {
          if (found < 0 || Math.min(k, other) < found) found = Math.min(k, other);
        }
      }
    });
    return found;
  }

  const doubled = (ring) => ring.map((p) => [2 * p[0], 2 * p[1]]);

  function samples(ring, other) {
    return edges(ring).flatMap(([a, b]) => {
      const touched = [a, b, ...other.filter((p) => side(a, b, p) === 0 && between(p, a, b))].sort(compare);
      const once = touched.filter((p, at) => at === 0 || !same(p, touched[at - 1]));
      return once.slice(1).map((p, at) => [p[0] + once[at][0], p[1] + once[at][1]]);
    });
  }

  const ringsCross = (one, other) =>
    edges(one).some(([a, b]) => edges(other).some(([c, d]) => cross(a, b, c, d) || overlap(a, b, c, d)));
  const ringEnters = (ring, other) => samples(ring, other).some((p) => sideOf(doubled(other), p) === 1);

  function polygonFaults([outer, ...holes], number) {
    const found = [];
    holes.forEach((hole, m) => {
      if (ringsCross(outer, hole)) found.push(fault("RINGS-CROSS", number, m + 2));
      else if (samples(hole, outer).some((p) => sideOf(doubled(outer), p) === -1)) found.push(fault("HOLE-OUTSIDE", number, m + 2));
    });
    for (let n = 0; n < holes.length; n += 1) {
      for (let m = n + 1; m < holes.length; m += 1) {
        const [one, other] = [holes[n], holes[m]];
        if (ringsCross(one, other) || ringEnters(one, other) || ringEnters(other, one)) found.push(fault("RINGS-CROSS", number, m + 2));
      }
    }
    return found;
  }

  function polygonSide([outer, ...holes], p) {
    const found = sideOf(outer, p);
    if (found !== 1) return found;
    for (const hole of holes) {
      const within = sideOf(hole, p);
      if (within === 0) return 0;
      if (within === 1) return -1;
    }
    return 1;
  }

  function shareInside(one, other) {
    const crossed = one.some((a) => other.some((b) => edges(a).some(([p, q]) => edges(b).some(([r, s]) => cross(p, q, r, s)))));
    return crossed || enters(one, other) || enters(other, one) || holdsInnerPoint(other, one);
  }

  function enters(one, other) {
    const twice = other.map(doubled);
    const corners = other.flat();
    return one.some((ring) => samples(ring, corners).some((p) => polygonSide(twice, p) === 1));
  }

  // Whether a polygon has a point strictly inside the other strictly inside itself. The point is a fraction: both are
  // held against each other multiplied by its denominator.
  function holdsInnerPoint(polygon, of) {
    const levels = [...new Set(of.flat().map((p) => p[1]))].sort((a, b) => a - b);
    const lat2 = BigInt(levels[0]) + BigInt(levels[1]);
    const met = of.flatMap(edges).flatMap(([a, b]) => {
      const [ay, by] = [2n * BigInt(a[1]), 2n * BigInt(b[1])];
      if (ay > lat2 === by > lat2) return [];
      const way = BigInt(b[1]) - BigInt(a[1]);
      const num = 2n * BigInt(a[0]) * way + (lat2 - ay) * (BigInt(b[0]) - BigInt(a[0]));
      return [way > 0n ? [num, 2n * way] : [-num, -2n * way]];
    });
    met.sort(([n, d], [m, e]) => (n * e < m * d ? -1 : n * e > m * d ? 1 : 0));
    const [[n, d], [m, e]] = met;
    const scale = 2n * d * e;
    const point = [n * e + m * d, (lat2 * scale) / 2n];
    const scaled = polygon.map((ring) => ring.map((p) => [BigInt(p[0]) * scale, BigInt(p[1]) * scale]));
    return polygonSide(scaled, point) === 1;
  }

  // --- where it is ---------------------------------------------------------------------------------------------------

  // The point, as fractions [numerator, denominator], in which an edge counted from 1 meets another; null for none.
  function meetsItselfAt(ring, edge) {
    const sides = edges(ring);
    const [a, b] = sides[edge - 1];
    for (let step = 1; step < sides.length; step += 1) {
      const [c, d] = sides[(edge - 1 + step) % sides.length];
      const beside = step === 1 || step === sides.length - 1;
      if (overlap(a, b, c, d) || (!beside && meet(a, b, c, d))) return shared(a, b, c, d);
    }
    return null;
  }

  function shared(a, b, c, d) {
    const [along, across] = [turn(c, d, a), turn(c, d, b)];
    if (along === across) {
      const low = most(least(a, b), least(c, d));
      return [[BigInt(low[0]), 1n], [BigInt(low[1]), 1n]];
    }
    const below = along - across;
    return [0, 1].map((axis) => {
      const num = BigInt(a[axis]) * below + along * (BigInt(b[axis]) - BigInt(a[axis]));
      return below < 0n ? [-num, -below] : [num, below];
    });
  }

  // Of a fault: the corner [lon, lat] at which to look.
  function placeOf(polygons, found) {
    if (!found.ring || found.code === "POLYGONS-OVERLAP") return null;
    const ring = polygons[found.polygon - 1][found.ring - 1];
    const crossing = found.code === "RING-MEETS-ITSELF" ? meetsItselfAt(ring, found.point) : null;
    const corner = ring[Math.max(found.point - 1, 0)];
    return crossing ? crossing.map(([num, den]) => Number(Degrees.rounded(num, den))) : [corner[0], corner[1]];
  }

  return { canonical, canonicalRing, shapeFaults, placeOf, sideOf, same };
})();
