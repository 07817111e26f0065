// What JavaScript's callers can get wrong of a running API-M: a TypeError that says where.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import * as gatewright from 'gatewright'
import * as emulator from 'gatewright/emulator'
import { started } from './installation.mjs'
import { rejected } from './support.mjs'

const {
  AdminEnvironment,
  ApiDefinition,
  ApiProject,
  ApiRequest,
  ApplicationAccess,
  ApplicationKeys,
  ControlPlane,
  Credentials,
  Grant,
} = gatewright
const { Publication, Publications, SecretFile, Target, waitUntilReady } = gatewright
const { Emulator, EmulatorNode, Fault, freeOffsetBlock } = emulator

const URL_ = 'https://localhost:1'
const who = Credentials.basic('admin', 'admin')

test('arguments of what is made at once', () => {
  for (const [call, message] of [
    [() => Credentials.password(1, 'a'), 'Credentials.password(user) must be a string'],
    [
      () => Credentials.password('a', null),
      'Credentials.password(password) must be a string or a SecretText, not null',
    ],
    [
      () => Credentials.password('a', 'b', { clientId: 'c' }),
      'Credentials.password(options).clientSecret must be a string or a SecretText, not undefined',
    ],
    [() => Grant.password('a'), 'Grant.password(password) must be a string or a SecretText'],
    [
      () => new ApplicationKeys('production', 'a', 'b'),
      'new ApplicationKeys(keyType) is "production", which does not exist; did you mean "PRODUCTION"?',
    ],
    [
      () => new Publication('a', '1', { environment: ['x'] }),
      'new Publication(options) has no option "environment"; did you mean "environments"?',
    ],
    [
      () => new Publication('a', '1', { project: 'toys' }),
      'new Publication(options).project must be an instance of ApiProject, not a string',
    ],
    [
      () => Publication.fromProject('toys'),
      'fromProject(project) must be an instance of ApiProject',
    ],
    [() => ApiProject.open(1), 'ApiProject.open(path) must be a string or a URL, not a number'],
    [
      () => ApiProject.open('toys', { params: 'a' }),
      'ApiProject.open(options) has no option "params"',
    ],
    [() => new ApiProject(), 'ApiProject is not made with `new`'],
    [() => new Publications(), 'Publications is not made with `new`'],
    [() => Publications.parse('', 1), 'Publications.parse(base) must be a string or a URL'],
    [
      () => Publications.load('a', { variables: { HOST: 1 } }),
      'Publications.load(options).variables["HOST"] must be a string, not a number',
    ],
    [
      () => new Publication('a', '1', { environments: 'Default' }),
      'new Publication(options).environments must be an array, not a string',
    ],
    [
      () => new Publication('a', '1', { environments: [{ virtualHost: 'x' }] }),
      'new Publication(options).environments[0].environment must be a string, not undefined',
    ],
    [
      () => new Publication('a', '1', { lifecycle: 'PUBLISHED' }),
      'new Publication(options).lifecycle is "PUBLISHED", which does not exist',
    ],
    [
      () => new Publication('a', '1').hasEndpoint('production'),
      'publication.hasEndpoint(keyType) is "production", which does not exist; did you mean "PRODUCTION"?',
    ],
    [() => new ApiDefinition({}), 'new ApiDefinition(options).context must be a string'],
    [
      () => new ApplicationAccess('shop', { keyTypes: ['production'] }),
      'new ApplicationAccess(options).keyTypes[0] is "production", which does not exist; did you mean "PRODUCTION"?',
    ],
    [
      () => new ApplicationAccess('shop', { consumerSecrets: { PRODUCTION: 1 } }),
      'new ApplicationAccess(options).consumerSecrets["PRODUCTION"] must be a string or a SecretText, not a number',
    ],
    [() => new ApplicationAccess(), 'new ApplicationAccess(name) must be a string, not undefined'],
    [() => new SecretFile(1), 'new SecretFile(path) must be a string or a URL, not a number'],
    [() => new Target('a', { hidden: true }), 'new Target(options) has no option "hidden"'],
    [() => new ApiRequest(URL_, { body: 1 }), 'body must be a string or bytes, not a number'],
    [
      () => new AdminEnvironment('eu', [{ host: 'a', httpPort: 65536 }]),
      'new AdminEnvironment(virtualHosts)[0].httpPort must be an integer from 0 to 65535',
    ],
    [
      () => new AdminEnvironment('eu', [{}]),
      'virtualHosts)[0].host must be a string, not undefined',
    ],
    [() => new Fault({}), 'new Fault(options).action must be a string, not undefined'],
    [
      () => new Fault({ action: 'reset', times: -1 }),
      'times must be an integer from 0 to 4294967295',
    ],
    [() => new EmulatorNode({ name: 'a' }), 'must have a home or a text, and not both'],
    [() => new EmulatorNode({ home: 'a', text: '' }), 'must have a home or a text, and not both'],
    [() => new EmulatorNode({ text: '' }), 'new EmulatorNode(options).name must be a string'],
  ]) {
    assert.throws(call, (error) => error instanceof TypeError && error.message.includes(message))
  }
})

