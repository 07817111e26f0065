'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { options, run } = require('../call.cjs')
const { Worded } = require('../worded.cjs')
const { connectReaders } = require('./connect.cjs')

class Probe extends Worded {}

/** The options of a call that waits for no longer than they say. */
const patience = (readers) => {
  const optional = options({ ...readers, timeout: read.milliseconds })
  return (value, place) => {
    const given = optional(value, place)
    read.milliseconds(given.timeout, `${place}.timeout`)
    return given
  }
}

const waitOptions = patience({})
const readyOptions = patience(connectReaders)

async function waitUntilReady(url, settings) {
  const address = read.string(url, 'waitUntilReady(url)')
  const place = 'waitUntilReady(options)'
  const { signal, timeout, headers, ...given } = readyOptions(settings, place)
  const call = (cancellation) => native.waitForNode(cancellation, address, given, timeout, headers)
  await run(signal, call)
}

module.exports = { Probe, waitOptions, waitUntilReady }
