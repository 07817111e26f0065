'use strict'

const native = require('../native.cjs')
const read = require('./arguments.cjs')
const { nodeFile } = require('./check.cjs')
const { unwrap } = require('./errors.cjs')
const { show } = require('./show.cjs')

class RestoredFile {
  #native

  /** The texts stay out of the object's own properties: they are whole files, passwords included. */
  constructor(handle) {
    this.#native = read.handle(handle, native.NativeRestoredFile, 'RestoredFile')
    this.path = handle.path
    this.environment = handle.environment
    this.isChanged = handle.isChanged
    Object.freeze(this)
  }

  get before() {
    return this.#native.before()
  }

  get after() {
    return this.#native.after()
  }

  get diff() {
    return this.#native.diff()
  }

  write() {
    unwrap(this.#native.write(), RestoredFile.prototype.write)
  }
}

show(RestoredFile, ['path', 'environment', 'isChanged'])

function restoreDefaultEnvironment(file) {
  const given = nodeFile(file, 'restoreDefaultEnvironment(file)')
  const restored = native.restoreDefaultEnvironment(given)
  return new RestoredFile(unwrap(restored, restoreDefaultEnvironment))
}

function restoreEnvironment(file, name) {
  const given = nodeFile(file, 'restoreEnvironment(file)')
  const wanted = read.string(name, 'restoreEnvironment(name)')
  return new RestoredFile(unwrap(native.restoreEnvironment(given, wanted), restoreEnvironment))
}

module.exports = { RestoredFile, restoreDefaultEnvironment, restoreEnvironment }
