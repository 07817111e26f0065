// Runs the cases of `behaviour/`, as Rust and Python do; the README there says what they mean.
import assert from 'node:assert/strict'
import { realpathSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import * as gatewright from 'gatewright'
import * as emulator from 'gatewright/emulator'
import { BEHAVIOUR, DURATIONS, FUNCTIONS, cases } from './behaviour/cases.mjs'
import { Folder } from './behaviour/folder.mjs'
import { differences } from './behaviour/matching.mjs'
import { camelCase, nodeName, plain, secretsIn, withoutTexts } from './behaviour/plain.mjs'
import { folder as temporaryFolder } from './support.mjs'

const PUBLIC = { ...gatewright, ...emulator }
const CANARY = 'canary'
/** What gives API-M's own JSON, whose keys are nobody's to spell. */
const AS_IT_IS = new Set(['ApiDocument.to_value', 'ApiDocument.get'])

for (const one of cases('node')) {
  test(one.name, async (context) => {
    const run = new Run(one, new Folder(BEHAVIOUR, realpathSync(temporaryFolder(context)), one))
    context.after(() => Promise.all(run.emulators.map((started) => started.stop())))
    await run.all(one)
  })
}

/** One run of one case: its variables, the secrets it was given, and the emulators it started. */
class Run {
  variables = {}
  secrets = [CANARY]
  emulators = []
  told = []

  constructor({ tokens }, folder) {
    this.tokens = tokens
    this.folder = folder
  }

  async all({ offsets, files, steps }) {
    if (offsets > 0) {
      this.variables.offset_block = await emulator.freeOffsetBlock(offsets)
      this.tokens.base = this.variables.offset_block.base
    }
    this.folder.layOut(this.tokens.json(files))
    for (const [index, step] of steps.entries()) {
      await this.step(this.tokens.json(step), `step ${index + 1}: ${step.call}`)
    }
  }

  async step(step, at) {
    this.folder.layOut(step.files)
    const before = this.folder.snapshot()
    const { value, wanted, unwanted } = await attempt(() => this.call(step))
    const data = this.folder.normalised(AS_IT_IS.has(step.call) ? value : plain(value))
    this.assertSilent(step.call, value, data)
    assert(!(unwanted in step), `${at} gave ${inspect(data)}`)
    assert(wanted in step || wanted === 'expect', `${at} gave ${inspect(data)}`)
    const texts = (source) => this.folder.textOf(source)
    if (wanted in step) {
      assert.equal(differences(this.expected(step[wanted]), data, at, texts), undefined)
    }
    if (step.as) this.variables[step.as] = value
    for (const [path, pattern] of Object.entries(step.files_after ?? {})) {
      const there = this.folder.describe(path, before)
      assert.equal(differences(pattern, there, `${at}: ${path}`, texts), undefined)
    }
    for (const [path, pattern] of Object.entries(step.variables_after ?? {})) {
      const held = this.folder.normalised(plain(this.variable(path)))
      assert.equal(differences(this.expected(pattern), held, `${at}: ${path}`, texts), undefined)
    }
  }

  /** Calls what `call`, or `$call` within an argument, names. */
  async call(step) {
    const name = step.call ?? step.$call
    assert(name in FUNCTIONS, `${name} is not in the list of functions`)
    const on = step.on && this.variable(step.on)
    const given = await this.prepared(this.folder.resolve(step.arguments ?? {}))
    const value = await whole(called(name, on, given))
    if (value instanceof emulator.Emulator) this.emulators.push(value)
    this.secrets.push(...secretsIn(value))
    return value
  }

  /** An argument with what its variables hold and its calls give; times are milliseconds here. */
  async prepared(given, name) {
    if (given?.$told) {
      const told = []
      this.told = this.variables[given.$told] = told
      return (event) => void told.push(event)
    }
    if (typeof given === 'number' && DURATIONS.has(name)) return given * 1000
    if (typeof given !== 'object' || given === null) return given
    if (given.$variable) return this.variable(given.$variable)
    if (given.$steps) return () => this.within(given.$steps)
    if (given.$call) return this.call(given)
    if (given.$concat) return (await this.prepared(given.$concat)).join('')
    if (Array.isArray(given)) return Promise.all(given.map((item) => this.prepared(item)))
    const pairs = Object.entries(given).map(async ([key, item]) => [
      key,
      await this.prepared(item, key),
    ])
    return Object.fromEntries(await Promise.all(pairs))
  }

  /** Takes the steps of a function, each time it is called. */
  async within(steps) {
    for (const [index, step] of steps.entries()) {
      await this.step(step, `step ${index + 1} within: ${step.call}`)
    }
  }

  /** A pattern with what its variables hold. */
  expected(pattern) {
    if (typeof pattern !== 'object' || pattern === null) return pattern
    if (pattern.$variable) return this.folder.normalised(plain(this.variable(pattern.$variable)))
    if (pattern.$concat) return this.expected(pattern.$concat).join('')
    if (Array.isArray(pattern)) return pattern.map((item) => this.expected(item))
    const pairs = Object.entries(pattern).map(([key, item]) => [key, this.expected(item)])
    return Object.fromEntries(pairs)
  }

  /** A variable, or what an attribute of one holds. */
  variable(path) {
    const [name, ...attributes] = path.split('.')
    assert(name in this.variables, `there is no variable ${name}`)
    return attributes.reduce((value, key) => value[camelCase(key)], this.variables[name])
  }

  /** What a value shows, in whatever form it is asked for, has no secret in it. */
  assertSilent(name, value, data) {
    const { gives_secrets, texts = [] } = FUNCTIONS[name]
    if (gives_secrets) return
    const silent = withoutTexts(data, ['before', 'after', ...texts])
    const forms = [silent, value, this.told].map((item) => JSON.stringify(item))
    forms.push(inspect(value), value, inspect(this.told))
    const told = this.secrets.find((secret) => forms.some((form) => `${form}`.includes(secret)))
    assert.equal(told, undefined, `${name} shows a secret`)
  }
}

/** A value; what a search finds, as a list. */
async function whole(value) {
  if (typeof value?.[Symbol.asyncIterator] !== 'function') return value
  const found = []
  for await (const item of value) found.push(item)
  return found
}

async function attempt(work) {
  try {
    return { value: await work(), wanted: 'expect', unwanted: 'error' }
  } catch (error) {
    if (!(error instanceof gatewright.GatewrightError)) throw error
    return { value: error, wanted: 'error', unwanted: 'expect' }
  }
}

function called(name, variable, given) {
  const { arguments: order = [], options = [], objects = {}, callbacks = [] } = FUNCTIONS[name]
  const { bytes = [] } = FUNCTIONS[name]
  const unknown = Object.keys(given).filter((key) => ![...order, ...options].includes(key))
  assert.deepEqual(unknown, [], `unknown arguments of ${name}`)
  const argument = (key) => {
    const value = given[key]
    if (value === undefined) return value
    if (callbacks.includes(key)) return typeof value === 'function' ? value : giving(value)
    if (bytes.includes(key) && typeof value === 'string') return Buffer.from(value)
    if (key in FIELDS) return fieldsOf(key, value)
    return key in objects ? withCamelKeys(value, objects) : value
  }
  const [owner, method = owner] = nodeName(name).split('.')
  const on = variable ?? (owner === method ? PUBLIC : PUBLIC[owner])
  const settings = Object.fromEntries(
    options.filter((key) => key in given).map((key) => [camelCase(key), argument(key)]),
  )
  const ordered = order.map(argument)
  if (options.length > 0) ordered.push(settings)
  if (method === 'new') return new on(...ordered)
  // What is a method in Rust may be an attribute here.
  return typeof on[method] === 'function' ? on[method](...ordered) : on[method]
}

/** A function that gives a value, or fails with a text; one of them each time, `$in_turn`. */
function giving(value) {
  const answers = value?.$in_turn?.values()
  return async () => {
    const answer = answers ? answers.next().value : value
    if (typeof answer === 'string') throw new Error(answer)
    return answer
  }
}

/** What stands in a row elsewhere, and has names here. */
const FIELDS = { client_certificate: ['certificates', 'key'], node_account: ['user', 'password'] }

const fieldsOf = (key, values) =>
  Object.fromEntries(FIELDS[key].map((name, index) => [name, values[index]]))

/** The keys of plain objects as they are spelt here: of an argument, or of each in a list. */
function withCamelKeys(value, objects) {
  if (Array.isArray(value)) return value.map((item) => withCamelKeys(item, objects))
  if (value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const field = (key, item) => {
    if (key in FIELDS) return fieldsOf(key, item)
    return key in objects ? withCamelKeys(item, objects) : item
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [camelCase(key), field(key, item)]),
  )
}
