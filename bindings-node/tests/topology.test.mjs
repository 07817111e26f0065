import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Ports, Report, SecretText, Topology, examples } from 'gatewright'
import { codes, folder, native, threeNodes, thrown, write } from './support.mjs'

const ENVIRONMENTS = ['Production Gateway', 'Production and Sandbox']

test('a topology has every attribute', () => {
  const topology = threeNodes()
  assert.equal(topology.release, '4.7')
  assert.deepEqual(
    topology.nodes.map(({ name }) => name),
    ['control-plane', 'gateway-1', 'gateway-2'],
  )
  assert.deepEqual(
    topology.environments.map(({ name }) => name),
    ENVIRONMENTS,
  )
  assert.equal(topology.controlPlane, topology.node('control-plane'))
  assert.equal(topology.node('nobody'), null)
  assert.equal(topology.environment('nothing'), null)
  assert.equal(topology.endpoints('nothing'), null)
  assert(topology.check() instanceof Report)
  assert.equal(topology.check().ok, true)
})

test('a node has every attribute', () => {
  const { ports, ...gateway } = threeNodes().node('gateway-1')
  assert.deepEqual(gateway, {
    name: 'gateway-1',
    roles: ['gateway'],
    pack: 'gateway',
    host: 'localhost',
    offset: 1,
    home: null,
    httpProxyPort: null,
    httpsProxyPort: null,
    keyManager: null,
  })
  assert(ports instanceof Ports)
  assert.equal(ports.get('pass-through-https'), 8244)
})

test('nodes are found by their roles, and reached through load balancers', () => {
  const object = threeNodes().toObject()
  object.load_balancer = { 'control-plane': 'https://api.example.com/' }
  object.node.push({ name: 'second', roles: ['control-plane'], host: 'localhost', offset: 3 })
  object.node[1].https_proxy_port = 443
  const topology = Topology.fromObject(object)
  const both = [topology.node('control-plane'), topology.node('second')]
  assert.equal(topology.controlPlane, both[0])
  assert.deepEqual(topology.controlPlanes, both)
  assert.deepEqual(topology.holders('key-manager'), both)
  assert.equal(topology.address('key-manager'), 'https://api.example.com')
  assert.equal(topology.address('gateway'), null)
  assert.deepEqual(topology.loadBalancers, {
    controlPlane: 'https://api.example.com',
    trafficManager: null,
    keyManager: null,
  })
  assert.equal(topology.node('gateway-1').httpsProxyPort, 443)
  for (const list of [topology.controlPlanes, topology.loadBalancers, topology.holders('gateway')])
    assert(Object.isFrozen(list))
  for (const call of [() => topology.holders('gatway'), () => topology.address()])
    assert.throws(call, TypeError)
})

test('an environment has every attribute', () => {
  const topology = threeNodes()
  assert.deepEqual(topology.environment(ENVIRONMENTS[0]), {
    name: ENVIRONMENTS[0],
    type: 'production',
    displayName: null,
    description: 'Production Gateway Environment',
    provider: null,
    gatewayType: null,
    visibility: [],
    properties: {},
    isFederated: false,
    displayInApiConsole: true,
    showAsTokenEndpointUrl: true,
    gateways: ['gateway-1'],
    endpoints: {
      serviceUrl: null,
      http: null,
      https: null,
      ws: null,
      wss: null,
      websubHttp: null,
      websubHttps: null,
    },
    virtualHosts: [],
    username: null,
    password: null,
  })
  const [environment] = topology.environments
  assert.deepEqual(topology.endpoints(environment), topology.endpoints(environment.name))
  assert.deepEqual(topology.endpoints(ENVIRONMENTS[0]), {
    serviceUrl: 'https://localhost:9444/services/',
    http: 'http://localhost:8281',
    https: 'https://localhost:8244',
    ws: 'ws://localhost:9100',
    wss: 'wss://localhost:8100',
    websubHttp: 'http://localhost:9022',
    websubHttps: 'https://localhost:8022',
  })
})

test('an environment says what another vendor needs to know, whatever its name', () => {
  const object = threeNodes().toObject()
  const properties = JSON.parse('{"region": "eu-west-1", "__proto__": "$secret{account}"}')
  const given = { provider: 'aws', gateway_type: 'AWS', https_endpoint: 'https://aws.example.com' }
  object.environment.push({ name: 'Events', type: 'production', ...given, properties })
  const topology = Topology.fromObject(object)
  const environment = topology.environment('Events')
  assert.equal(environment.isFederated, true)
  assert.deepEqual([environment.provider, environment.gatewayType], ['aws', 'AWS'])
  assert.deepEqual(environment.gateways, [])
  const entries = Object.entries(environment.properties)
  assert.deepEqual(
    entries.map(([name, value]) => [name, `${value}`, value.expose()]),
    [
      ['__proto__', '$secret{account}', '$secret{account}'],
      ['region', '***', 'eu-west-1'],
    ],
  )
  assert(Object.isFrozen(environment.properties))
  assert(topology.equals(Topology.fromObject(topology.toObject())))
})

