'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { KeyType, Lifecycle, SourceKind } = require('../constants.cjs')
const { freeze, show } = require('../show.cjs')
const { ApiProject, project } = require('./project.cjs')

const keyType = read.oneOf(KeyType)

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
  project: read.instanceOf(ApiProject),
  lifecycle: read.oneOf(Lifecycle),
}

/** A project says which API it is of, and of what the API is made. */
function agreeing(fields, place) {
  const { name, version, definition, project } = fields
  if (project && definition) throw read.invalid(`${place} has a definition and a project`)
  if (project && (project.name !== name || project.version !== version)) {
    throw read.invalid(`${place} is of another API than its project`)
  }
  return fields
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

/** Endpoints may hold passwords. */
show(ApiDefinition, ({ context, plans, transports }) => ({ context, plans, transports }))

const projectOptions = read.optional(
  read.record({ environments: options.environments, lifecycle: options.lifecycle }),
  {},
)

class Publication {
  constructor(name, version, settings) {
    this.name = read.string(name, 'new Publication(name)')
    this.version = read.string(version, 'new Publication(version)')
    const given = read.optional(read.record(options), {})(settings, 'new Publication(options)')
    if (given.definition) given.definition = new ApiDefinition(given.definition)
    Object.assign(this, freeze(given))
    agreeing(this, 'new Publication(options)')
    Object.freeze(this)
  }

  static fromProject(from, settings) {
    const found = read.instanceOf(ApiProject)(from, 'Publication.fromProject(project)')
    const given = projectOptions(settings, 'Publication.fromProject(options)')
    const { name, version, targets: environments, lifecycle } = found
    return new Publication(name, version, { environments, lifecycle, ...given, project: found })
  }

  get source() {
    if (this.definition) return SourceKind.Definition
    return this.project ? SourceKind.Project : SourceKind.Existing
  }

  get context() {
    return (this.definition ?? this.project)?.context ?? null
  }

  hasEndpoint(type) {
    const named = keyType(type, 'publication.hasEndpoint(keyType)')
    return native.publicationHasEndpoint(publication(this, 'publication'), named)
  }

  get targets() {
    const whole = ({ environment, virtualHost = null, hiddenInPortal = false }) => ({
      environment,
      virtualHost,
      hiddenInPortal,
    })
    return freeze((this.environments ?? []).map(whole))
  }

  get wantedLifecycle() {
    return this.lifecycle ?? Lifecycle.Published
  }
}

/** A publication as the addon takes it: of our class, or a plain object with the same fields. */
function publication(value, place) {
  const readers = { name: read.string, version: read.string, ...options }
  const found = read.record(readers)(fieldsOf(value, Publication), place)
  read.string(found.name, `${place}.name`)
  read.string(found.version, `${place}.version`)
  const { project: of } = agreeing(found, place)
  return { environments: [], ...found, ...(of && { project: project(of, place) }) }
}

/** A publication that the addon has read. */
function publicationRead({ name, version, project: handle, ...fields }) {
  if (!handle) return new Publication(name, version, fields)
  const { environments, lifecycle } = fields
  return Publication.fromProject(new ApiProject(handle), { environments, lifecycle })
}

/** The fields of an object of one of our classes, for readers of plain objects. */
const fieldsOf = (value, type) => (value instanceof type ? { ...value } : value)

module.exports = { ApiDefinition, Publication, Target, oneTarget, publication, publicationRead }
