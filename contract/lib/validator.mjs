// Prism's validating proxy for one document: it routes, validates the request, has it forwarded, validates the answer.
//
// Prism is used as a library, with three differences to its command: the document is closed before (close.mjs); the
// forwarding is ours, since Prism's own re-encodes bodies and spoils archives; and what Prism passes over in silence
// (names of query parameters and of a form's parts, schemas that do not compile) is looked at here.

import { createRequire } from 'node:module'

import { closed, schemas } from './close.mjs'

const require = createRequire(import.meta.url)
const { createInstance, getHttpOperationsFromSpec } = require('@stoplight/prism-http')
const { default: route } = require('@stoplight/prism-http/dist/router')
const { validateInput, validateOutput } = require('@stoplight/prism-http/dist/validator')
const { validateAgainstSchema } = require('@stoplight/prism-http/dist/validator/validators/utils')
const { parse: parseParts } = require('parse-multipart-data')

const silent = { info() {}, success() {}, warn() {}, error() {}, debug() {}, trace() {} }
silent.child = () => silent

/** A document's operations, ready to validate exchanges by. */
export class Validator {
  static async of(document) {
    const operations = await getHttpOperationsFromSpec(closed(document.json))
    return new Validator(document, operations)
  }

  constructor(document, operations) {
    this.document = document
    this.operations = operations
    this.checked = new Set()
    this.prism = createInstance(
      {
        isProxy: true,
        upstream: new URL('https://localhost'),
        validateRequest: true,
        validateResponse: true,
        checkSecurity: false,
        errors: false,
        mock: { dynamic: false },
      },
      {
        logger: silent,
        route: (arguments_) => {
          const matched = route(arguments_)
          if (matched._tag === 'Right') arguments_.input.resource = matched.right
          return matched
        },
        forward:
          ({ data }) =>
          () =>
          async () => {
            try {
              return { _tag: 'Right', right: await data.forward() }
            } catch (error) {
              return { _tag: 'Left', left: error }
            }
          },
      },
    )
  }

  /** Passes a request on through Prism: the matched operation, the answer, and what is wrong with either. */
  async pass(request, forward) {
    const input = {
      ...asInput(request, this.document.base),
      forward: async () => asOutput(await forward()),
    }
    const result = await this.prism.request(input, this.operations)()
    if (result._tag === 'Left') throw result.left
    const { output, validations } = result.right
    const resource = input.resource
    return {
      resource,
      input,
      output,
      violations: [
        ...validations.input.map((found) => violation('request', found, resource, input)),
        ...(resource ? names(resource, input) : []),
        ...validations.output.map((found) => violation('response', found, resource, output)),
        ...(resource ? this.uncompiled(resource) : []),
      ],
    }
  }

  /** What is wrong with a request, or with an answer, that came from elsewhere. */
  violationsOf(side, resource, element) {
    const validate = side === 'request' ? validateInput : validateOutput
    const result = validate({ resource, element })
    const found = result._tag === 'Left' ? result.left : []
    const more = side === 'request' ? names(resource, element) : []
    return [...found.map((one) => violation(side, one, resource, element)), ...more]
  }

  /** What is wrong with an answer if its status were documented as another one is, or as the document's `Error`. */
  answeredLike(like, resource, output) {
    const code = String(output.statusCode)
    const contents =
      like === 'Error'
        ? this.#errors()
        : resource.responses.find((response) => response.code === String(like))?.contents
    if (!contents)
      throw new Error(`${resource.method} ${resource.path} documents no answer ${like}`)
    return this.violationsOf(
      'response',
      { ...resource, responses: [{ code, contents, headers: [] }] },
      output,
    )
  }

  /** The content of errors. */
  #errors() {
    const { title } = schemas(this.document.json).Error
    const answers = this.operations.flatMap(({ responses }) => responses)
    return answers.find(({ contents }) => contents?.[0]?.schema?.title === title)?.contents
  }

  /** Schemas that Prism skips because they do not compile: an answer to them was not validated at all. */
  uncompiled(resource) {
    if (this.checked.has(resource.id)) return []
    this.checked.add(resource.id)
    const contents = [resource.request?.body, ...resource.responses].flatMap(
      (part) => part?.contents ?? [],
    )
    return contents
      .filter(
        ({ schema }) =>
          schema &&
          Object.keys(schema).some((key) => ['type', 'properties', 'anyOf'].includes(key)),
      )
      .filter(({ schema }) => !refuses(schema, resource.__bundled__))
      .map(() => ({
        side: 'document',
        code: 'schema',
        at: '',
        message: 'a schema does not compile',
      }))
  }
}

