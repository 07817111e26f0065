// Holds what the SDK sends and what the emulator answers against WSO2's OpenAPI documents, for every release of a folder.
//
//   node run.mjs --specs FOLDER --driver PROGRAM [--release X.Y.Z] [--record FILE] [--schemathesis PROGRAM]

import { createWriteStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { Driver } from './lib/driver.mjs'
import { fuzz } from './lib/fuzz.mjs'
import { Ids } from './lib/ids.mjs'
import * as operations from './lib/operations.mjs'
import { Recorder } from './lib/recorder.mjs'
import { Report } from './lib/report.mjs'
import * as requests from './lib/requests.mjs'
import { selfTest } from './lib/self_test.mjs'
import { Slips, name } from './lib/slips.mjs'
import { releases } from './lib/specs.mjs'
import { Validator } from './lib/validator.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const { values: options } = parseArgs({
  options: {
    specs: { type: 'string' },
    driver: { type: 'string' },
    release: { type: 'string' },
    record: { type: 'string' },
    schemathesis: { type: 'string' },
  },
})
if (!options.specs || !options.driver) {
  console.error(
    'usage: node run.mjs --specs FOLDER --driver PROGRAM [--release X.Y.Z] [--record FILE] [--schemathesis PROGRAM]',
  )
  process.exit(2)
}

const given = {
  operations: operations.read(join(here, 'operations.json')),
  requests: requests.read(join(here, 'requests.json')),
  slips: Slips.read(join(here, 'slips.json')),
}
const record = options.record && createWriteStream(options.record)
const report = new Report()
const chosen = releases(options.specs).filter(
  ({ release }) => (options.release ?? release) === release,
)
for (const { release, documents } of chosen) {
  await hold(release, documents)
}
for (const slip of given.slips.unused(chosen.map(({ release }) => release))) {
  report.fail(
    slip.release,
    `the slip ${slip.name}`,
    'nothing needed it: take it, or this release, out of slips.json',
  )
}
record?.end()
process.exitCode = report.finish() ? 0 : 1

/** One release, from its documents to what is told of it. */
async function hold(release, documents) {
  const start = Date.now()
  const validators = []
  for (const document of documents) validators.push(await Validator.of(document))
  const driver = new Driver(options.driver, release)
  let recorder
  try {
    const node = await driver.hear()
    recorder = new Recorder(node.url, node.ca, validators)
    const url = await recorder.start()
    driver.say({ url })
    const { problems } = await driver.hear()
    report.add(
      release,
      problems.map((problem) => ({ name: 'the client', problem })),
    )
    const mine = operations.ofRelease(given.operations, release)
    const bases = new Map(documents.map(({ name, base }) => [name, url + base]))
    const ids = new Ids(bases, recorder.exchanges)
    recorder.phase = 'requests'
    report.add(release, await requests.replay(given.requests, release, bases, ids))
    recorder.phase = 'samples'
    await operations.send(mine, bases, ids)
    const { exchanges } = recorder
    report.add(release, operations.coverage(mine, documents, exchanges, given.slips.reasons))
    report.add(release, operations.unnamed(mine, exchanges))
    report.add(release, selfTest(validators, recorder.exchanges))
    if (options.schemathesis) {
      report.add(
        release,
        await fuzz(options.schemathesis, node, documents, given.slips.of(release)),
      )
    }
  } catch (error) {
    report.fail(release, 'the run', error.message)
  } finally {
    if (recorder)
      judge(release, recorder.exchanges, operations.ofRelease(given.operations, release))
    await recorder?.stop()
    await driver.stop()
  }
  const told = `${recorder?.exchanges.length ?? 0} exchanges, ${documents.length} documents`
  console.log(`${release}: ${told}, ${((Date.now() - start) / 1000).toFixed(1)} s`)
}

/** One check for each operation and status that was seen. */
function judge(release, exchanges, mine) {
  const seen = new Map()
  for (const exchange of exchanges) {
    const { phase, validator, resource, line, status, failure } = exchange
    const what = resource ? name(validator.document.name, resource) : line
    const problems = failure ? [failure] : found(release, exchange, mine)
    const key = `${what}, ${status}`
    seen.set(key, new Set([...(seen.get(key) ?? []), ...problems]))
    record?.write(`${JSON.stringify({ release, phase, what, line, status, problems })}\n`)
  }
  for (const [what, problems] of seen) {
    report.add(release, [
      { name: what, problem: problems.size ? [...problems].join('\n  ') : undefined },
    ])
  }
}

function found(release, exchange, mine) {
  const { reasons } = given.slips
  if (!exchange.violations || operations.isUndocumented(mine, exchange, reasons)) return []
  const left = given.slips.left(release, exchange)
  // Requests of requests.json that are to be refused are wrong on purpose.
  const onPurpose = exchange.phase === 'requests' && exchange.status >= 400
  return left
    .filter(({ side }) => !(onPurpose && side === 'request'))
    .map(
      ({ side, code, at, property, message }) =>
        `${side} ${code} at "${at}"${property ? ` (${property})` : ''}: ${message}`,
    )
}
