import assert from 'node:assert/strict'
import { test } from 'node:test'

import { closed } from '../lib/close.mjs'

const text = { type: 'string' }

function schemasOf(schemas, paths = {}) {
  return closed({ openapi: '3.0.1', paths, components: { schemas } })
}

test('an object with named properties takes no other, wherever it stands', () => {
  const inner = () => ({ type: 'object', properties: { a: text } })
  const content = { 'application/json': { schema: { type: 'array', items: inner() } } }
  const document = schemasOf(
    { Named: { ...inner(), properties: { list: { type: 'array', items: inner() } } } },
    { '/a': { get: { responses: { 200: { content } } } } },
  )
  const { Named } = document.components.schemas
  assert.equal(Named.additionalProperties, false)
  assert.equal(Named.properties.list.items.additionalProperties, false)
  const { schema } = document.paths['/a'].get.responses[200].content['application/json']
  assert.equal(schema.items.additionalProperties, false)
})

test('what is open by its own word stays open', () => {
  const { Any, Map, Both } = schemasOf({
    Any: { type: 'object', properties: {} },
    Map: { type: 'object', additionalProperties: text },
    Both: { type: 'object', properties: { a: text }, additionalProperties: text },
  }).components.schemas
  assert.equal(Any.additionalProperties, undefined)
  assert.deepEqual(Map.additionalProperties, text)
  assert.deepEqual(Both.additionalProperties, text)
})

test('an allOf becomes one schema, and its parts are closed where they stand alone', () => {
  const { Base, Derived } = schemasOf({
    Base: { type: 'object', required: ['a'], properties: { a: text } },
    Derived: {
      allOf: [
        { $ref: '#/components/schemas/Base' },
        { type: 'object', required: ['b'], properties: { b: text } },
      ],
    },
  }).components.schemas
  assert.equal(Base.additionalProperties, false)
  assert.deepEqual(Object.keys(Derived.properties).sort(), ['a', 'b'])
  assert.deepEqual(Derived.required.sort(), ['a', 'b'])
  assert.equal(Derived.additionalProperties, false)
  assert.equal(Derived.allOf, undefined)
})

test('a base type with a discriminator stands for its subtypes', () => {
  const { Base } = schemasOf({
    Base: { type: 'object', properties: { kind: text }, discriminator: { propertyName: 'kind' } },
    Derived: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { b: text } }] },
  }).components.schemas
  const [own, derived] = Base.anyOf
  assert.equal(own.additionalProperties, false)
  assert.equal(derived.$ref, '#/components/schemas/Derived')
})

test('what cannot be closed yet is an error', () => {
  const part = { type: 'object', properties: { b: text } }
  assert.throws(
    () => schemasOf({ Odd: { properties: { a: text }, anyOf: [part] } }),
    /Odd: properties beside alternatives/,
  )
})

test('the document itself is not changed', () => {
  const document = { swagger: '2.0', paths: {}, definitions: { A: { properties: { a: text } } } }
  closed(document)
  assert.equal(document.definitions.A.additionalProperties, undefined)
})
