/** Which lines of a list answer, and in which order: the same rule that the page prints. */

const EARTH = 6371.0088 // kilometres: mean radius (IUGG), as in portal/model/geography.py
export const RADII = [5, 10, 20, 30, 50, 100] // kilometres
const ENOUGH = 5 // answers for which a circle is wide enough

const radians = (degrees) => (degrees * Math.PI) / 180

/**
 * Distance as the crow flies (haversine formula).
 * @param {[number, number]} here - latitude and longitude, degrees
 * @param {[number, number]} there
 * @returns {number} kilometres
 */
export const distance = (here, there) => {
  const half =
    Math.sin(radians(there[0] - here[0]) / 2) ** 2 +
    Math.cos(radians(here[0])) * Math.cos(radians(there[0])) * Math.sin(radians(there[1] - here[1]) / 2) ** 2
  return 2 * EARTH * Math.asin(Math.sqrt(half))
}

/**
 * @typedef {{url: string, title: string, kind: string, communes: string[], rank: number, facets: Set<string>,
 *   names: Set<string>, position?: [number, number], km?: number, here?: boolean}} Line - rank: drawn for the day, below zero for what
 *   comes last; names: facets of which something is known
 * @param {Line[]} lines
 * @param {Map<string, string[]>} wanted - values by facet: one of them is enough within a facet, all facets hold
 * @returns {{lines: Line[], silent: Line[]}} silent: those that only miss facets of which nothing is known
 */
export const narrow = (lines, wanted) => {
  const found = { lines: [], silent: [] }
  for (const line of lines) {
    const missed = [...wanted].filter(([name, values]) => !values.some((value) => line.facets.has(`${name}:${value}`)))
    if (!missed.length) found.lines.push(line)
    else if (missed.every(([name]) => !line.names.has(name))) found.silent.push(line)
  }
  return found
}

/** The distance that a visitor reads, whole kilometres: 0 in the commune itself. */
export const shown = ({ km, here }) => (here ? 0 : Math.max(1, Math.round(km ?? 0)))

/** In the order of the page: what is old last, then the nearest as far as a visitor sees, then as drawn for the day. */
export const order = (lines) =>
  [...lines].sort(
    (one, other) =>
      (one.rank < 0) - (other.rank < 0) ||
      shown(one) - shown(other) ||
      Math.abs(one.rank) - Math.abs(other.rank),
  )

/**
 * The first circle that holds enough answers.
 * @param {Line[]} lines - with their distance
 * @param {number} least - kilometres; a visitor who looked further away does not come back
 * @returns {number | undefined} kilometres; undefined when no circle is wide enough
 */
export const radius = (lines, least = 0) =>
  RADII.find((km) => km >= least && lines.filter((line) => line.km <= km).length >= ENOUGH)