test('values are made once and cannot be changed', () => {
  const topology = threeNodes()
  assert.equal(topology.nodes, topology.nodes)
  assert.equal(topology.environments, topology.environments)
  const [node] = topology.nodes
  const [environment] = topology.environments
  for (const value of [topology.nodes, node, node.roles, node.ports, environment.endpoints]) {
    assert(Object.isFrozen(value))
  }
})

test('passwords come as secret texts', () => {
  const object = threeNodes().toObject()
  object.node[1].key_manager = { username: 'km', password: '$secret{km}' }
  object.environment[0].username = 'pub'
  object.environment[0].password = 'hunter2'
  const topology = Topology.fromObject(object)
  const { keyManager } = topology.node('gateway-1')
  assert.equal(keyManager.username, 'km')
  assert(keyManager.password instanceof SecretText)
  assert.equal(keyManager.password.expose(), '$secret{km}')
  assert.equal(String(keyManager.password), '$secret{km}')
  const { password } = topology.environment(ENVIRONMENTS[0])
  assert.equal(password.expose(), 'hunter2')
  assert.equal(String(password), '***')
})

test('texts, files and objects give the same topology', (t) => {
  const topology = threeNodes()
  const path = write(join(folder(t), 'ü topology.toml'), examples.THREE_NODES)
  for (const same of [
    Topology.load(path),
    Topology.load(pathToFileURL(path)),
    Topology.parse(topology.toToml()),
    Topology.fromObject(topology.toObject()),
  ]) {
    assert(topology.equals(same))
  }
  const other = topology.toObject()
  other.node[1].offset = 7
  assert.equal(topology.equals(Topology.fromObject(other)), false)
  assert.equal(topology.equals(other), false)
})

test('an installation becomes a topology', () => {
  const topology = threeNodes()
  const files = topology.render().files.map(({ node, path, after }) => ({
    path,
    text: after,
    name: node,
    host: 'localhost',
    roles: topology.node(node).roles,
    release: '4.7',
  }))
  assert(topology.equals(Topology.fromDeployment(files)))
})

test('all problems are reported at once, with their places', () => {
  const text = '# 😀\nrelease = "4.7"\n[[node]]\nname = "a"\noffest = 1\n'
  const { diagnostics } = thrown(() => Topology.parse(text))
  assert(diagnostics.length > 1)
  const unknown = diagnostics.find(({ code }) => code === 'unknown-key')
  assert.equal(unknown.line, 5)
  assert.equal(text.slice(unknown.span.start, unknown.span.end), 'offest')
})

test('objects are read as strictly as texts, without places', () => {
  const object = { ...threeNodes().toObject(), relase: '4.7' }
  object.node[1].offset = 'one'
  const { diagnostics } = thrown(() => Topology.fromObject(object))
  assert.deepEqual(codes(diagnostics).sort(), ['invalid-offset', 'unknown-key'])
  for (const found of diagnostics) assert.deepEqual([found.line, found.span], [null, null])
})

test('what is worth knowing about a valid topology is in its report', () => {
  const topology = Topology.parse(examples.THREE_NODES.replace('4.7', '9.9'))
  assert.equal(topology.check().ok, true)
  assert.deepEqual(codes(topology.check()), ['unknown-release'])
})

test('there is a JSON Schema', () => {
  assert.equal(Topology.jsonSchema().properties.schema_version.const, 1)
})

test('ports are found by name and by number', () => {
  const gateway = new Ports({ pack: 'gateway', release: '4.7', offset: 1 })
  assert.deepEqual([gateway.pack, gateway.release, gateway.offset], ['gateway', '4.7', 1])
  assert.equal(gateway.get('amqp'), null)
  assert.equal(gateway.find(8244), 'pass-through-https')
  assert.equal(gateway.find(8243), null)
  assert.equal(gateway.find(-1), null)
  const all = new Ports({ pack: 'all-in-one', release: '4.7', offset: 38 })
  assert.equal(all.size, native.names().port.length)
  assert.deepEqual(
    [...all].map(([name]) => name),
    native.names().port,
  )
  assert.deepEqual(gateway.collisions(all)[0], {
    mine: 'pass-through-http',
    theirs: 'pass-through-https',
    number: 8281,
  })
  const wrong = (options) => thrown(() => new Ports({ ...all, ...options })).code
  assert.equal(wrong({ release: '1.0' }), 'invalid-release')
  assert.equal(wrong({ offset: 70000 }), 'invalid-offset')
})
