// Closing a document: an object with a property that its schema does not name is wrong. WSO2's documents leave every
// object open, so that a misspelt field passes; in memory they are changed before anybody validates by them.
//
// `additionalProperties: false` beside `allOf` would refuse what the parts of the `allOf` name, so each `allOf` is first
// merged into one schema. A base type with a discriminator, where it is asked for, stands for each of its subtypes too.

const PARTS = ['allOf', 'anyOf', 'oneOf']

/** A closed copy of an OpenAPI or Swagger document. */
export function closed(document) {
  const copy = structuredClone(document)
  const named = schemas(copy)
  const where = copy.definitions ? '#/definitions/' : '#/components/schemas/'
  const pristine = structuredClone(named)
  const context = { pristine, where, subtypes: subtypes(pristine, where) }
  for (const [name, schema] of Object.entries(named)) close(schema, context, name)
  for (const [key, part] of Object.entries(copy)) {
    if (key !== 'definitions') closeWithin(part, context, key === 'components')
  }
  addSubtypes(named, context)
  files(copy)
  return copy
}

/** A document's schemas by name. */
export function schemas(document) {
  return document.definitions ?? document.components?.schemas ?? {}
}

/** Finds the schemas of whatever is no schema itself. */
function closeWithin(part, context, isComponents = false) {
  if (Array.isArray(part)) part.forEach((item) => closeWithin(item, context))
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return
  for (const [key, value] of Object.entries(part)) {
    if (isComponents && key === 'schemas') continue
    if (key === 'schema') close(value, context, 'a schema of an operation')
    else if (!key.startsWith('x-') && key !== 'example' && key !== 'examples') {
      closeWithin(value, context)
    }
  }
}

/** Closes a schema and those within it, in place. */
function close(schema, context, name) {
  if (schema === null || typeof schema !== 'object' || '$ref' in schema) return
  if (schema.allOf) {
    const whole = merged(schema, context)
    for (const key of Object.keys(schema)) delete schema[key]
    Object.assign(schema, whole)
  }
  for (const within of children(schema)) close(within, context, name)
  // An empty list of properties is the documents' way to write "any object" (an API's endpointConfig since 4.1).
  if (Object.keys(schema.properties ?? {}).length === 0) return
  readableOnly(schema)
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (alternatives.some((part) => part.$ref || part.properties)) {
    throw new Error(
      `${name}: properties beside alternatives with properties of their own cannot be closed yet`,
    )
  }
  schema.additionalProperties ??= false
}

/**
 * A client that reads an object, changes it and writes it back (rest-api.md §2.3: a PUT replaces the whole) sends what is
 * read-only too; OpenAPI lets it. Prism takes read-only properties out of a request's schema, which would close them out.
 */
function readableOnly({ properties, required = [] }) {
  for (const [name, property] of Object.entries(properties)) {
    if (property?.readOnly && !required.includes(name)) delete property.readOnly
  }
}

function children(schema) {
  const properties = Object.values(schema.properties ?? {})
  const parts = PARTS.flatMap((part) => schema[part] ?? [])
  const single = [schema.items, schema.additionalProperties, schema.not]
  return [...properties, ...parts, ...single.filter((part) => part && typeof part === 'object')]
}

/** One schema that says what the parts of an `allOf` say together; references within it stay. */
function merged(schema, context) {
  const { allOf = [], ...own } = structuredClone(schema)
  const parts = allOf.map((part) => merged(part.$ref ? target(part.$ref, context) : part, context))
  return [own, ...parts].reduce((whole, part) => {
    for (const [key, value] of Object.entries(part)) {
      if (key === 'properties') whole.properties = { ...value, ...whole.properties }
      else if (key === 'required')
        whole.required = [...new Set([...(whole.required ?? []), ...value])]
      else if (key === 'discriminator') continue
      else if (['anyOf', 'oneOf', 'not', 'enum'].includes(key) && key in whole) {
        throw new Error(`two parts of an allOf have ${key}: they cannot be merged yet`)
      } else whole[key] ??= value
    }
    return whole
  }, {})
}

function target(reference, { pristine, where }) {
  const found = reference.startsWith(where) && pristine[reference.slice(where.length)]
  if (!found) throw new Error(`${reference} is not among the document's schemas`)
  return found
}

/** The names of the schemas that extend one with a discriminator, by its name. */
function subtypes(pristine, where) {
  const found = new Map()
  for (const [name, schema] of Object.entries(pristine)) {
    for (const part of schema.allOf ?? []) {
      const base = part.$ref?.startsWith(where) && part.$ref.slice(where.length)
      if (base && pristine[base]?.discriminator) found.set(base, [...(found.get(base) ?? []), name])
    }
  }
  return found
}

function addSubtypes(named, { subtypes, where }) {
  for (const [base, names] of subtypes) {
    const { discriminator, ...own } = named[base]
    named[base] = {
      title: own.title,
      anyOf: [own, ...names.map((name) => ({ $ref: where + name }))],
    }
  }
}

/** Swagger's type `file` is none of JSON Schema's: a schema with it is skipped by validators without a word. */
function files(part) {
  if (part === null || typeof part !== 'object') return
  if (part.type === 'file') Object.assign(part, { type: 'string', format: 'binary' })
  for (const value of Object.values(part)) files(value)
}
