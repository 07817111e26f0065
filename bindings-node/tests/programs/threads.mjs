// Prints how many threads of the addon's there are after loading it, and after calls.
import { readFileSync, readdirSync } from 'node:fs'
import { freeOffsetBlock } from 'gatewright/emulator'

const names = () =>
  readdirSync('/proc/self/task').map((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8'))
const count = () => names().filter((name) => name.startsWith('gatewright')).length
console.log(count())
await freeOffsetBlock(1)
// A thread takes its name only after it has begun.
while (count() < 2) await new Promise((resolve) => setTimeout(resolve, 5))
await Promise.all([freeOffsetBlock(1), freeOffsetBlock(1), freeOffsetBlock(1)])
console.log(count())
