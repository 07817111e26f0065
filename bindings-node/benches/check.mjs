// Checks the file named as argument repeatedly and prints the median of the call in nanoseconds.
// `cargo xtask bench` runs it beside the same call from Rust and Python, from a folder where the
// package is installed.

import { createRequire } from 'node:module'
import { join } from 'node:path'

const { check } = createRequire(join(process.cwd(), 'here.cjs'))('gatewright')
const path = process.argv[2]
const times = []
for (let run = 0; run < 101; run += 1) {
  const start = process.hrtime.bigint()
  const { ok } = check([path])
  times.push(Number(process.hrtime.bigint() - start))
  if (!ok) throw new Error('the file has errors')
}
times.sort((one, other) => one - other)
console.log(times[50])
