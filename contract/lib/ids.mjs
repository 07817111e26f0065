// Identifiers of what there is, in the place of those that samples and requests make up.

const AUTHORIZATION = `Basic ${Buffer.from('admin:admin').toString('base64')}`

/** Path parameters: where a list is, and what of its entries is wanted. */
const LISTS = {
  apiId: ['publisher', '/apis?query=name:Birds', ({ id }) => id],
  revisionId: ['publisher', '/apis/{apiId}/revisions', ({ id }) => id],
  applicationId: ['devportal', '/applications', ({ applicationId }) => applicationId],
  keyMappingId: [
    'devportal',
    '/applications/{applicationId}/oauth-keys',
    ({ keyMappingId, keyType }) => (keyType === 'PRODUCTION' ? keyMappingId : undefined),
  ],
  subscriptionId: [
    'devportal',
    '/subscriptions?applicationId={applicationId}',
    ({ subscriptionId }) => subscriptionId,
  ],
  environmentId: [
    'admin',
    '/environments',
    ({ id, name }) => (name === 'eu-west' ? id : undefined),
  ],
}

export class Ids {
  /** Secrets are told once, when keys are made: they are taken from what was recorded. */
  constructor(bases, exchanges) {
    this.bases = bases
    this.exchanges = exchanges
    this.known = {}
  }

  /** A function that puts what there is now in the place of `placeholders`, parameters' names by value. */
  async fill(placeholders) {
    for (const [name, [document, path, pick]] of Object.entries(LISTS)) {
      if (!this.bases.has(document)) continue
      const found = (await this.#list(document, path)).map(pick).filter((id) => id !== undefined)
      // What was taken before is kept as long as it is there: samples rename and add.
      if (!found.includes(this.known[name])) this.known[name] = found[0]
    }
    const made = this.exchanges.filter(({ line }) =>
      line.endsWith(`/${this.known.applicationId}/generate-keys`),
    )
    const keys = made.map(({ output }) => output?.body).filter((body) => body?.consumerSecret)
    this.known.secret = keys.findLast(({ keyType }) => keyType === 'PRODUCTION')?.consumerSecret
    return (text) =>
      [...placeholders].reduce(
        (filled, [value, name]) =>
          this.known[name] ? filled.replaceAll(value, this.known[name]) : filled,
        text,
      )
  }

  async #list(document, path) {
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => this.known[name] ?? 'none')
    const answer = await fetch(this.bases.get(document) + filled, {
      headers: { authorization: AUTHORIZATION, 'x-gatewright-contract': 'aside' },
    })
    return answer.ok ? ((await answer.json()).list ?? []) : []
  }
}
