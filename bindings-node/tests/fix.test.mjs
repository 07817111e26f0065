import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Diagnostic, FixedFile, FixedFiles, Fixes, Topology, check } from 'gatewright'
import { codes, folder, read, thrown, write } from './support.mjs'

const MISTAKES = `# für 😀
[[apim.gateway.environment]]
name = "Default"
type = "HYBRID"
descripton = "two mistakes"
password = "canary"
`
const SAFE = MISTAKES.replace('HYBRID', 'hybrid')
const ALL = SAFE.replace('descripton', 'description')

const mistakes = (test) => write(join(folder(test), 'deployment.toml'), MISTAKES)

test('what is written is what was shown', (t) => {
  const path = mistakes(t)
  const report = check([path])
  const fixed = report.fix(Fixes.Safe)
  assert(fixed instanceof FixedFiles)
  assert.deepEqual([...fixed], fixed.files)
  const [file] = fixed
  assert(file instanceof FixedFile)
  assert.deepEqual([file.path, file.before, file.after], [path, MISTAKES, SAFE])
  assert.equal(file.diff, fixed.diff)
  assert(fixed.diff.includes('-type = "HYBRID"\n+type = "hybrid"\n'))
  assert.equal(fixed.isChanged, true)
  assert.deepEqual(codes(fixed.made), ['invalid-environment-type'])
  assert.deepEqual(fixed.left, [])
  for (const part of [file, fixed.files, fixed.made, fixed.left]) assert(Object.isFrozen(part))
  assert.equal(read(path), MISTAKES)

  assert.deepEqual(report.fix('all').write(), [path])
  assert.equal(read(path), ALL)
  const again = check([path])
  assert.equal(again.isEmpty, true)
  assert.equal(again.fix('all').isChanged, false)
  assert.deepEqual(again.fix('all').write(), [])
})

test('findings of repairs point into JavaScript strings', () => {
  const [found] = check([{ path: 'cp.toml', text: MISTAKES }]).fix('safe').made
  assert(found instanceof Diagnostic)
  assert.equal(MISTAKES.slice(found.span.start, found.span.end), '"HYBRID"')
})

test('a file that changed is left alone', (t) => {
  const path = mistakes(t)
  const fixed = check([path]).fix('safe')
  write(path, '# mine\n')
  const error = thrown(() => fixed.write())
  assert.deepEqual([error.code, error.operation], ['file-changed', 'write'])
  assert.equal(read(path), '# mine\n')
})

test('a text can be repaired and has no place to be written to', () => {
  const text = 'release = "4.7"\n[[node]]\nname = "cp"\nrols = ["control-plane"]\nhost = "h"\n'
  const { report } = thrown(() => Topology.parse(text))
  const fixed = report.fix('all')
  assert.equal(fixed.files[0].path, null)
  assert.equal(Topology.parse(fixed.files[0].after).nodes[0].name, 'cp')
  const error = thrown(() => fixed.write())
  assert.deepEqual([error.kind, error.code], ['InvalidInput', 'text-without-path'])
})

test('texts do not print', (t) => {
  const fixed = check([mistakes(t)]).fix('all')
  assert(fixed.files[0].after.includes('canary'))
  const shown = `${inspect(fixed, { depth: 9 })}${JSON.stringify(fixed)}${fixed.diff}`
  assert(!shown.includes('canary'))
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(fixed))), ['files', 'isChanged'])
})

test('there are two choices of repairs, and only reports give files', () => {
  const report = check([])
  assert.throws(() => report.fix('unsafe'), { name: 'TypeError', message: /"unsafe"/ })
  assert.throws(() => report.fix(), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })
  assert.throws(() => new FixedFiles(), TypeError)
  assert.throws(() => new FixedFile(), TypeError)
})

test('environment variables are names', () => {
  const files = [{ path: 'gw.toml', text: '[super_admin]\npassword = "$env{ADMIN}"\n' }]
  assert.equal(check(files).isEmpty, true)
  assert.equal(check(files, { environmentVariables: null }).isEmpty, true)
  assert.equal(check(files, { environmentVariables: new Set(['ADMIN']) }).isEmpty, true)
  const report = check(files, { environmentVariables: [] })
  assert.deepEqual(codes(report), ['undefined-environment-variable'])
  for (const wrong of ['ADMIN', [1], { ADMIN: 'x' }]) {
    assert.throws(() => check(files, { environmentVariables: wrong }), TypeError)
  }
})
