// The programs of the pages about publishing run, on an emulated installation.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ApplicationAccess, KeyType } from 'gatewright'
import { started } from './installation.mjs'
import { read, write } from './support.mjs'

const root = process.env.GATEWRIGHT_REPOSITORY ?? fileURLToPath(new URL('../..', import.meta.url))

function programs(page, count) {
  const text = read(join(root, 'docs', page))
  const found = [...text.matchAll(/```js(?: no_run)?\n(.*?)```/gs)].map(([, program]) => program)
  assert.equal(found.length, count)
  return found
}

/** A folder beside the tests, where `gatewright` can be imported from, in which the program runs. */
function folder(t) {
  const beside = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), 'docs-'))
  const before = process.cwd()
  process.chdir(beside)
  t.after(() => {
    process.chdir(before)
    rmSync(beside, { recursive: true })
  })
  return beside
}

/** What a program exports. */
const exported = (beside, program) =>
  import(pathToFileURL(write(join(beside, 'program.mjs'), program)))

const publication = (name, backEnd) => `
[[publication]]
name = "${name}"
version = "1.0.0"
context = "/${name}"
production_endpoint = "${backEnd}"
sandbox_endpoint = "${backEnd}"
environments = ["Production Gateway", "Production and Sandbox"]
`

for (const release of ['3.2', '4.7']) {
  test(`the job that publishes, ${release}`, async (t) => {
    const installation = await started(t, release)
    const controlPlane = await installation.connect()
    const backEnd = installation.emulator.echoUrl
    const [program] = programs('publications.md', 1)
    const beside = folder(t)
    const { job } = await exported(beside, program)
    const wanted = publication('cats', backEnd) + publication('dogs', backEnd)
    write('publications.toml', wanted)
    const log = t.mock.method(console, 'log', () => {})
    assert.equal(await job(controlPlane), true)
    log.mock.restore()
    const printed = log.mock.calls.map(({ arguments: [text] }) => text).join('\n')
    assert.match(printed, /dogs 1\.0\.0/)
    assert.match(read('plan.md'), /dogs/)
    assert.match(read('publish.xml'), /failures="0" errors="0"[^]*classname="dogs 1\.0\.0"/)
    const lines = read('audit.jsonl').trimEnd().split('\n')
    const made = lines
      .map((line) => JSON.parse(line))
      .filter(({ action }) => action === 'create-api')
    assert.deepEqual(made.map(({ api }) => api).sort(), ['cats', 'dogs'])

    // What cannot be published ends it before anything is written.
    rmSync('publish.xml')
    const wrong = publication('cows', backEnd).replace('Production Gateway', 'Nowhere')
    write('publications.toml', wrong)
    assert.equal(await job(controlPlane), false)
    assert.match(read('plan.md'), /Nowhere/)
    assert.equal(existsSync('publish.xml'), false)
  })
}

test('access for an application', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const [toAFile, toAFunction] = programs('access.md', 2)
  const beside = folder(t)
  const backEnd = installation.emulator.echoUrl
  const wanted = [
    ['Orders', '1.0.0'],
    ['Payments', '2.1.0'],
  ].map(([name, version]) => ({
    name,
    version,
    environments: ['Production and Sandbox'],
    definition: {
      context: `/${name}`,
      productionEndpoint: backEnd,
      sandboxEndpoint: backEnd,
      plans: ['Unlimited', 'Gold'],
    },
  }))
  await controlPlane.publish(wanted)

  const { provide } = await exported(beside, toAFile)
  const log = t.mock.method(console, 'log', () => {})
  await provide(controlPlane)
  log.mock.restore()
  const keys = JSON.parse(read('secrets.json')).applications.checkout
  assert.deepEqual(Object.keys(keys).sort(), ['PRODUCTION', 'SANDBOX'])
  for (const { consumerSecret, accessToken } of Object.values(keys)) {
    assert.ok(consumerSecret && accessToken)
  }

  const checkout = new ApplicationAccess('checkout-of-a-function', {
    plan: 'Unlimited',
    subscriptions: [{ api: 'Orders', version: '1.0.0' }],
    keyTypes: [KeyType.Production],
    tokens: true,
  })
  const written = new Map()
  const vault = { write: async (path, value) => written.set(path, value) }
  const AsyncFunction = (async () => {}).constructor
  const given = { controlPlane, checkout, vault }
  await new AsyncFunction(...Object.keys(given), toAFunction)(...Object.values(given))
  assert.deepEqual(
    [...written.keys()].sort(),
    ['access-token', 'consumer-secret'].map((kind) => `checkout-of-a-function/PRODUCTION/${kind}`),
  )
  for (const value of written.values()) assert.ok(value.length > 10)
})
