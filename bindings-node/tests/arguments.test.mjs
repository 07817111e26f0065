// What JavaScript's callers can get wrong that Rust's cannot: each is a TypeError that says where.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import * as gatewright from 'gatewright'
import { threeNodes, thrown } from './support.mjs'

const { EnvironmentType, Ports, Topology, check, explain, revert } = gatewright
const topology = threeNodes()
const files = topology.render()
const report = check([])
const ports = topology.controlPlane.ports

test('a value of a wrong type is refused by name', () => {
  for (const [call, message] of [
    [() => Topology.load(7), 'Topology.load(path) must be a string or a URL, not a number'],
    [() => Topology.load(), 'Topology.load(path) must be a string or a URL, not undefined'],
    [() => Topology.parse(null), 'Topology.parse(text) must be a string, not null'],
    [
      () => Topology.parse(Buffer.from('')),
      'Topology.parse(text) must be a string, not an instance of Buffer',
    ],
    [
      () => Topology.fromObject([]),
      'Topology.fromObject(object) must be a plain object, not an array',
    ],
    [
      () => Topology.fromDeployment('a'),
      'Topology.fromDeployment(files) must be an array, not a string',
    ],
    [() => topology.node(1), 'topology.node(name) must be a string, not a number'],
    [() => topology.environment({}), 'topology.environment(name) must be a string, not an object'],
    [
      () => topology.endpoints(threeNodes().environments[0]),
      'topology.endpoints(environment) must be a name or an environment of this topology, not an object',
    ],
    [
      () => topology.render(new Map()),
      'topology.render(files) must be a plain object, not an instance of Map',
    ],
    [() => topology.render({ a: 1 }), 'topology.render(files)["a"] must be a string, not a number'],
    [() => check('a.toml'), 'check(files) must be an array, not a string'],
    [() => check(), 'check(files) must be an array, not undefined'],
    [() => check([7]), 'check(files)[0] must be a string, a URL or a plain object, not a number'],
    [() => check([{ text: '' }]), 'check(files)[0].path must be a string or a URL, not undefined'],
    [
      () => check([{ path: 'a', roles: 'gateway' }]),
      'check(files)[0].roles must be an array, not a string',
    ],
    [() => check([], true), 'check(options) must be a plain object, not a boolean'],
    [() => check([], { notes: 1 }), 'check(options).notes must be true or false, not a number'],
    [() => explain(Symbol('a')), 'explain(code) must be a string, not a symbol'],
    [
      () => files.write({ removing: 'Default' }),
      'renderedFiles.write(options).removing must be an array, not a string',
    ],
    [() => files.writeTo(), 'renderedFiles.writeTo(dir) must be a string or a URL, not undefined'],
    [() => files.get(0), 'renderedFiles.get(node) must be a string, not a number'],
    [() => revert('home'), 'revert(homes) must be an array, not a string'],
    [() => revert([1n]), 'revert(homes)[0] must be a string or a URL, not a bigint'],
    [
      () => new Ports({ pack: 'gateway', release: '4.7' }),
      'new Ports(options).offset must be an integer, not undefined',
    ],
    [
      () => new Ports({ pack: 'gateway', release: 4.7, offset: 0 }),
      'new Ports(options).release must be a string, not a number',
    ],
    [() => ports.find(1.5), 'ports.find(number) must be an integer, not a number'],
    [
      () => ports.collisions({}),
      'ports.collisions(other) must be an instance of Ports, not an object',
    ],
  ]) {
    const error = thrown(call, TypeError)
    assert.equal(error.message, message)
    assert.equal(error.code, 'ERR_INVALID_ARG_TYPE')
  }
})

test('an unknown option or member is refused with the nearest, or with all there are', () => {
  for (const [call, message] of [
    [
      () => check([{ path: 'a', rolse: [] }]),
      'check(files)[0] has no option "rolse"; did you mean "roles"?',
    ],
    [
      () => check([], { Notes: true }),
      'check(options) has no option "Notes"; did you mean "notes"?',
    ],
    [
      () => check([], { verbose: 1 }),
      'check(options) has no option "verbose"; it can be "notes", "environmentVariables"',
    ],
    [
      () => files.write({ remove: ['Default'] }),
      'renderedFiles.write(options) has no option "remove"; it can be "removing"',
    ],
    [
      () => files.write({ removeing: ['Default'] }),
      'renderedFiles.write(options) has no option "removeing"; did you mean "removing"?',
    ],
    [
      () => check([{ path: 'a', roles: ['gatway'] }]),
      'check(files)[0].roles[0] is "gatway", which does not exist; did you mean "gateway"?',
    ],
    [
      () => check([{ path: 'a', pack: 'all-in-noe' }]),
      'check(files)[0].pack is "all-in-noe", which does not exist; did you mean "all-in-one"?',
    ],
    [
      () => report.format('xml'),
      'report.format(name) is "xml", which does not exist; ' +
        'it can be "text", "json", "sarif", "junit", "github"',
    ],
    [
      () => report.count('errors'),
      'report.count(severity) is "errors", which does not exist; did you mean "error"?',
    ],
    [
      () => ports.get('amqp-tsl'),
      'ports.get(name) is "amqp-tsl", which does not exist; did you mean "amqp-tls"?',
    ],
    [
      () => EnvironmentType.accepts('Production', 'PRODUCTION'),
      'EnvironmentType.accepts(type) is "Production", which does not exist; ' +
        'did you mean "production"?',
    ],
  ]) {
    const error = thrown(call, TypeError)
    assert.equal(error.message, message)
    assert.equal(error.code, 'ERR_INVALID_ARG_VALUE')
  }
})

test('a URL must be one of a file', () => {
  assert.throws(() => check([new URL('https://a/deployment.toml')]), {
    name: 'TypeError',
    code: 'ERR_INVALID_URL_SCHEME',
  })
})

test('plain objects may come from another realm or have no prototype', () => {
  const options = runInContext('({ notes: true })', createContext({}))
  assert(check([], options).isEmpty)
  assert(check([], Object.assign(Object.create(null), { notes: true })).isEmpty)
})

test('classes are made by functions only', () => {
  const { GatewrightError, RenderedFile, RenderedFiles, Report, SecretText } = gatewright
  for (const type of [GatewrightError, RenderedFile, RenderedFiles, Report, SecretText, Topology]) {
    assert.equal(
      thrown(() => new type({}), TypeError).message,
      `${type.name} is not made with \`new\`: functions of gatewright give it`,
    )
  }
})
