// Compiled, never run: the types as an ES module sees them.
import { version } from 'gatewright'

const text: string = version()
// @ts-expect-error: it is no number
const number: number = version()
// @ts-expect-error: it takes no argument
version(1)

export { text, number }