/** Whether a schema refuses anything: of a symbol, an object and a number, no type takes all. */
function refuses(schema, bundle) {
  const values = [Symbol('of no type'), { ' ': 1 }, 0.5]
  return values.some(
    (value) => validateAgainstSchema(value, schema, false, 1, 'body', bundle)._tag === 'Some',
  )
}

/** What Prism found, without the positions in lists, with the property it is about. */
function violation(side, { code, path = [], message }, resource, element) {
  const [prefix, ...within] = path.map(String)
  const isBody = prefix === 'body'
  const found = { side, code: String(code ?? 'status'), at: at(isBody ? within : path), message }
  const property = /(?:found|required property) '([^']+)'$/.exec(message)?.[1]
  if (property !== undefined) found.property = property
  if (isBody && within.length > 0) {
    const value = within.reduce((part, key) => part?.[key], element.body)
    if (value === null) found.isNull = !isRequired(schemaOf(side, resource, element), within)
  }
  return found
}

function at(path) {
  return path.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('/')
}

function schemaOf(side, resource, { statusCode }) {
  const part =
    side === 'request'
      ? resource.request?.body
      : resource.responses.find(({ code }) => code === String(statusCode))
  return part?.contents?.[0]?.schema
}

/** Whether the object that holds the last key of a path must have it. */
function isRequired(schema, [key, ...rest]) {
  if (schema === undefined || typeof schema !== 'object') return false
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (rest.length === 0 && schema.required?.includes(key)) return true
  if (alternatives.some((alternative) => isRequired(alternative, [key, ...rest]))) return true
  if (rest.length === 0) return false
  const inner =
    schema.type === 'array'
      ? schema.items
      : (schema.properties?.[key] ?? schema.additionalProperties)
  return isRequired(inner, rest)
}

/** Names of query parameters and of form parts that the operation does not have. */
function names(resource, input) {
  const known = (resource.request?.query ?? []).map(({ name }) => name)
  const unknown = Object.keys(input.url.query).filter((name) => !known.includes(name))
  const found = unknown.map((name) => ({
    side: 'request',
    code: 'unknown-parameter',
    at: `query/${name}`,
    property: name,
    message: `the operation has no query parameter ${name}`,
  }))
  const type = input.headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data.*boundary="?([^";]+)/.exec(type)?.[1]
  const schema = resource.request?.body?.contents?.[0]?.schema
  if (!boundary || !schema?.properties) return found
  const parts = parseParts(Buffer.from(input.body, 'latin1'), boundary).map(({ name }) => name)
  for (const name of parts.filter((part) => !(part in schema.properties))) {
    const message = `the operation's form has no part ${name}`
    found.push({
      side: 'request',
      code: 'unknown-part',
      at: `body/${name}`,
      property: name,
      message,
    })
  }
  return found
}

/** A request as Prism wants it: JSON parsed, everything else as text. */
function asInput({ method, target, headers, body }, base) {
  const url = new URL(target, 'http://localhost')
  const query = {}
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key)
    query[key] = values.length === 1 ? values[0] : values
  }
  const path = url.pathname.slice(base.length) || '/'
  return {
    method: method.toLowerCase(),
    url: { path, query },
    headers: { ...headers },
    body: content(headers, body),
  }
}

function asOutput({ status, headers, body }) {
  return { statusCode: status, headers, body: content(headers, body) }
}

function content(headers, body) {
  if (body.length === 0) return undefined
  if (/^application\/(.*\+)?json/.test(headers['content-type'] ?? '')) {
    try {
      return JSON.parse(body.toString('utf8'))
    } catch {
      return body.toString('utf8')
    }
  }
  // One character per byte: an archive is no text.
  return body.toString('latin1')
}
