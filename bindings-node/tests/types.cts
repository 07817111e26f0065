// Compiled, never run: the types as a CommonJS module sees them.
import gatewright = require('gatewright')

const text: string = gatewright.version()
const topology: gatewright.Topology = gatewright.Topology.parse(gatewright.examples.THREE_NODES)
const role: gatewright.Role = gatewright.Role.Gateway
const node: gatewright.Node | null = topology.node('gateway-1')

export = { text, topology, role, node }
