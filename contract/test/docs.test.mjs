import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'

import { tables } from '../lib/table.mjs'

const page = new URL('../../docs/contract.md', import.meta.url)
const [begin, end] = ['<!-- slips.json -->', '<!-- end of slips.json -->']

test('docs/contract.md shows slips.json', () => {
  const slips = JSON.parse(readFileSync(new URL('../slips.json', import.meta.url), 'utf8'))
  const text = readFileSync(page, 'utf8')
  const [before, rest] = text.split(begin)
  const [shown, after] = rest.split(end)
  const wanted = `\n\n${tables(slips)}\n\n`
  if (process.env.GATEWRIGHT_WRITE_DOCS) writeFileSync(page, before + begin + wanted + end + after)
  else assert.equal(shown, wanted, 'write it anew: GATEWRIGHT_WRITE_DOCS=1 node --test test/')
})
