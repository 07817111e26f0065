'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { KeyType } = require('../constants.cjs')
const { unwrap } = require('../errors.cjs')
const { freeze, show } = require('../show.cjs')

const keyType = read.oneOf(KeyType)
const settings = read.optional(
  read.record({ parameters: read.path, parametersEnvironment: read.string }),
  {},
)
const state = read.optional(read.string)
const names = read.optional(read.listOf(read.string), [])

let handleOf

class ApiProject {
  #native
  #targets

  /** The files stay in the addon. */
  constructor(handle) {
    this.#native = read.handle(handle, native.NativeApiProject, 'ApiProject')
    this.#targets = freeze(handle.targets)
    Object.freeze(this)
  }

  static {
    handleOf = (project) => project.#native
  }

  static open(path, options) {
    const from = read.path(path, 'ApiProject.open(path)')
    const { parameters, parametersEnvironment } = settings(options, 'ApiProject.open(options)')
    const answer = native.openApiProject(from, parameters, parametersEnvironment)
    return new ApiProject(unwrap(answer, ApiProject.open))
  }

  get path() {
    return this.#native.path
  }

  get layout() {
    return this.#native.layout
  }

  get name() {
    return this.#native.name
  }

  get version() {
    return this.#native.version
  }

  get context() {
    return this.#native.context
  }

  get lifecycle() {
    return this.#native.lifecycle
  }

  get targets() {
    return this.#targets
  }

  get digest() {
    return this.#native.digest
  }

  hasEndpoint(type) {
    return this.#native.hasEndpoint(keyType(type, 'project.hasEndpoint(keyType)'))
  }

  endpoint(type) {
    return this.#native.endpoint(keyType(type, 'project.endpoint(keyType)'))
  }

  requireRelease(release) {
    const wanted = read.string(release, 'project.requireRelease(release)')
    unwrap(this.#native.requireRelease(wanted), ApiProject.prototype.requireRelease)
  }

  archiveForImport(currentLifecycle, environments) {
    const answer = this.#native.archiveForImport(
      state(currentLifecycle, 'project.archiveForImport(currentLifecycle)'),
      names(environments, 'project.archiveForImport(environments)'),
    )
    return unwrap(answer, ApiProject.prototype.archiveForImport)
  }

  equals(other) {
    return other instanceof ApiProject && this.#native.equals(other.#native)
  }
}

show(ApiProject, ['path', 'layout', 'name', 'version', 'context', 'lifecycle', 'targets', 'digest'])

const project = (value, place) => handleOf(read.instanceOf(ApiProject)(value, place))

module.exports = { ApiProject, project }
