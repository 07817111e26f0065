// Requests that no client of ours sends, requests.json: above all those that are answered by an error.

import { readFileSync } from 'node:fs'

import { Ids } from './ids.mjs'
import { isWithin } from './specs.mjs'

export function read(path) {
  return JSON.parse(readFileSync(path, 'utf8')).requests
}

/** What requests.json writes for identifiers. `{unknown}` is nobody's. */
const PLACEHOLDERS = new Map([
  ['{api}', 'apiId'],
  ['{application}', 'applicationId'],
  ['{revision}', 'revisionId'],
  ['{subscription}', 'subscriptionId'],
])

/** Sends those of a release through the recorder: one check each. */
export async function replay(requests, release, bases, ids) {
  const checks = []
  for (const request of requests.filter(
    (one) => isWithin(release, one) && bases.has(one.document),
  )) {
    const { document, send, as = 'admin', body, type = 'application/json', expect } = request
    const fill = await ids.fill(PLACEHOLDERS)
    const [method, path] = fill(send).split(' ')
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { ...credentials(as), ...(body === undefined ? {} : { 'content-type': type }) }
    const sent = body === undefined ? undefined : fill(text)
    const answer = await fetch(bases.get(document) + path, { method, headers, body: sent })
    const said = await answer.text()
    const name = `${document} ${send}, ${expect}`
    const problem =
      answer.status === expect ? undefined : `it answered ${answer.status}: ${said.slice(0, 300)}`
    checks.push({ name, problem })
  }
  return checks
}

function credentials(user) {
  if (user === 'nobody') return {}
  return { authorization: `Basic ${Buffer.from(`${user}:admin`).toString('base64')}` }
}
