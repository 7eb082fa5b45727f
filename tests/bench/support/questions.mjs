// Five questions of a dashboard, each drawn a hundred times, the same for every engine and every run.

export const draws = 100;

/** Numbers that look random and are the same for the same seed (mulberry32). */
function seeded(seed) {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

/** Some of the positions below `end`, each once, in rising order. */
function some(below, end, wanted) {
  const positions = Array.from({ length: end }, (_, at) => at);
  for (let at = 0; at < wanted; at += 1) {
    const other = at + below(end - at);
    [positions[at], positions[other]] = [positions[other], positions[at]];
  }
  return positions.slice(0, wanted).sort((a, b) => a - b);
}

/**
 * `{ name: [question] }`. A question of cells has `select`: for each axis the positions wanted, every axis named. A
 * question of groups has `keep`: two axes of which the members stay apart while all else is added up.
 */
export function questions({ axes }) {
  const below = seeded(20261122);
  const [area, period, code, age, sex] = axes.map((axis) => axis.members.length);
  const all = (n) => Array.from({ length: n }, (_, at) => at);
  const one = (n) => [below(n)];
  const kinds = {
    trend: () => ({ select: [one(area), all(period), one(code), one(age), one(sex)] }),
    map: () => ({ select: [all(area), one(period), one(code), one(age), one(sex)] }),
    cross: () => ({ select: [one(area), one(period), all(code), all(age), one(sex)] }),
    compare: () => ({ select: [some(below, area, 5), all(period), one(code), one(age), one(sex)] }),
    groups: () => ({ keep: some(below, axes.length, 2) }),
  };
  const drawn = (kind) => Array.from({ length: draws }, () => ({ ...kind(), axes }));
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, drawn(kind)]));
}

/** What readers call the questions. */
export const titles = {
  trend: "trend: one area, all months",
  map: "map: all areas, one month",
  cross: "cross table: codes by ages",
  compare: "five areas, all months",
  groups: "whole cube by two axes",
};

/** The axes of which the answer has several members or keeps them apart, with the positions on them. */
export function answerAxes({ select, keep, axes }) {
  if (keep) return keep.map((axis) => ({ name: axes[axis].dimension, positions: axes[axis].members.map((_, at) => at) }));
  return select.map((positions, axis) => ({ name: axes[axis].dimension, positions }));
}

/** An empty answer and the place of each combination in it, given a row's positions by the names of its axes. */
export function placing(question) {
  const axes = answerAxes(question).map(({ name, positions }) => ({ name, place: new Map(positions.map((p, at) => [p, at])) }));
  const length = axes.reduce((product, { place }) => product * place.size, 1);
  const place = (row) => axes.reduce((at, axis) => at * axis.place.size + axis.place.get(row(axis.name)), 0);
  return { length, place };
}

/** For each axis the position of every member. */
export function byMember({ axes }) {
  return Object.fromEntries(
    axes.map(({ dimension, members }) => [dimension, new Map(members.map((member, at) => [member, at]))]),
  );
}

/** A number for an answer that differs when any number or its place differs. */
export function checksum(numbers) {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    for (const half of [number | 0, Math.floor(number / 4294967296) | 0]) {
      hash = Math.imul(hash ^ half, 0x01000193) ^ (hash >>> 15);
    }
  }
  return hash >>> 0;
}
