// Functions of the user's while something is published: what they are told, asked, and throw.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as later } from 'node:timers/promises'
import { inspect } from 'node:util'
import {
  Certainty,
  Event,
  EventCallbackError,
  EventKind,
  GatewrightError,
  LiveVerification,
  ProofKind,
  Rollout,
  RolloutOutcome,
} from 'gatewright'
import { started } from './installation.mjs'
import { folder, rejected, thrown } from './support.mjs'

const PRODUCTION = 'Production Gateway'

test('every event is told before the call is over, to functions that take their time as well', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  const plan = await controlPlane.plan([installation.publication()])
  const told = []
  const outcome = await controlPlane.apply(plan, {
    onEvent: async (event) => {
      await later(1)
      told.push(event)
    },
  })
  assert(outcome.isOk)
  assert(told.every((event) => event instanceof Event))
  const done = told.filter(({ kind }) => kind === EventKind.StepDone).map(({ step }) => `${step}`)
  assert.deepEqual(done, Array.from(plan, String))
  assert.equal(String(told.at(-1)), '[1/1] Pets 1.0.0: finished')
  assert.equal(told.length, 9)
})

test('an apply that is aborted lets go of its journal, and says nothing more', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  const within = folder(context)
  for (let number = 0; number < 8; number += 1) {
    const publication = installation.publication()
    const definition = { ...publication.definition, context: `/pets${number}` }
    const wanted = [{ ...publication, name: `Pets${number}`, definition }]
    const journal = join(within, `${number}.journal`)
    const plan = await controlPlane.plan(wanted)
    const aborting = new AbortController()
    let times = 0
    const onEvent = () => {
      times += 1
      aborting.abort()
    }
    const work = controlPlane.apply(plan, { journal, onEvent, signal: aborting.signal })
    assert.equal((await rejected(work)).kind, 'Cancelled')
    const heard = times
    assert((await controlPlane.resume(wanted, journal)).isOk)
    assert.equal(times, heard)
  }
})

test('what a listener throws stops no step, and is not lost', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  const wanted = [installation.publication()]
  for (const fail of [() => assert.fail('closed'), async () => assert.fail('closed')]) {
    let times = 0
    const onEvent = (event) => {
      times += 1
      return fail(event)
    }
    const plan = await controlPlane.plan(wanted)
    const error = await rejected(controlPlane.apply(plan, { onEvent }), EventCallbackError)
    assert(times > 0)
    assert.equal(error.name, 'EventCallbackError')
    assert.equal(error.cause.message, 'closed')
    assert(error.outcome.isOk)
    assert((await controlPlane.plan(wanted)).isEmpty)
    await controlPlane.deleteApi((await controlPlane.api('Pets', '1.0.0')).id)
  }
})

test('an operation that fails says what its listener threw in a warning', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  await controlPlane.publish([installation.publication()])
  const warned = new Promise((resolve) => process.once('warning', resolve))
  const onEvent = () => assert.fail('closed')
  const cats = { ...installation.publication(), name: 'Cats' }
  const error = await rejected(controlPlane.publish([cats], { onEvent }))
  assert(error instanceof GatewrightError)
  assert.match((await warned).message, /onEvent failed: closed/)
})

test('what a check keeps the gate closed with', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  const asked = []
  const answers = [
    [async () => assert.fail('freeze until Monday'), 'freeze until Monday'],
    [() => false, 'the check returned false'],
    [
      () => {
        throw new RangeError()
      },
      'RangeError',
    ],
    [() => Promise.resolve(), undefined],
  ]
  for (const [answer, reason] of answers) {
    const rollout = new Rollout([installation.publication()], {
      waves: [[PRODUCTION]],
      rest: true,
      check: (environments) => {
        asked.push(...environments)
        return answer()
      },
    })
    const outcome = await controlPlane.rollOut(rollout)
    assert(outcome instanceof RolloutOutcome)
    assert.equal(outcome.waves[0].failures[0]?.message, reason)
    assert.equal(outcome.isOk, reason === undefined)
  }
  assert.deepEqual(new Set(asked), new Set(installation.publication().environments))
})

test('a roll-out says what it cannot take', async (context) => {
  const pets = { name: 'Pets', version: '1.0.0', environments: ['Default'] }
  for (const [call, says] of [
    [() => new Rollout('Pets'), /new Rollout\(publications\) must be an array/],
    [() => new Rollout([pets], { waves: ['a'] }), /waves\[0\] must be an array, not a string/],
    [() => new Rollout([pets], { check: 'a' }), /check must be a function/],
    [() => new Rollout([pets], { wave: [] }), /has no option "wave"; did you mean "waves"/],
  ]) {
    assert.match(thrown(call, TypeError).message, says)
  }
  const controlPlane = await (await started(context)).connect()
  const missing = await rejected(controlPlane.rollOut({ waves: [] }), TypeError)
  assert.match(missing.message, /rollOut\(rollout\).publications must be an array/)
  const plan = await controlPlane.plan([])
  const wrong = await rejected(controlPlane.apply(plan, { onEvent: 'log' }), TypeError)
  assert.match(wrong.message, /apply\(options\).onEvent must be a function/)
})

test('proof is a plain object, whose password does not print', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  const pets = installation.publication()
  await controlPlane.publish([pets])
  const proof = { probed: true, timeout: 60_000 }
  const live = await controlPlane.verifyWith(pets, { ...proof, acknowledged: true })
  assert(live instanceof LiveVerification)
  assert.equal(live.certainty, Certainty.Proven)
  assert.deepEqual(
    new Set(live.evidence.map((one) => one.proof.kind)),
    new Set([ProofKind.Acknowledged, ProofKind.Live]),
  )
  const nodeAccount = { user: 'admin', password: 'hunter2' }
  const rollout = new Rollout([pets], { rest: true, proof: { ...proof, nodeAccount } })
  assert.equal(rollout.proof.nodeAccount.user, 'admin')
  assert(!`${inspect(rollout, { depth: 9 })}${JSON.stringify(rollout)}`.includes('hunter2'))
  assert((await controlPlane.rollOut(rollout)).isOk)
  assert((await controlPlane.drift([pets])).isEmpty)
  const undeployed = await controlPlane.undeployWith('Pets', '1.0.0', PRODUCTION, {
    gone: 60_000,
    othersServe: proof,
  })
  assert(undeployed.isOk)
  assert.match(`${undeployed}`, /^taken off Production Gateway, and gone there/)
})

test('what proof and rollbacks are told wrongly', async (context) => {
  const controlPlane = await (await started(context)).connect()
  const wrong = [
    [controlPlane.verifyWith({ name: 'Pets', version: '1' }, { probed: 1 }), /options\)\.probed/],
    [
      controlPlane.retire('a', { proof: { nodeAccount: { user: 'admin' } } }),
      /options\)\.proof\.nodeAccount\.password must be a string or a SecretText/,
    ],
    [
      controlPlane.undeployWith('Pets', '1', 'a', { othersServe: { nodes: [{}] } }),
      /options\)\.othersServe\.nodes\[0\]\.environment must be a string/,
    ],
    [controlPlane.rollback('Pets', '1', ['a'], { revision: 1, api: {} }), /a revision and an api/],
    [controlPlane.rollback('Pets', '1', ['a'], { definition: '' }), /a definition and no api/],
    [controlPlane.rollback('Pets', '1', ['a'], { revision: -1 }), /revision must be an integer/],
    [controlPlane.drift([], { topology: 'topology.toml' }), /must be an instance of Topology/],
  ]
  for (const [call, message] of wrong) {
    assert.match((await rejected(call, TypeError)).message, message)
  }
})
