import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as gatewright from 'gatewright'

const require = createRequire(import.meta.url)

test('the addon has the version of the package', () => {
  assert.equal(gatewright.version(), require('gatewright/package.json').version)
})

test('import and require give the same functions', () => {
  const required = require('gatewright')
  assert.equal(required.version, gatewright.version)
  const imported = Object.keys(gatewright).filter((name) => name !== 'default')
  assert.deepEqual(Object.keys(required).sort(), imported.sort())
})
