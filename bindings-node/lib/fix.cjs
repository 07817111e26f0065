'use strict'

const { NativeFixedFiles } = require('../native.cjs')
const { handle } = require('./arguments.cjs')
const { diagnostics } = require('./diagnostic.cjs')
const { freeze, show } = require('./show.cjs')

class FixedFile {
  #native
  #index

  /** The texts stay out of the object's own properties: they are whole files, passwords included. */
  constructor(native, path, index) {
    this.#native = handle(native, NativeFixedFiles, 'FixedFile')
    this.#index = index
    this.path = path
    Object.freeze(this)
  }

  get before() {
    return this.#native.before(this.#index)
  }

  get after() {
    return this.#native.after(this.#index)
  }

  get diff() {
    return this.#native.diffOf(this.#index)
  }
}

class FixedFiles {
  #native
  #files
  #made
  #left

  constructor(native) {
    this.#native = handle(native, NativeFixedFiles, 'FixedFiles')
    this.#files = Object.freeze(
      native.paths.map((path, index) => new FixedFile(native, path, index)),
    )
  }

  get files() {
    return this.#files
  }

  get made() {
    this.#made ??= diagnostics(this.#native.made())
    return this.#made
  }

  get left() {
    this.#left ??= diagnostics(this.#native.left())
    return this.#left
  }

  get isChanged() {
    return this.#native.isChanged
  }

  get diff() {
    return this.#native.diff()
  }

  write() {
    // Errors have reports, and reports have this: required when all of them are there.
    const { unwrap } = require('./errors.cjs')
    return freeze(unwrap(this.#native.write(), FixedFiles.prototype.write))
  }

  [Symbol.iterator]() {
    return this.#files[Symbol.iterator]()
  }
}

show(FixedFiles, ['files', 'isChanged'])

module.exports = { FixedFile, FixedFiles }
