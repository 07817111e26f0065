// What a `publications.toml` and a project are in JavaScript; what they say is for the cases of `behaviour/`.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { ApiDefinition, ApiProject, GatewrightError, Publication, Publications } from 'gatewright'
import { folder } from './support.mjs'

const TEXT = `
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
production_endpoint = "https://$env{BACK_END}"
environments = ["Default"]
`
const variables = { BACK_END: 'me:hunter2@be.example.com' }

function toys(context) {
  const path = join(folder(context), 'toys')
  mkdirSync(path)
  const api = "type: api\ndata: {name: Toys, version: '2', context: /toys}\n"
  writeFileSync(join(path, 'api.yaml'), api)
  return path
}

test('publications are iterated, compared, and frozen', () => {
  const publications = Publications.parse(TEXT, '.', { variables })
  const [pets, ...others] = publications
  assert.deepEqual([publications.length, others.length, publications.path], [1, 0, null])
  assert(pets instanceof Publication && pets.definition instanceof ApiDefinition)
  assert.equal(pets.definition.productionEndpoint, 'https://me:hunter2@be.example.com')
  assert(Object.isFrozen(publications) && Object.isFrozen(pets) && Object.isFrozen(pets.targets))
  assert(publications.equals(Publications.parse(`# moved\n${TEXT}`, '.', { variables })))
  assert(!publications.equals(Publications.parse(TEXT, '.', { variables: { BACK_END: 'b' } })))
  assert.throws(() => publications.locate(new Error('a')), { code: 'ERR_INVALID_ARG_TYPE' })
})

test('what endpoints and documents hold does not print', () => {
  const publications = Publications.parse(TEXT, '.', { variables })
  const [pets] = publications
  for (const value of [publications, pets, pets.definition, { pets }]) {
    assert.doesNotMatch(inspect(value, { depth: 9 }) + JSON.stringify(value), /hunter2/)
  }
  assert.match(inspect(pets.definition), /context: '\/pets'/)
})

test('a publication keeps its project wherever it goes', (context) => {
  const path = toys(context)
  const project = ApiProject.open(pathToFileURL(path))
  assert(project.equals(ApiProject.open(path)) && Object.isFrozen(project.targets))
  assert.equal(project.archiveForImport('PUBLISHED').subarray(0, 2).toString(), 'PK')
  const publication = Publication.fromProject(project, { environments: ['Default'] })
  assert.equal(publication.project, project)
  assert.deepEqual([publication.source, publication.context], ['project', '/toys'])
  const { name, version, ...spread } = publication
  assert.equal(new Publication(name, version, spread).project, project)
  const options = { project, environments: ['Default'] }
  assert.throws(() => new Publication('Pets', '2', options), /of another API than its project/)
  const both = { ...options, definition: { context: '/toys' } }
  assert.throws(() => new Publication('Toys', '2', both), /has a definition and a project/)
})

test('a project that is none is an error of its own stack', (context) => {
  assert.throws(
    () => ApiProject.open(folder(context)),
    (error) =>
      error instanceof GatewrightError &&
      error.code === 'not-an-api-project' &&
      /publications\.test\.mjs/.test(error.stack.split('\n')[1]),
  )
})
