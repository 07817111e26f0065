'use strict'

const native = require('../native.cjs')
const read = require('./arguments.cjs')
const { unwrap } = require('./errors.cjs')
const { freeze, show } = require('./show.cjs')

const options = read.optional(read.record({ removing: read.listOf(read.string) }), {})
const paths = read.listOf(read.path)

class RenderedFile {
  #native

  /** The texts stay out of the object's own properties: they are whole files, passwords included. */
  constructor(fields, handle) {
    this.#native = read.handle(handle, native.NativeRenderedFiles, 'RenderedFile')
    Object.assign(this, fields)
    Object.freeze(this)
  }

  get before() {
    return this.#native.before(this.node)
  }

  get after() {
    return this.#native.after(this.node)
  }

  get diff() {
    return this.#native.diffOf(this.node)
  }
}

class RenderedFiles {
  #native
  #files

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeRenderedFiles, 'RenderedFiles')
    this.#files = Object.freeze(handle.files.map((fields) => new RenderedFile(fields, handle)))
  }

  get files() {
    return this.#files
  }

  get removedEnvironments() {
    return freeze(this.#native.removedEnvironments)
  }

  get isChanged() {
    return this.#native.isChanged
  }

  get diff() {
    return this.#native.diff()
  }

  get(node) {
    const name = read.string(node, 'renderedFiles.get(node)')
    return this.#files.find((file) => file.node === name) ?? null
  }

  write(settings) {
    const { removing = [] } = options(settings, 'renderedFiles.write(options)')
    return freeze(unwrap(this.#native.write(removing), RenderedFiles.prototype.write))
  }

  writeTo(dir, settings) {
    const folder = read.path(dir, 'renderedFiles.writeTo(dir)')
    const { removing = [] } = options(settings, 'renderedFiles.writeTo(options)')
    return freeze(unwrap(this.#native.writeTo(folder, removing), RenderedFiles.prototype.writeTo))
  }

  [Symbol.iterator]() {
    return this.#files[Symbol.iterator]()
  }
}

show(RenderedFiles, ['files', 'isChanged', 'removedEnvironments'])

const revert = (homes) => freeze(unwrap(native.revert(paths(homes, 'revert(homes)')), revert))

module.exports = { RenderedFiles, RenderedFile, revert }
