import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Slips, covers } from '../lib/slips.mjs'
import { compare, isWithin } from '../lib/specs.mjs'

const validator = { document: { name: 'publisher' } }
const resource = { method: 'get', path: '/apis' }
const violation = { side: 'response', code: 'additionalProperties', at: 'list/*', property: 'x' }

function exchange(violations, status = 200) {
  return { validator, resource, violations, status }
}

function slips(slip) {
  return new Slips({ known: { operations: ['publisher get /apis'], ...slip } })
}

test('a slip allows what it describes, in its releases and its operations', () => {
  const what = { code: 'additionalProperties', at: 'list/*', property: 'x' }
  const known = slips({ what, since: '4.0' })
  assert.deepEqual(known.left('3.2.0', exchange([violation])), [violation])
  const other = { ...exchange([violation]), resource: { method: 'get', path: '/settings' } }
  assert.deepEqual(known.left('4.7.0', other), [violation])
  const misspelt = { ...violation, property: 'y' }
  assert.deepEqual(known.left('4.7.0', exchange([violation, misspelt])), [misspelt])
})

test('a star in the place of a slip is any item and any name', () => {
  const known = slips({ what: { code: 'type', at: 'list/*/map/*' } })
  const at = (place) => [{ side: 'request', code: 'type', at: place }]
  assert.deepEqual(known.left('4.7.0', exchange(at('list/*/map/colour'))), [])
  for (const place of ['list/*/map', 'list/*/map/colour/red', 'list/*/set/colour'])
    assert.deepEqual(known.left('4.7.0', exchange(at(place))), at(place))
})

test('a slip that nothing needed in one of its releases is told', () => {
  const known = slips({ what: { null: true }, since: '4.0' })
  known.left('4.7.0', exchange([{ ...violation, isNull: true }]))
  assert.deepEqual(known.unused(['3.2.0', '4.1.0', '4.7.0']), [{ name: 'known', release: '4.1.0' }])
})

test('null is allowed only where the property may be absent', () => {
  const known = slips({ what: { null: true } })
  const required = { ...violation, isNull: false }
  assert.deepEqual(known.left('4.7.0', exchange([required])), [required])
})

test('an answer of an undocumented status is held against another one', () => {
  const known = slips({ what: { statuses: [201, 202], like: 200 } })
  const status = { side: 'response', code: 'status', at: '', message: '' }
  const like = { ...validator, answeredLike: () => [violation] }
  const of = (code) => ({ ...exchange([status], code), validator: like })
  assert.deepEqual(known.left('4.7.0', of(201)), [violation])
  assert.deepEqual(known.left('4.7.0', of(500)), [status])
  assert.deepEqual(known.unused(['4.7.0']), [{ name: 'known 202', release: '4.7.0' }])
})

test('patterns end in a star, releases compare as numbers', () => {
  assert.ok(covers('*', 'admin get /a') && covers('publisher *', 'publisher get /a'))
  assert.ok(!covers('publisher get /a', 'publisher get /ab'))
  assert.ok(compare('4.10.0', '4.9.0') > 0)
  assert.ok(
    isWithin('4.7.0', { since: '4.7', until: '4.7' }) && !isWithin('4.7.0', { until: '4.6' }),
  )
})
