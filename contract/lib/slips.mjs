// The known slips of WSO2's documents: slips.json. What a slip allows is no violation; a slip that nothing needs is one.

import { readFileSync } from 'node:fs'

import { isWithin } from './specs.mjs'

const PARTS = ['operations', 'since', 'until', 'what', 'reason', 'source']

export class Slips {
  static read(path) {
    const { slips, undocumented, unanswered } = JSON.parse(readFileSync(path, 'utf8'))
    for (const [name, slip] of Object.entries(slips)) {
      for (const part of Object.keys(slip)) {
        if (!PARTS.includes(part)) throw new Error(`${path}: the slip ${name} has a part ${part}`)
      }
      for (const part of ['operations', 'what', 'reason', 'source']) {
        if (!slip[part]?.length && part !== 'what')
          throw new Error(`${path}: the slip ${name} lacks its ${part}`)
      }
    }
    return new Slips(slips, { undocumented, unanswered })
  }

  /** `reasons` say which operations no document has, and which are never answered with success. */
  constructor(slips, reasons = {}) {
    this.reasons = reasons
    // One status each, so that each one that nothing needs is told.
    this.slips = Object.entries(slips).flatMap(([name, { what, ...slip }]) => {
      const { statuses, ...rest } = what
      if (!statuses) return [{ name, what, ...slip }]
      return statuses.map((status) => ({
        name: `${name} ${status}`,
        what: { status, ...rest },
        ...slip,
      }))
    })
    /** Name and release of what was needed. */
    this.used = new Set()
  }

  /** Those of a release. */
  of(release) {
    return this.slips.filter((slip) => isWithin(release, slip))
  }

  /** What is left of an exchange's violations. */
  left(release, exchange) {
    const { resource, validator } = exchange
    if (!resource) return exchange.violations
    const operation = name(validator.document.name, resource)
    const mine = this.of(release).filter(({ operations }) =>
      operations.some((pattern) => covers(pattern, operation)),
    )
    const allows = (violation) => {
      const slip = mine.find(({ what }) => matches(what, violation, exchange.status))
      if (slip) this.used.add(`${slip.name} ${release}`)
      return slip
    }
    return exchange.violations.flatMap((violation) => {
      const slip = allows(violation)
      if (!slip) return [violation]
      if (slip.what.like === undefined) return []
      // The status is not documented: the body is held against that of another answer.
      const like = validator.answeredLike(slip.what.like, exchange.resource, exchange.output)
      return like.filter((another) => !allows(another))
    })
  }

  /** Slips that no exchange needed, with the releases in which they were not needed. */
  unused(releases) {
    return releases.flatMap((release) =>
      this.of(release)
        .filter((slip) => !this.used.has(`${slip.name} ${release}`))
        .map((slip) => ({ name: slip.name, release })),
    )
  }
}

/** An operation's name: the document, the method, the path. */
export function name(document, { method, path }) {
  return `${document} ${method} ${path}`
}

/** `*` at the end of a pattern stands for anything. */
export function covers(pattern, operation) {
  return pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : operation === pattern
}

function matches(what, violation, status) {
  if ('status' in what) {
    return violation.side === 'response' && violation.code === 'status' && what.status === status
  }
  if ('null' in what) return violation.isNull === true
  return Object.entries(what).every(([key, value]) =>
    key === 'at' ? isAt(value, violation.at) : violation[key] === value,
  )
}

/** Whether a place is the slip's: `*` stands for an item of a list, and for any name. */
function isAt(wanted, place) {
  const names = place.split('/')
  const parts = wanted.split('/')
  return (
    parts.length === names.length && parts.every((part, i) => part === '*' || part === names[i])
  )
}
