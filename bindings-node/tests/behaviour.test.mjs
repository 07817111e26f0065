// Runs the cases of `behaviour/`, as Rust and Python do; the README there says what they mean.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import * as gatewright from 'gatewright'
import { differences } from './behaviour/matching.mjs'
import { Folder } from './behaviour/folder.mjs'
import { folder as temporaryFolder } from './support.mjs'

const { Diagnostic, GatewrightError, Ports, SecretText } = gatewright

const REPOSITORY =
  process.env.GATEWRIGHT_REPOSITORY ?? fileURLToPath(new URL('../..', import.meta.url))
const BEHAVIOUR = join(REPOSITORY, 'behaviour')
const CANARY = 'canary'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const FUNCTIONS = Object.fromEntries(
  ['functions.json', 'functions-client.json'].flatMap((file) => {
    const { languages, functions } = readJson(join(BEHAVIOUR, file))
    return Object.entries(functions).map(([name, entry]) => [name, { languages, ...entry }])
  }),
)
const nodeName = (name) => FUNCTIONS[name].node ?? camelCase(name)
const lastPart = (name) => name.split('.').at(-1)
/** What a function is called here, and in Rust. */
const RUST_NAMES = new Map(
  Object.keys(FUNCTIONS).map((name) => [lastPart(nodeName(name)), lastPart(name)]),
)

for (const file of readdirSync(join(BEHAVIOUR, 'cases')).sort()) {
  for (const one of readJson(join(BEHAVIOUR, 'cases', file)).cases) {
    const parts = [one, ...one.steps.map(({ call }) => FUNCTIONS[call] ?? {})]
    if (parts.some(({ languages = ['node'] }) => !languages.includes('node'))) continue
    test(`${basename(file, '.json')}: ${one.name}`, (context) => {
      const folder = new Folder(BEHAVIOUR, realpathSync(temporaryFolder(context)))
      folder.layOut(one.files)
      const variables = {}
      one.steps.forEach((step, index) => run(step, `step ${index + 1}`, folder, variables))
    })
  }
}

function run(step, where, folder, variables) {
  const at = `${where}: ${step.call}`
  folder.layOut(step.files)
  const before = folder.snapshot()
  const given = folder.resolve(step.arguments ?? {})
  for (const [key, argument] of Object.entries(given)) {
    if (argument?.$variable) given[key] = found(variables, argument.$variable)
  }
  const { value, wanted, unwanted } = attempt(() =>
    call(step.call, step.on && found(variables, step.on), given),
  )
  const data = folder.normalised(plain(value))
  const shown = [JSON.stringify(withoutTexts(data)), inspect(value), JSON.stringify(value), value]
  const showsSecret = shown.some((form) => `${form}`.includes(CANARY))
  assert(!showsSecret || FUNCTIONS[step.call].gives_secrets, `${at} shows a secret`)
  assert(!(unwanted in step), `${at} gave ${inspect(data)}`)
  assert(wanted in step || wanted === 'expect', `${at} gave ${inspect(data)}`)
  const texts = (source) => folder.textOf(source)
  if (wanted in step) assert.equal(differences(step[wanted], data, at, texts), undefined)
  if (step.as) variables[step.as] = value
  for (const [path, pattern] of Object.entries(step.files_after ?? {})) {
    const there = folder.describe(path, before)
    assert.equal(differences(pattern, there, `${at}: ${path}`, texts), undefined)
  }
}

/** A variable, or an attribute of one. */
function found(variables, path) {
  const [name, ...attributes] = path.split('.')
  return attributes.reduce((value, attribute) => value[camelCase(attribute)], variables[name])
}

function attempt(work) {
  try {
    return { value: work(), wanted: 'expect', unwanted: 'error' }
  } catch (error) {
    if (!(error instanceof GatewrightError)) throw error
    return { value: error, wanted: 'error', unwanted: 'expect' }
  }
}

function call(name, variable, given) {
  const { arguments: order = [], options = [] } = FUNCTIONS[name]
  const unknown = Object.keys(given).filter((key) => ![...order, ...options].includes(key))
  assert.deepEqual(unknown, [], `unknown arguments of ${name}`)
  const [owner, method = owner] = nodeName(name).split('.')
  const on = variable ?? (owner === method ? gatewright : gatewright[owner])
  const settings = Object.fromEntries(
    options.filter((key) => key in given).map((key) => [key, given[key]]),
  )
  const ordered = order.map((key) => given[key])
  if (options.length > 0) ordered.push(settings)
  return method === 'new' ? new on(...ordered) : on[method](...ordered)
}

/** A value as plain data, its keys as Rust spells them. */
function plain(value) {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof SecretText) return String(value)
  if (value instanceof Ports) return [...value]
  if (Array.isArray(value)) return value.map(plain)
  // A collision is an object here, and three values elsewhere.
  if ('mine' in value) return [value.mine, value.theirs, value.number]
  const found = Object.entries(attributes(value)).map(([key, item]) => [
    snakeCase(key),
    plain(item),
  ])
  return Object.fromEntries(found)
}

function attributes(value) {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value)))
    .filter(([name, { get }]) => get && name !== '__proto__')
    .map(([name]) => [name, value[name]])
  const found = { ...value, ...Object.fromEntries(getters) }
  if (value instanceof Diagnostic) found.display = String(value)
  if (value instanceof GatewrightError) {
    const operation = RUST_NAMES.get(value.operation) ?? value.operation
    return { ...found, message: value.message, operation, hasCause: 'cause' in value }
  }
  return found
}

function camelCase(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
}

function snakeCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Without the texts of files, in which secrets may stand. */
function withoutTexts(value) {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, item) =>
      key === 'before' || key === 'after' ? undefined : item,
    ),
  )
}
