import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { RenderedFile, RenderedFiles, check, revert } from 'gatewright'
import { fileOf, folder, installed, read, shipped, threeNodes } from './support.mjs'

const NODES = ['control-plane', 'gateway-1', 'gateway-2']

test('rendered files have every attribute', () => {
  const files = threeNodes().render()
  assert(files instanceof RenderedFiles)
  assert.deepEqual([...files], files.files)
  assert.deepEqual(
    files.files.map(({ node }) => node),
    NODES,
  )
  assert.equal(files.get('gateway-1'), files.files[1])
  assert.equal(files.get('nobody'), null)
  assert.equal(files.isChanged, true)
  assert.deepEqual(files.removedEnvironments, [])
  assert.equal(files.diff, files.files.map(({ diff }) => diff).join(''))
})

test('a rendered file has every attribute', () => {
  const text = '[server]\nhostname = "localhost" # é 😀\n'
  const files = threeNodes().render({ 'gateway-1': text })
  const file = files.get('gateway-1')
  assert(file instanceof RenderedFile)
  assert.equal(file.node, 'gateway-1')
  assert.equal(file.path, fileOf('gateway-1'))
  assert.equal(file.isChanged, true)
  assert.equal(file.before, text)
  assert(file.after.startsWith('[server]\nhostname = "localhost" # é 😀\noffset = 1\n'))
  assert.match(file.diff, /^\+offset = 1$/m)
  assert.equal(files.get('gateway-2').before, null)
  assert(Object.isFrozen(file))
  const again = threeNodes().render({ 'gateway-1': file.after }).get('gateway-1')
  assert.equal(again.isChanged, false)
  assert.equal(again.diff, '')
})

test('writing says what was written and what to restart, reverting gives the bytes back', (t) => {
  const { topology, homes, paths } = installed(t)
  const files = topology.render()
  assert.deepEqual(files.removedEnvironments, ['Default'])
  const outcome = files.write({ removing: new Set(['Default']) })
  assert.deepEqual(outcome.restart, NODES)
  assert.deepEqual(outcome.written.slice().sort(), paths.slice().sort())
  assert.equal(outcome.written.at(-1), paths[0])
  assert.deepEqual(outcome.unchanged, [])
  assert.equal(check(paths).isEmpty, true)

  const second = topology.render()
  assert.equal(second.isChanged, false)
  assert.deepEqual(second.write().unchanged.slice().sort(), paths.slice().sort())

  const reverted = revert(homes.map((home) => pathToFileURL(home)))
  assert.deepEqual(reverted.restored.slice().sort(), paths.slice().sort())
  assert.deepEqual(reverted.unchanged, [])
  for (const path of paths) assert.equal(read(path), shipped())
  assert(Object.isFrozen(outcome.written) && Object.isFrozen(reverted))
})

test('files can be written below a folder, named by a string or a URL', (t) => {
  for (const asPath of [(path) => path, pathToFileURL]) {
    const parent = folder(t)
    const files = threeNodes().render()
    const outcome = files.writeTo(asPath(parent), { removing: [] })
    assert.deepEqual(outcome.restart, NODES)
    for (const node of NODES) {
      assert.equal(read(fileOf(join(parent, node))), files.get(node).after)
    }
    revert(NODES.map((node) => join(parent, node)))
    assert.equal(existsSync(fileOf(join(parent, 'gateway-1'))), false)
  }
})
