// Compiled, never run: the types as a CommonJS module sees them.
import gatewright = require('gatewright')

const text: string = gatewright.version()

export = text
