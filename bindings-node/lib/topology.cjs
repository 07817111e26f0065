'use strict'

const native = require('../native.cjs')
const read = require('./arguments.cjs')
const { nodeFiles } = require('./check.cjs')
const { Role } = require('./constants.cjs')
const { unwrap } = require('./errors.cjs')
const { Ports } = require('./ports.cjs')
const { RenderedFiles } = require('./render.cjs')
const { Report } = require('./report.cjs')
const { SecretText } = require('./secret.cjs')
const { freeze, show } = require('./show.cjs')

const environmentName = read.reader(
  'a name or an environment of this topology',
  (value) => typeof value === 'string',
)
const role = read.oneOf(Role)
const texts = read.optional(read.mapOf(read.string), {})

let handleOf

class Topology {
  #native
  #nodes
  #environments

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeTopology, 'Topology')
  }

  static {
    handleOf = (topology) => topology.#native
  }

  static load(path) {
    return new Topology(
      unwrap(native.loadTopology(read.path(path, 'Topology.load(path)')), Topology.load),
    )
  }

  static parse(text) {
    return new Topology(
      unwrap(native.parseTopology(read.string(text, 'Topology.parse(text)')), Topology.parse),
    )
  }

  static fromObject(object) {
    const json = JSON.stringify(read.plainObject(object, 'Topology.fromObject(object)'))
    return new Topology(unwrap(native.topologyFromJson(json), Topology.fromObject))
  }

  static fromDeployment(files) {
    const given = nodeFiles(files, 'Topology.fromDeployment(files)')
    return new Topology(unwrap(native.topologyFromDeployment(given), Topology.fromDeployment))
  }

  static draftFromDeployment(files) {
    const given = nodeFiles(files, 'Topology.draftFromDeployment(files)')
    return new TopologyDraft(
      unwrap(native.draftFromDeployment(given), Topology.draftFromDeployment),
    )
  }

  static jsonSchema() {
    return JSON.parse(native.topologyJsonSchema())
  }

  get release() {
    return this.#native.release
  }

  get nodes() {
    const { release } = this
    this.#nodes ??= freeze(this.#native.nodes.map((fields) => node(fields, release)))
    return this.#nodes
  }

  get environments() {
    this.#environments ??= freeze(this.#native.environments.map(environment))
    return this.#environments
  }

  get controlPlane() {
    return named(this.nodes, this.#native.controlPlane)
  }

  get controlPlanes() {
    return namedAll(this.nodes, this.#native.controlPlanes)
  }

  get loadBalancers() {
    return freeze(this.#native.loadBalancers)
  }

  holders(name) {
    return namedAll(this.nodes, this.#native.holders(role(name, 'topology.holders(role)')))
  }

  address(name) {
    return this.#native.address(role(name, 'topology.address(role)'))
  }

  node(name) {
    return named(this.nodes, read.string(name, 'topology.node(name)'))
  }

  environment(name) {
    return named(this.environments, read.string(name, 'topology.environment(name)'))
  }

  endpoints(environment) {
    const name = this.environments.includes(environment) ? environment.name : environment
    return freeze(this.#native.endpoints(environmentName(name, 'topology.endpoints(environment)')))
  }

  check() {
    return new Report(this.#native.check())
  }

  render(files) {
    const pairs = Object.entries(texts(files, 'topology.render(files)'))
    return new RenderedFiles(unwrap(this.#native.render(pairs), Topology.prototype.render))
  }

  toToml() {
    return this.#native.toToml()
  }

  toObject() {
    return JSON.parse(this.#native.toJson())
  }

  equals(other) {
    return other instanceof Topology && this.#native.equals(other.#native)
  }
}

show(Topology, ['release', 'nodes', 'environments'])

class TopologyDraft {
  #native
  #undecided
  #topology

  /** The text stays out of the object's own properties: it may hold passwords. */
  constructor(handle) {
    this.#native = read.handle(handle, native.NativeTopologyDraft, 'TopologyDraft')
    this.#undecided = freeze(handle.undecided())
    const topology = handle.topology()
    this.#topology = topology && new Topology(topology)
  }

  get text() {
    return this.#native.text()
  }

  get undecided() {
    return this.#undecided
  }

  get topology() {
    return this.#topology
  }
}

show(TopologyDraft, ['undecided', 'topology'])

const named = (list, name) => list.find((item) => item.name === name) ?? null

const namedAll = (list, names) => Object.freeze(names.map((name) => named(list, name)))

function node({ keyManager, ports, ...fields }, release) {
  return {
    ...fields,
    keyManager: keyManager && { ...keyManager, password: new SecretText(keyManager.password) },
    ports: new Ports({ ...fields, release }, ports),
  }
}

function environment({ password, properties, ...fields }) {
  const pairs = properties.map(({ name, value }) => [name, new SecretText(value)])
  return {
    ...fields,
    properties: Object.fromEntries(pairs),
    password: password && new SecretText(password),
  }
}

const topology = (value, place) => handleOf(read.instanceOf(Topology)(value, place))

module.exports = { Topology, TopologyDraft, topology }
