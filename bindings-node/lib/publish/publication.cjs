'use strict'

const read = require('../arguments.cjs')
const { Lifecycle } = require('../constants.cjs')
const { freeze } = require('../show.cjs')

const target = {
  environment: read.string,
  virtualHost: read.string,
  hiddenInPortal: read.boolean,
}

const definition = {
  context: read.string,
  document: read.string,
  productionEndpoint: read.string,
  sandboxEndpoint: read.string,
  plans: read.listOf(read.string),
  transports: read.listOf(read.string),
}

/** A name, or an object with more about the environment. */
function oneTarget(value, place) {
  if (typeof value === 'string') return { environment: value }
  if (typeof value !== 'object') throw read.wrongType(place, 'a name or an object', value)
  const found = read.record(target)(fieldsOf(value, Target), place)
  read.string(found.environment, `${place}.environment`)
  return found
}

function oneDefinition(value, place) {
  const found = read.record(definition)(fieldsOf(value, ApiDefinition), place)
  read.string(found.context, `${place}.context`)
  return found
}

const options = {
  environments: read.listOf(oneTarget),
  definition: oneDefinition,
  lifecycle: read.oneOf(Lifecycle),
}

class Target {
  constructor(environment, settings) {
    const { environment: _, ...own } = target
    const given = read.optional(read.record(own), {})(settings, 'new Target(options)')
    Object.assign(this, { environment: read.string(environment, 'new Target(environment)') }, given)
    Object.freeze(this)
  }
}

class ApiDefinition {
  constructor(fields) {
    Object.assign(this, freeze(oneDefinition(fields, 'new ApiDefinition(options)')))
    Object.freeze(this)
  }
}

class Publication {
  constructor(name, version, settings) {
    this.name = read.string(name, 'new Publication(name)')
    this.version = read.string(version, 'new Publication(version)')
    const given = read.optional(read.record(options), {})(settings, 'new Publication(options)')
    Object.assign(this, freeze(given))
    Object.freeze(this)
  }
}

/** A publication as the addon takes it: of our class, or a plain object with the same fields. */
function publication(value, place) {
  const readers = { name: read.string, version: read.string, ...options }
  const found = read.record(readers)(fieldsOf(value, Publication), place)
  read.string(found.name, `${place}.name`)
  read.string(found.version, `${place}.version`)
  return { environments: [], ...found }
}

/** The fields of an object of one of our classes, for readers of plain objects. */
const fieldsOf = (value, type) => (value instanceof type ? { ...value } : value)

module.exports = { ApiDefinition, Publication, Target, publication }
