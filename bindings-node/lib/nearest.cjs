'use strict'

/** The name that was probably meant: at most two letters away, and less than half of the word. */
function nearest(name, names) {
  const ranked = names
    .map((known) => ({ known, distance: distance(name.toLowerCase(), known.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)
  const [best] = ranked
  return best && best.distance <= 2 && best.distance * 2 < name.length ? best.known : undefined
}

/** How many letters must be put in, taken out, replaced or swapped with their neighbour. */
function distance(from, to) {
  let beforeLast = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        last[column] + 1,
        current[column - 1] + 1,
        last[column - 1] + (same ? 0 : 1),
        row > 1 && column > 1 && swapped ? beforeLast[column - 2] + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length]
}

module.exports = { nearest }
