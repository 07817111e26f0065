'use strict'

const { NativeApplication } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { plain, run } = require('../call.cjs')
const { show } = require('../show.cjs')
const { ApplicationKeys, keyType } = require('./keys.cjs')

class Application {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, NativeApplication, 'Application')
    this.id = handle.id
    this.name = handle.name
    Object.freeze(this)
  }

  async subscribe(api, version, options) {
    const given = [
      read.string(api, 'application.subscribe(api)'),
      read.string(version, 'application.subscribe(version)'),
    ]
    const { signal } = plain(options, 'application.subscribe(options)')
    await run(signal, (cancellation) => this.#native.subscribe(cancellation, ...given))
  }

  async keys(type, options) {
    const wanted = keyType(type, 'application.keys(keyType)')
    const { signal } = plain(options, 'application.keys(options)')
    const made = await run(signal, (cancellation) => this.#native.keys(cancellation, wanted))
    return new ApplicationKeys(made)
  }
}

show(Application, ['id', 'name'])

module.exports = { Application }
