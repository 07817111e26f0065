// Secrets must not show.
import assert from 'node:assert/strict'
import { inspect } from 'node:util'

export const CANARY = 'canary-hunter2'

/** What is printed of a value, in any way, does not hold the canary or another secret. */
export function assertSilent(value, what, secrets = [CANARY]) {
  const deep = { depth: Infinity, showHidden: true, getters: true }
  const outputs = { json: JSON.stringify(value) ?? '', inspect: inspect(value, { depth: 9 }) }
  outputs.text = String(value)
  outputs.keys = Object.entries(value).flat(9).map(String).join()
  if (value instanceof Error) outputs.stack = value.stack
  // With `getters`, Node itself calls every getter, and the texts of a file are getters.
  if (what !== 'files') outputs.deep = inspect(value, deep)
  for (const [way, output] of Object.entries(outputs)) {
    for (const secret of secrets) {
      assert(!output.includes(secret), `${what} shows it by ${way}`)
    }
  }
}
