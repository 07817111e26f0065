// What came out as plain data: objects whose keys are spelt as in Rust.
import {
  ApiResponse,
  Diagnostic,
  GatewrightError,
  Ports,
  Publications,
  SecretText,
} from 'gatewright'
import { DURATIONS, FUNCTIONS } from './cases.mjs'

const lastPart = (name) => name.split('.').at(-1)
export const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** What a function is called here. */
export const nodeName = (name) => FUNCTIONS[name].node ?? camelCase(name)

/** The names of functions here, and in Rust. */
const RUST_NAMES = new Map(
  Object.keys(FUNCTIONS).map((name) => [lastPart(nodeName(name)), lastPart(name)]),
)

export function plain(value) {
  if (typeof value !== 'object' || value === null) return value ?? null
  if (value instanceof SecretText) return String(value)
  // Bytes are compared by what can be done with them.
  if (ArrayBuffer.isView(value)) return null
  if (value instanceof Ports) return [...value]
  if (value instanceof Publications) return [...value].map(plain)
  if (Array.isArray(value)) return value.map(plain)
  // A collision is an object here, and three values elsewhere.
  if ('mine' in value) return [value.mine, value.theirs, value.number]
  const found = Object.entries(attributes(value)).map(([key, item]) => {
    const name = snakeCase(key)
    // Times are milliseconds here, and seconds there.
    if (name === 'properties') return [name, withPlainValues(item)]
    return [name, DURATIONS.has(name) && typeof item === 'number' ? item / 1000 : plain(item)]
  })
  return Object.fromEntries(found)
}

/** The names are the user's own: no word of ours, whatever letters they are in. */
const withPlainValues = (value) =>
  Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))

function attributes(value) {
  const prototype = Object.getPrototypeOf(value)
  const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { get }]) => get && name !== '__proto__')
    .map(([name]) => [name, value[name]])
  const found = { ...value, ...Object.fromEntries(getters) }
  if (value instanceof GatewrightError) {
    const operation = RUST_NAMES.get(value.operation) ?? value.operation
    return { ...found, message: value.message, operation, hasCause: 'cause' in value }
  }
  if (value instanceof ApiResponse) {
    const { body: _, ...rest } = found
    return { ...rest, text: value.text() }
  }
  const hasWords = value instanceof Diagnostic || !`${value}`.startsWith('[object')
  return hasWords ? { ...found, display: String(value) } : found
}

/** The secrets that a value holds, at any depth. */
export function secretsIn(value) {
  if (typeof value !== 'object' || value === null) return []
  if (value instanceof SecretText) return [value.expose()]
  return Object.values(Array.isArray(value) ? value : { ...value }).flatMap(secretsIn)
}

/** Without the texts of files, in which secrets may stand. */
export function withoutTexts(value, texts) {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, item) => (texts.includes(key) ? undefined : item)),
  )
}
