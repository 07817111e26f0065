import assert from 'node:assert/strict'
import { test } from 'node:test'

import { amended } from '../lib/amend.mjs'

const operation = { method: 'get', path: '/apis' }

/** A document whose one answer is a `Thing`. */
function documentOf(schemas) {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } }
  return {
    name: 'publisher',
    json: {
      openapi: '3.0.1',
      paths: { '/apis': { get: { responses: { 200: { content } } } } },
      components: { schemas },
    },
  }
}

function schemasWith(what, schemas) {
  const slip = { operations: ['publisher get /apis'], what }
  const kept = ({ method, path }) => method === operation.method && path === operation.path
  return amended(documentOf(schemas), [slip], kept).components.schemas
}

test('a keyword is taken from where a slip says, through references, parts, items and names', () => {
  const schemas = {
    Thing: {
      properties: { list: { type: 'array', items: { $ref: '#/components/schemas/Item' } } },
    },
    Item: { allOf: [{ $ref: '#/components/schemas/Part' }] },
    Part: {
      properties: {
        map: { type: 'object', additionalProperties: { type: 'object' } },
        host: { type: 'string', pattern: '^a$' },
        other: { type: 'string', pattern: '^b$' },
      },
    },
  }
  const { Part } = schemasWith({ code: 'pattern', at: 'list/*/host' }, schemas)
  assert.deepEqual(Part.properties.host, { type: 'string' })
  assert.equal(Part.properties.other.pattern, '^b$')
  const loose = schemasWith({ code: 'type', at: 'list/*/map/*' }, schemas).Part
  assert.deepEqual(loose.properties.map, { type: 'object', additionalProperties: {} })
})

test('a slip of requests alone leaves answers as they are', () => {
  const schemas = { Thing: { properties: { host: { type: 'string', pattern: '^a$' } } } }
  const { Thing } = schemasWith({ side: 'request', code: 'pattern', at: 'host' }, schemas)
  assert.equal(Thing.properties.host.pattern, '^a$')
})
