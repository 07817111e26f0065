'use strict'

// Functions of the user's that the addon asks while a call is under way.

/**
 * The function as the addon asks it: its answer, now or later, is read and goes into the reply; so
 * does why there is none. What it is asked about, if anything, is in the reply as well.
 */
const asked =
  (ask, read, about = () => []) =>
  (reply) =>
    void answer(() => ask(...about(reply)), read, reply)

async function answer(ask, read, reply) {
  try {
    reply.fill(read(await ask()))
  } catch (error) {
    reply.fail(reasonOf(error))
  }
}

function reasonOf(error) {
  if (typeof error === 'string') return error
  if (typeof error?.message === 'string') return error.message || `${error.name}`
  return 'it threw something that is no Error'
}

module.exports = { asked }
