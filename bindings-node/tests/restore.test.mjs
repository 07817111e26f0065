import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { RestoredFile, restoreDefaultEnvironment, restoreEnvironment } from 'gatewright'
import { codes, fileOf, folder, read, thrown, write } from './support.mjs'

const ACTIVE = `# für 😀
[[apim.gateway.environment]]
name = "Default"
password = "canary"
`
const COMMENTED = ACTIVE.replace(/^(?!# für)(?=.)/gm, '# ')

const commented = (test) => write(join(folder(test), 'deployment.toml'), COMMENTED)

test('what is written is what was shown', (t) => {
  const path = commented(t)
  const restored = restoreDefaultEnvironment(path)
  assert(restored instanceof RestoredFile)
  assert(Object.isFrozen(restored))
  assert.deepEqual({ ...restored }, { path, environment: 'Default', isChanged: true })
  assert.deepEqual([restored.before, restored.after], [COMMENTED, ACTIVE])
  assert.equal(restoreEnvironment({ path }, 'Default').diff, restored.diff)
  assert(restored.diff.includes('-# name = "Default"\n'))
  assert.equal(read(path), COMMENTED)

  assert.equal(restored.write(), undefined)
  assert.equal(read(path), ACTIVE)
  const again = restoreDefaultEnvironment(path)
  assert.deepEqual([again.isChanged, again.diff], [false, ''])
  again.write()
  assert.equal(read(path), ACTIVE)
})

test('a file that changed is left alone', (t) => {
  const path = commented(t)
  const restored = restoreDefaultEnvironment(path)
  write(path, '# mine\n')
  const error = thrown(() => restored.write())
  assert.deepEqual([error.code, error.operation], ['file-changed', 'write'])
  assert.equal(read(path), '# mine\n')
})

test('what there is not cannot come back', () => {
  const none = { path: 'a.toml', text: '' }
  const missing = thrown(() => restoreEnvironment(none, 'Europe'))
  assert.deepEqual(
    [missing.kind, missing.code, missing.operation],
    ['NotFound', 'no-commented-environment', 'restoreEnvironment'],
  )
  const broken = thrown(() => restoreDefaultEnvironment({ ...none, text: '[server' }))
  assert.equal(broken.operation, 'restoreDefaultEnvironment')
  assert.deepEqual(codes(broken.diagnostics), ['invalid-toml'])
})

test('texts do not print', (t) => {
  const restored = restoreDefaultEnvironment(commented(t))
  assert(restored.after.includes('canary'))
  assert(!`${inspect(restored)}${JSON.stringify(restored)}${restored.diff}`.includes('canary'))
})

test('it takes one file and a name', () => {
  const message = /^restoreDefaultEnvironment\(file\) must be/
  for (const wrong of [undefined, 7, null]) {
    assert.throws(() => restoreDefaultEnvironment(wrong), { name: 'TypeError' })
  }
  assert.throws(() => restoreDefaultEnvironment(7), { message })
  assert.throws(() => restoreEnvironment(fileOf('a')), {
    message: 'restoreEnvironment(name) must be a string, not undefined',
  })
  assert.throws(() => new RestoredFile(), TypeError)
})