test('arguments of what takes time reject the promise', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const plan = await controlPlane.plan([])
  const signal = { signal: new Date() }
  for (const [call, message] of [
    [
      ControlPlane.connect(URL_, who, { timeout: 1 }),
      'has no option "timeout"; it can be "release"',
    ],
    [ControlPlane.connect(URL_), '(credentials) must be an instance of Credentials, not undefined'],
    [
      ControlPlane.connect(URL_, who, signal),
      'signal must be an AbortSignal, not an instance of Date',
    ],
    [controlPlane.environments(signal), 'environments(options).signal must be an AbortSignal'],
    [controlPlane.apis({ limit: 1 }), 'apis(options) has no option "limit"; it can be "signal"'],
    [controlPlane.api('Pets'), 'controlPlane.api(version) must be a string, not undefined'],
    [controlPlane.plan({ name: 'a' }), 'plan(publications) must be an array, not an object'],
    [controlPlane.plan([{ name: 'a' }]), 'plan(publications)[0].version must be a string'],
    [
      controlPlane.planAsSaved({ name: 'a' }, '{}'),
      'planAsSaved(publications) must be an array, not an object',
    ],
    [controlPlane.planAsSaved([]), 'planAsSaved(saved) must be a string, not undefined'],
    [
      controlPlane.planAsSaved([], plan),
      'planAsSaved(saved) must be a string, not an instance of Plan',
    ],
    [controlPlane.provideAccess('shop'), 'provideAccess(accesses) must be an array, not a string'],
    [
      controlPlane.provideAccess([]),
      'provideAccess(sink) must be a SecretFile or a function, not undefined',
    ],
    [
      controlPlane.provideAccess([], () => undefined, { sink: 1 }),
      'provideAccess(options) has no option "sink"; it can be "signal"',
    ],
    [controlPlane.apply({}), 'controlPlane.apply(plan) must be an instance of Plan, not an object'],
    [controlPlane.call(URL_), 'call(request) must be an instance of ApiRequest, not a string'],
    [
      controlPlane.waitUntilLive('a', '1', ['b']),
      'waitUntilLive(options).timeout must be a number of milliseconds, not undefined',
    ],
    [waitUntilReady(URL_, {}), 'waitUntilReady(options).timeout must be a number of milliseconds'],
    [
      Emulator.start({ nodes: [{}] }),
      'Emulator.start(options).nodes[0] must have a home or a text',
    ],
    [
      freeOffsetBlock(-1),
      'freeOffsetBlock(count) must be an integer from 0 to 65535, not a number',
    ],
    [controlPlane.getApi(7), 'controlPlane.getApi(id) must be a string, not a number'],
    [
      controlPlane.createApi('{}'),
      'controlPlane.createApi(api) must be a plain object, not a string',
    ],
    [controlPlane.importOpenapi(1, {}), 'importOpenapi(openapi) must be a string or bytes'],
    [controlPlane.importArchive('PK'), 'importArchive(archive) must be bytes, not a string'],
    [
      controlPlane.exportArchive('a', '1', { revision: -1 }),
      'exportArchive(options).revision must be an integer from 0 to 4294967295, not a number',
    ],
    [
      controlPlane.deployRevision('a', 'b', [{ virtualHost: 'c' }]),
      'deployRevision(targets)[0].environment must be a string, not undefined',
    ],
    [
      controlPlane.updateDeployment('a', { environment: 'b' }),
      'updateDeployment(deployment).virtualHost must be a string, not undefined',
    ],
    [
      controlPlane.changeLifecycle('a', 'Publish', { checks: { b: 1 } }),
      'changeLifecycle(options).checks["b"] must be true or false, not a number',
    ],
    [
      controlPlane.decideWorkflow('a', 'approved', ''),
      'decideWorkflow(decision) is "approved", which does not exist; did you mean "approve"?',
    ],
    [
      controlPlane.createAdminEnvironment({ name: 'a' }),
      'createAdminEnvironment(environment) must be an instance of AdminEnvironment, not an object',
    ],
    [installation.emulator.addUser('a', 'b', 'admin'), 'addUser(roles) must be an array'],
  ].map(([promise, text]) => [rejected(promise, TypeError), text])) {
    assert((await call).message.includes(message), `${(await call).message} | ${message}`)
  }
  assert.throws(() => installation.emulator.addFault({ action: 'delay', delay: '1' }), TypeError)
  assert.throws(
    () => controlPlane.searchApis({ nane: 'a' }),
    /no option "nane"; did you mean "name"/,
  )
  assert.throws(() => controlPlane.gateway('https://gw', 'a'), /password\) must be a string or a S/)
})

