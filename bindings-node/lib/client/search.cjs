'use strict'

const read = require('../arguments.cjs')
const { run } = require('../call.cjs')
const { ApiOrder } = require('../constants.cjs')
const { freeze } = require('../show.cjs')

const apiQuery = read.optional(
  read.record({
    name: read.string,
    version: read.string,
    context: read.string,
    status: read.string,
    provider: read.string,
    text: read.string,
    order: read.oneOf(ApiOrder),
    descending: read.boolean,
    pageSize: read.unsigned(32),
  }),
  {},
)

/** One API after the other; nothing is asked for before the first is wanted. */
async function* found(stream, signal) {
  while (true) {
    const api = await run(signal, (cancellation) => stream.next(cancellation))
    if (api === null) return
    yield freeze(api)
  }
}

module.exports = { apiQuery, found }
