import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Diagnostic, ErrorKind, Report, Retry, check, errorCodes, explain, rules } from 'gatewright'
import { codes, folder, native, write } from './support.mjs'

const OFFSET = { path: 'cp.toml', text: '[server]\noffset = "one"\n' }
const SECTION = '[[apim.gateway.environment]]\nname = "A"\ntype = "hybrid"\n'

test('a file without fault gives an empty report', () => {
  const report = check([{ path: 'cp.toml', text: '[server]\nhostname = "localhost"\n' }])
  assert(report instanceof Report)
  assert.equal(report.ok, true)
  assert.equal(report.isEmpty, true)
  assert.deepEqual(report.diagnostics, [])
  assert.deepEqual(report.notCompared, [])
})

test('a finding has every attribute', () => {
  const report = check([OFFSET])
  const [found] = report.diagnostics
  assert(found instanceof Diagnostic)
  assert.deepEqual(Object.keys(found), [
    'code',
    'severity',
    'message',
    'path',
    'line',
    'column',
    'span',
    'help',
    'related',
    'fix',
  ])
  assert.equal(found.code, 'invalid-offset')
  assert.equal(found.severity, 'error')
  assert.match(found.message, /one/)
  assert.equal(found.path, 'cp.toml')
  assert.deepEqual([found.line, found.column], [2, 10])
  assert.equal(OFFSET.text.slice(found.span.start, found.span.end), '"one"')
  assert.equal(typeof found.help, 'string')
  assert.deepEqual(found.related, [])
  assert(String(found).startsWith('cp.toml:2:10: error[invalid-offset]: '))
  assert.equal(report.ok, false)
  assert.equal(report.isEmpty, false)
  assert.equal(report.count('error'), 1)
  assert.equal(report.count('warning'), 0)
  assert.deepEqual([...report], report.diagnostics)
})

test('findings are made once and cannot be changed', () => {
  const report = check([{ path: 'cp.toml', text: SECTION + SECTION }])
  assert.equal(report.diagnostics, report.diagnostics)
  assert(Object.isFrozen(report.diagnostics))
  for (const found of report) {
    for (const part of [found, found.span, found.related]) assert(Object.isFrozen(part))
  }
})

test('a related place and a fix have every attribute', () => {
  const text = SECTION + SECTION
  const report = check([{ path: 'cp.toml', text }])
  const duplicate = report.diagnostics.find(({ code }) => code === 'duplicate-environment-name')
  const [related] = duplicate.related
  assert.deepEqual([related.path, related.line, related.column], ['cp.toml', 2, 8])
  assert.equal(text.slice(related.span.start, related.span.end), '"A"')
  assert.equal(typeof related.message, 'string')

  const misspelt = '# ü\n[server]\noffest = 1\n'
  const fixed = check([{ path: 'cp.toml', text: misspelt }]).diagnostics[0]
  const [edit] = fixed.fix.edits
  assert.equal(edit.path, 'cp.toml')
  assert.equal(misspelt.slice(edit.span.start, edit.span.end), 'offest')
  assert.equal(edit.replacement, 'offset')
  assert(native.names().safety.includes(fixed.fix.safety))
  assert(Object.isFrozen(edit))
})

test('spans count UTF-16 code units, columns characters', () => {
  const before = '# é 😀 𝔊\n'
  const text = `${before}[server]\nhostname = "😀" \noffset = "😀one"\n`
  const found = check([{ path: 'cp.toml', text }]).diagnostics.find(
    ({ code }) => code === 'invalid-offset',
  )
  assert.equal(text.slice(found.span.start, found.span.end), '"😀one"')
  assert.deepEqual([found.line, found.column], [4, 10])
  const inLine = '[server]\nhostname = "😀"\n"é😀" = 1\noffset = [ "😀", "\u{1d50a}" ]\n'
  const [last] = check([{ path: 'cp.toml', text: inLine }]).diagnostics.slice(-1)
  assert(inLine.slice(last.span.start, last.span.end).length > 0)
})

test('paths are strings or URLs, alone or with what is known of the node', (t) => {
  const path = write(join(folder(t), 'ü b', 'deployment.toml'), OFFSET.text)
  const url = pathToFileURL(path)
  for (const file of [path, url, { path }, { path: url }]) {
    const [found] = check([file]).diagnostics
    assert.deepEqual([found.code, found.path], ['invalid-offset', path])
  }
  assert.equal(check(new Set([path])).diagnostics.length, 1)
})

test('what is known of a node decides', () => {
  const at = (host, offset) => ({
    path: `${host}-${offset}.toml`,
    text: `[server]\noffset = ${offset}\n`,
    host,
    name: `node-${offset}`,
    roles: ['control-plane', 'gateway'],
    pack: 'all-in-one',
    release: '4.7',
  })
  assert(codes(check([at('a', 0), at('a', 37)])).includes('port-collision'))
  assert.deepEqual(codes(check([at('a', 0), at('b', 37)])), [])
  const absent = { path: 'a.toml', text: null, host: undefined, roles: null }
  assert.throws(() => check([absent]), { code: 'unreadable-file' })
})

test('a report has every format', () => {
  const report = check([OFFSET])
  for (const name of native.names().format) {
    assert.match(report.format(name), /invalid-offset/, name)
  }
  const json = JSON.parse(report.format('json'))
  assert.equal(json.schema_version, 1)
  assert.equal(JSON.parse(report.format('sarif')).version, '2.1.0')
})

test('notes are reported when asked for', () => {
  for (const options of [undefined, null, {}, { notes: undefined }, { notes: false }]) {
    assert.equal(check([OFFSET], options).count('note'), 0)
  }
  assert(check([OFFSET], { notes: true }).diagnostics.length >= 1)
})

test('every rule has a page', () => {
  const all = rules()
  assert.deepEqual(codes(all), codes(all).sort())
  for (const rule of all) {
    assert.deepEqual(Object.keys(rule), ['code', 'severity', 'summary', 'documentation'])
    assert(explain(rule.code).startsWith(`# ${rule.code}\n`))
  }
  assert.equal(explain('no-such-rule'), null)
})

test('codes of errors have pages', () => {
  const all = errorCodes()
  assert(Object.isFrozen(all) && Object.isFrozen(all[0].kinds))
  assert.equal(new Set(all.map(({ code }) => code)).size, all.length)
  for (const { code, kinds, retries, context, summary, documentation } of all) {
    assert(kinds.every((kind) => Object.values(ErrorKind).includes(kind)))
    assert(retries.every((retry) => Object.values(Retry).includes(retry)))
    const page = explain(code)
    assert(page.includes(`\n\n${summary}\n\n`) && page.includes(documentation.trim()))
    assert(context.every((key) => page.includes(`\n- \`${key}\`: `)))
  }
})
