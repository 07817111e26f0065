// A document as a generator of requests gets it: with the known slips put right, and without the operations that the
// emulator does not have. It is open as WSO2 wrote it: what a closed one says, Prism says of what the client sends.

import { schemas } from './close.mjs'
import { covers, name } from './slips.mjs'

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']

/** Method, path and description of every operation. */
export function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method,
      path,
      described: item[method],
    })),
  )
}

/** The document with its slips put right, and only the operations that are `kept`. */
export function amended({ json, name: document }, slips, kept) {
  const copy = structuredClone(json)
  for (const { method, path, described } of operationsOf(copy)) {
    if (kept({ method, path })) {
      const mine = slips.filter(({ operations }) =>
        operations.some((pattern) => covers(pattern, name(document, { method, path }))),
      )
      for (const { what } of mine) {
        if ('status' in what) answer(copy, described, what)
        else if (what.at !== undefined && what.side !== 'request') loosen(copy, described, what)
      }
    } else delete copy.paths[path][method]
  }
  if (slips.some(({ what }) => 'null' in what)) {
    everySchema(copy, (schema) => nullable(schema, copy.swagger ? 'x-nullable' : 'nullable'))
  }
  everySchema(copy, existing)
  return copy
}

/** Documents a status like another one, or as an error. */
function answer(document, described, { status, like }) {
  const error = document.swagger
    ? { description: 'An error', schema: { $ref: '#/definitions/Error' } }
    : {
        description: 'An error',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      }
  described.responses[status] ??= like === 'Error' ? error : described.responses[like]
}

/** Takes the keyword that a slip is about from where it stands in the successful answers, and in what shares their schemas. */
function loosen(document, { responses }, { code, at }) {
  for (const [status, response] of Object.entries(responses)) {
    if (!status.startsWith('2')) continue
    const schemas = [
      response.schema,
      ...Object.values(response.content ?? {}).map(({ schema }) => schema),
    ]
    for (const schema of schemas)
      for (const place of within(document, schema, at === '' ? [] : at.split('/')))
        delete place[code]
  }
}

/** The schemas at a place; `*` stands for the items of a list, and for every name of an object. */
function within(document, schema, path) {
  if (schema === undefined) return []
  if (schema.$ref) {
    const named = schema.$ref.slice(2).split('/')
    return within(
      document,
      named.reduce((part, name) => part[name], document),
      path,
    )
  }
  const [key, ...rest] = path
  if (key === undefined) return [schema]
  const { items, properties = {}, additionalProperties, allOf = [] } = schema
  const inner =
    key === '*' ? [items, additionalProperties, ...Object.values(properties)] : [properties[key]]
  return [
    ...inner.filter((one) => typeof one === 'object').flatMap((one) => within(document, one, rest)),
    ...allOf.flatMap((one) => within(document, one, path)),
  ]
}

function nullable({ properties = {}, required = [] }, keyword) {
  for (const [name, property] of Object.entries(properties)) {
    if (required.includes(name)) continue
    // What stands beside a reference is not read.
    if (property.$ref) {
      delete Object.assign(property, { allOf: [{ $ref: property.$ref }], [keyword]: true }).$ref
    } else property[keyword] = true
  }
}

/** Takes names out of `required` that no property has. */
function existing(schema) {
  if (!schema.properties || schema.allOf) return
  schema.required = schema.required?.filter((name) => name in schema.properties)
  if (schema.required?.length === 0) delete schema.required
}

/** Every schema below the named ones; those of operations refer to these. */
function everySchema(document, change) {
  const visit = (schema) => {
    if (schema === null || typeof schema !== 'object') return
    if (Array.isArray(schema)) return schema.forEach(visit)
    if (schema.properties) Object.values(schema.properties).forEach(visit)
    for (const key of ['items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf'])
      visit(schema[key])
    change(schema)
  }
  Object.values(schemas(document)).forEach(visit)
}