test('what the emulator does not have is refused in its words', async (t) => {
  const { emulator: running } = await started(t)
  for (const action of ['explode', '']) {
    const error = { kind: 'InvalidInput', code: 'invalid-fault', operation: 'addFault' }
    assert.throws(() => running.addFault({ action }), error)
  }
  for (const [fields, code] of [
    [{ pack: 'key-manager' }, 'unknown-pack'],
    [{ release: '2.6' }, 'unknown-release'],
    [{ releaseIfUnknown: 'new' }, 'unknown-release'],
  ]) {
    const nodes = [{ name: 'gw', text: '', ...fields }]
    assert.equal((await rejected(Emulator.start({ nodes }))).code, code)
  }
})

test('an offset block belongs to one emulator', async () => {
  const offsetBlock = await freeOffsetBlock(1)
  const text = `[server]\noffset = ${offsetBlock.base}\n`
  const options = { nodes: [{ name: 'gw', text, release: '4.7' }], offsetBlock }
  const started = await Emulator.start(options)
  await started.stop()
  const error = await rejected(Emulator.start(options), TypeError)
  assert.match(error.message, /offsetBlock was given to another emulator already/)
})

test('a signal may come from another realm, or from a library', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const context = createContext({ AbortController })
  const signal = runInContext('new AbortController().signal', context)
  assert.equal((await controlPlane.environments({ signal })).length, 2)
})

test('classes whose objects a server gives are made by functions only', () => {
  const names = [
    'AccessToken',
    'ApiResponse',
    'Application',
    'ControlPlane',
    'Credentials',
    'GatewayNode',
    'Grant',
  ]
  for (const name of [...names, 'Outcome', 'Plan']) {
    assert.throws(() => new gatewright[name]({}), new RegExp(`^TypeError: ${name} is not made`))
  }
  for (const name of ['Emulator', 'NodeInfo', 'OffsetBlock']) {
    assert.throws(() => new emulator[name]({}), new RegExp(`^TypeError: ${name} is not made`))
  }
})
