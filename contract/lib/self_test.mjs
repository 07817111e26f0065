// The harness proves itself: with one field misspelt, a request and an answer that passed must fail, and so must a field
// that nobody knows in a request and an answer of every document.

const UNKNOWN = 'misspelt'

/** One check for each side of each document, and one for each side of what was recorded. */
export function selfTest(validators, exchanges) {
  const checks = validators.flatMap((validator) =>
    ['request', 'response'].map((side) => ofDocument(validator, side)),
  )
  for (const side of ['request', 'response']) checks.push(ofExchanges(exchanges, side))
  return checks
}

/** A field that no schema names, in the first body of the document that is an object. */
function ofDocument(validator, side) {
  const name = `self-test: an unknown field in a ${side} of ${validator.document.name}`
  for (const resource of validator.operations) {
    const parts = side === 'request' ? [resource.request?.body] : resource.responses
    for (const part of parts) {
      const content = part?.contents?.find(({ mediaType }) => mediaType === 'application/json')
      if (content?.schema?.additionalProperties !== false) continue
      const headers = { 'content-type': 'application/json', 'content-length': '2' }
      const body = { [UNKNOWN]: true }
      const element = {
        headers,
        body,
        statusCode: Number(part.code),
        url: { path: resource.path, query: {} },
      }
      const found = validator.violationsOf(side, resource, element)
      if (found.some(isAbout(UNKNOWN))) return { name }
      return { name, problem: `${resource.method} ${resource.path} took it` }
    }
  }
  return { name, problem: 'no schema of the document refuses a field that it does not name' }
}

/** One field misspelt in what was recorded of the client and passed. */
function ofExchanges(exchanges, side) {
  const name = `self-test: a misspelt field in what passed as a ${side}`
  let tried = 0
  for (const { phase, violations, resource, validator, input, output } of exchanges) {
    if (phase !== 'client' || !resource || violations.some((one) => one.side === side)) continue
    const element = side === 'request' ? input : output
    const first = isObject(element.body) && Object.keys(element.body)[0]
    if (!first || !isClosed(side, resource, output.statusCode)) continue
    const { [first]: value, ...rest } = element.body
    const misspelt = { ...element, body: { [`${first}_`]: value, ...rest } }
    const found = validator.violationsOf(side, resource, misspelt)
    if (!found.some(isAbout(`${first}_`))) {
      return { name, problem: `${resource.method} ${resource.path} took ${first}_ for ${first}` }
    }
    tried++
  }
  return tried > 0 ? { name } : { name, problem: 'nothing that passed has a body to misspell' }
}

function isClosed(side, resource, status) {
  const answers = resource.responses.find(({ code }) => code === String(status))
  const part = side === 'request' ? resource.request?.body : answers
  return part?.contents?.[0]?.schema?.additionalProperties === false
}

function isAbout(property) {
  return (violation) => violation.code === 'additionalProperties' && violation.property === property
}

function isObject(body) {
  return body !== null && typeof body === 'object' && !Array.isArray(body)
}
