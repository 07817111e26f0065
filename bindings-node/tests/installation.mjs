// The original procedure's three nodes in an emulator, on ports that are free.
import { ControlPlane, Credentials, Topology, examples } from 'gatewright'
import { Emulator, freeOffsetBlock } from 'gatewright/emulator'

/** Repeats as often as the defaults, without their pauses. */
export const QUICK = { firstDelay: 1, longestDelay: 5 }

/** A topology of the procedure's nodes from this offset on. */
export function topologyAt(release, base) {
  const object = Topology.parse(examples.THREE_NODES).toObject()
  object.release = release
  object.node.forEach((node, index) => (node.offset = base + index))
  return Topology.fromObject(object)
}

/** The nodes as an emulator takes them, each from its rendered file, the password in it replaced. */
export const nodesOf = (topology, password = 'admin') =>
  topology.render().files.map(({ node, after }) => ({
    name: node,
    text: after.replaceAll('password = "admin"', `password = "${password}"`),
    release: topology.release,
    pack: topology.node(node).pack,
  }))

/** Three running nodes; the test stops them at its end. */
export async function started(test, release = '4.7', password = 'admin') {
  const offsetBlock = await freeOffsetBlock(3)
  const topology = topologyAt(release, offsetBlock.base)
  const nodes = nodesOf(topology, password)
  const emulator = await Emulator.start({ nodes, offsetBlock, propagationDelay: 20 })
  test.after(() => emulator.stop())
  return new Installation(topology, emulator)
}

class Installation {
  constructor(topology, emulator) {
    this.topology = topology
    this.emulator = emulator
  }

  get url() {
    return `https://localhost:${this.topology.controlPlane.ports.get('servlet-https')}`
  }

  /** A connection as the administrator. */
  connect(options, password = 'admin') {
    return ControlPlane.connect(this.url, Credentials.password('admin', password), {
      release: this.topology.release,
      caCertificates: this.emulator.caPem,
      retry: QUICK,
      ...options,
    })
  }

  /** An API for every environment. */
  publication(environments = this.topology.environments.map(({ name }) => name)) {
    const endpoint = this.emulator.echoUrl
    return {
      name: 'Pets',
      version: '1.0.0',
      environments,
      definition: {
        context: '/pets',
        productionEndpoint: endpoint,
        sandboxEndpoint: endpoint,
        plans: ['Unlimited'],
      },
    }
  }
}
