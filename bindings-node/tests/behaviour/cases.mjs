// Reading the cases and the list of functions: what a case says for one release, its setups included.
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY =
  process.env.GATEWRIGHT_REPOSITORY ?? fileURLToPath(new URL('../../..', import.meta.url))
export const BEHAVIOUR = join(REPOSITORY, 'behaviour')

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const LISTS = ['functions.json', 'functions-client.json'].map((name) =>
  readJson(join(BEHAVIOUR, name)),
)

/** Every public function, by its name in Rust. */
export const FUNCTIONS = Object.fromEntries(
  LISTS.flatMap(({ languages, functions }) =>
    Object.entries(functions).map(([name, entry]) => [name, { languages, ...entry }]),
  ),
)

/** The arguments and fields that are times. */
export const DURATIONS = new Set(LISTS.flatMap(({ durations = [] }) => durations))

const SETUPS = readJson(join(BEHAVIOUR, 'setups.json')).setups

/** What stands for a number or a word that is known only when a case runs: `{9443+1}`, `{release}`. */
export class Tokens {
  words = {}
  base = undefined

  /** A value in whose texts, and keys, no token is left. */
  json(value) {
    if (typeof value === 'string') return this.number(value) ?? this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.json(item))
    if (typeof value !== 'object' || value === null) return value
    const pairs = Object.entries(value)
    return Object.fromEntries(pairs.map(([key, item]) => [this.text(key), this.json(item)]))
  }

  /** What a text that is nothing but one number stands for. */
  number(text) {
    const [, port, node] = /^\{(\d+)\+(\d+)\}$/.exec(text) ?? []
    return port && this.base !== undefined ? Number(port) + Number(node) + this.base : undefined
  }

  text(text) {
    for (const [word, value] of Object.entries(this.words)) {
      text = text.replaceAll(`{${word}}`, () => value)
    }
    return text.replaceAll(/\{\d+\+\d+\}/g, (token) => this.number(token) ?? token)
  }
}

/** One case, for one release where it names several. */
class Case {
  offsets = 0
  files = {}
  steps = []
  tokens = new Tokens()

  constructor(file, given, release) {
    const words = { ...given.with, ...(release && { release }) }
    this.name = `${file}: ${given.name}${release ? `, in ${release}` : ''}`
    this.languages = given.languages
    this.tokens.words = words
    this.add(given)
  }

  /** What a case or a setup says, after what the setup says that it names. */
  add(given) {
    const part = this.tokens.json(given)
    if (part.setup) {
      if (!SETUPS[part.setup]) throw new Error(`there is no setup ${part.setup}`)
      this.add(SETUPS[part.setup])
    }
    this.offsets = part.offsets ?? this.offsets
    Object.assign(this.files, part.files)
    for (const step of part.steps ?? []) {
      if (step.setup) this.add(step)
      else this.steps.push(step)
    }
  }

  runsIn(language) {
    const parts = [this, ...callsIn(this.steps).map((name) => FUNCTIONS[name] ?? {})]
    return parts.every(({ languages = [language] }) => languages.includes(language))
  }
}

/** The functions that are called anywhere in a value. */
function callsIn(value) {
  if (typeof value !== 'object' || value === null) return []
  const own = [value.call, value.$call].filter((name) => typeof name === 'string')
  return [...own, ...Object.values(value).flatMap(callsIn)]
}

/** The files of cases; last the random ones, which the Rust runner has written. */
function files() {
  const folder = join(BEHAVIOUR, 'cases')
  const random = process.env.GATEWRIGHT_RANDOM_CASES
  const listed = readdirSync(folder).sort()
  return [...listed.map((file) => join(folder, file)), ...(random ? [random] : [])]
}

/** Every case that is for this language. */
export function cases(language) {
  const all = files().flatMap((file) =>
    readJson(file).cases.flatMap((given) =>
      (given.releases ?? [undefined]).map(
        (release) => new Case(basename(file, '.json'), given, release),
      ),
    ),
  )
  return all.filter((one) => one.runsIn(language))
}
