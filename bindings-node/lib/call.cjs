'use strict'

// Calls that give promises, and how they are cancelled.

const { NativeCancellation } = require('../native.cjs')
const read = require('./arguments.cjs')
const { unwrap } = require('./errors.cjs')

/** The options of a call; those that every call has, and its own. */
const options = (readers = {}) =>
  read.optional(read.record({ ...readers, signal: read.abortSignal }), {})

/** The options of a call that has none of its own. */
const plain = options()

/**
 * Makes a call of the addon and waits for its answer. `start` gets what cancels the call; that is
 * held until the answer is there, because without it the addon gives up.
 */
async function run(signal, start) {
  const cancellation = new NativeCancellation()
  const cancel = () => cancellation.cancel()
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel)
  try {
    return unwrap(await start(cancellation))
  } finally {
    signal?.removeEventListener('abort', cancel)
    cancel()
  }
}

module.exports = { options, plain, run }
