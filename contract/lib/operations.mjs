// The client's operations with a sample request of each, operations.json, which a test of the SDK holds equal to its
// registry. All of them are sent; each has to be in its document, to be seen, and to be answered with success.

import { readFileSync } from 'node:fs'

import { operationsOf } from './amend.mjs'
import { Ids } from './ids.mjs'
import { compare } from './specs.mjs'

/** The documents of the services; the others have none. */
const DOCUMENTS = {
  Publisher: 'publisher',
  DevPortal: 'devportal',
  Admin: 'admin',
  Gateway: 'gateway',
}

/** What stands beside the REST APIs and has no document: the client sends it, and its lines look so. */
const BESIDE = {
  Root: /^GET \/services\/Version$/,
  Registration: /^POST \/client-registration\/v[\d.]+\/register$/,
  Token: /^POST \/oauth2\/token$/,
  Revoke: /^POST \/oauth2\/revoke$/,
}

export function read(path) {
  return JSON.parse(readFileSync(path, 'utf8')).operations
}

/** The operations of a release, each with the request to it: a newer release is asked as the newest known one is. */
export function ofRelease(operations, release) {
  const known = operations.flatMap(({ requests }) => requests.flatMap(({ releases }) => releases))
  const wanted = release.split('.').slice(0, 2).join('.')
  const newest = [...new Set(known)]
    .sort(compare)
    .filter((one) => compare(one, wanted) <= 0)
    .at(-1)
  return operations.flatMap((operation) => {
    const request = operation.requests.find(({ releases }) => releases.includes(newest))
    return request ? [{ ...operation, document: DOCUMENTS[operation.service], request }] : []
  })
}

/** Sends the sample of every operation that has a document through the recorder, deletions last. */
export async function send(operations, bases, ids) {
  const sent = operations.filter(({ document }) => bases.has(document))
  const isDeletion = ({ method }) => method === 'DELETE'
  for (const operation of [
    ...sent.filter((one) => !isDeletion(one)),
    ...sent.filter(isDeletion).reverse(),
  ]) {
    const { target, json, type = 'application/json', text } = operation.request
    const body = json === undefined ? text : JSON.stringify(json)
    const real = await ids.fill(placeholders(operations))
    const url = bases.get(operation.document) + real(target)
    const headers = {
      authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': type }),
    }
    const answer = await fetch(url, { method: operation.method, headers, body: body && real(body) })
    await answer.arrayBuffer()
  }
}

/** The values that stand for identifiers in the samples: the name of each path parameter by its value. */
function placeholders(operations) {
  const found = new Map([['its-secret', 'secret']])
  for (const { path, request } of operations) {
    const given = request.target.split('?')[0].split('/')
    path.split('/').forEach((part, at) => {
      if (part.startsWith('{')) found.set(given[at], part.slice(1, -1))
    })
  }
  return found
}

/** The checks of each operation of a release. */
export function coverage(operations, documents, exchanges, reasons) {
  return operations.flatMap((operation) => {
    const { name, service } = operation
    if (BESIDE[service]) {
      const isSent = exchanges.some(
        ({ phase, line }) => phase === 'client' && BESIDE[service].test(line),
      )
      const problem = isSent ? undefined : 'the client did not send it: contract/driver has to'
      return [{ name: `${name}: sent`, problem }]
    }
    const document = documents.find((one) => one.name === operation.document)
    if (!document) {
      const problem = reasons.undocumented[service]
        ? undefined
        : 'slips.json does not say why it has no document'
      return [{ name: `${name}: documented`, problem }]
    }
    const mine = exchanges.filter((exchange) => isOf(exchange, operation))
    const problems = ofDocument(operation, document, mine, reasons)
    return Object.entries(problems).map(([what, problem]) => ({
      name: `${name}: ${what}`,
      problem,
    }))
  })
}

function ofDocument(operation, document, exchanges, { undocumented, unanswered }) {
  const { name, method, path } = operation
  const isKnown = operationsOf(document.json).some((one) => isSame(one, operation))
  const statuses = [...new Set(exchanges.map(({ status }) => status))]
  const isAnswered = statuses.some((status) => status >= 200 && status < 300)
  const problem = (is, text) => (is ? text : undefined)
  return {
    documented: isKnown
      ? problem(undocumented[name], 'it is documented: take it out of "undocumented" in slips.json')
      : problem(
          !undocumented[name],
          `no ${method} ${path} is documented, and slips.json does not say why`,
        ),
    sent: problem(exchanges.length === 0, `nobody sent ${method} ${path}`),
    answered: isAnswered
      ? problem(unanswered[name], 'it is answered: take it out of "unanswered" in slips.json')
      : problem(
          !unanswered[name],
          `the emulator answered ${method} ${path} by ${statuses.join(', ')} alone`,
        ),
  }
}

/** Whether no document has the operation of an exchange, for a reason that slips.json gives. */
export function isUndocumented(operations, exchange, { undocumented }) {
  return operations.some((one) => undocumented[one.name] && isOf(exchange, one))
}

/** What the client sent that is no operation's. */
export function unnamed(operations, exchanges) {
  const lines = exchanges
    .filter(({ phase, resource }) => phase === 'client' && resource)
    .filter((exchange) => !operations.some((operation) => isOf(exchange, operation)))
    .map(({ line }) => line)
  return [...new Set(lines)].map((line) => ({
    name: line,
    problem: 'operations.json does not name it',
  }))
}

/** Whether an exchange was of an operation, by the document, or where no document has it by its path. */
function isOf({ resource, validator, line }, operation) {
  if (validator?.document.name !== operation.document) return false
  if (resource) return isSame(resource, operation)
  const [method, path] = line.split(' ')
  const parts = operation.path.split('/')
  const given = path.slice(validator.document.base.length).split('/')
  const fits = (part, at) => part.startsWith('{') || part === given[at]
  return method === operation.method && given.length === parts.length && parts.every(fits)
}

/** Documents name parameters as they like. */
export function isSame(one, other) {
  const plain = (path) => path.replace(/\{[^}]+\}/g, '{}')
  return (
    one.method.toLowerCase() === other.method.toLowerCase() && plain(one.path) === plain(other.path)
  )
}
