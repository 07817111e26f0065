'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { bytes, text } = require('../bytes.cjs')
const { options: optionsOf, plain, run } = require('../call.cjs')
const { Decision } = require('../constants.cjs')
const { unwrap } = require('../errors.cjs')
const { AccessOutcome, accesses: accessesOf, sink: sinkOf } = require('../publish/access.cjs')
const { Listener, applyOptions } = require('../publish/event.cjs')
const { Drift } = require('../publish/drift.cjs')
const { Outcome } = require('../publish/outcome.cjs')
const { Plan, plan: planOf } = require('../publish/plan.cjs')
const { LiveVerification, nativeProof, proofReaders } = require('../publish/proof.cjs')
const { publication } = require('../publish/publication.cjs')
const { Retirement, retireReaders } = require('../publish/retire.cjs')
const { RolledBack, rollbackReaders, rollbackTarget } = require('../publish/rollback.cjs')
const { RolloutOutcome, rollout: rolloutOf } = require('../publish/rollout.cjs')
const { Undeployment, undeployReaders } = require('../publish/undeploy.cjs')
const { Verification } = require('../publish/verification.cjs')
const { secret } = require('../secret.cjs')
const { freeze, show } = require('../show.cjs')
const { Topology, topology: topologyOf } = require('../topology.cjs')
const { AdminEnvironment, adminEnvironment } = require('./admin_environment.cjs')
const { ApiDocument, apiDocument } = require('./api_document.cjs')
const { Application } = require('./application.cjs')
const { ApiResponse, request: requestOf } = require('./call.cjs')
const { Warning, connectOptions } = require('./connect.cjs')
const { credentials: credentialsOf } = require('./credentials.cjs')
const { GatewayNode } = require('./gateway_node.cjs')
const { keys: keysOf } = require('./keys.cjs')
const { deployment: deploymentOf, deploymentTargets } = require('./revisions.cjs')
const { apiQuery, found } = require('./search.cjs')
const { AccessToken, accessToken, grant: grantOf } = require('./token.cjs')
const { Probe, waitOptions } = require('./wait.cjs')

const publications = read.listOf(publication)
const names = read.listOf(read.string)
const decisionOf = read.oneOf(Decision)

const importOptions = optionsOf({
  overwrite: read.boolean,
  preserveProvider: read.boolean,
  rotateRevision: read.boolean,
  dryRun: read.boolean,
})

const exportOptions = optionsOf({
  provider: read.string,
  preserveStatus: read.boolean,
  revision: read.unsigned(32),
  latestRevision: read.boolean,
})

const lifecycleOptions = optionsOf({ checks: read.mapOf(read.boolean) })
const definitionOptions = optionsOf({ environment: read.string })
const planOptions = optionsOf({ keepGoing: read.boolean })
const applyOptionsOf = optionsOf(applyOptions)
const verifyOptions = optionsOf(proofReaders)
const undeployOptions = optionsOf(undeployReaders)
const rollbackOptions = optionsOf(rollbackReaders)
const retireOptions = optionsOf(retireReaders)
const driftOptions = optionsOf({ topology: read.instanceOf(Topology) })
const taskOptions = optionsOf({ kind: read.string })

class ControlPlane {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeControlPlane, 'ControlPlane')
    Object.freeze(this)
  }

  static async connect(url, credentials, options) {
    const address = read.string(url, 'ControlPlane.connect(url)')
    const who = credentialsOf(credentials, 'ControlPlane.connect(credentials)')
    const { signal, headers, ...given } = connectOptions(options, 'ControlPlane.connect(options)')
    const call = (cancellation) => native.connect(cancellation, address, who, given, headers)
    return new ControlPlane(await run(signal, call))
  }

  get release() {
    return this.#native.release
  }

  get url() {
    return this.#native.url
  }

  get warnings() {
    return Object.freeze(this.#native.warnings().map((fields) => new Warning(fields)))
  }

  async environments(options) {
    return this.#list('environments', [], options)
  }

  async apis(options) {
    return this.#list('apis', [], options)
  }

  async api(name, version, options) {
    return this.#list('api', texts('api', { name, version }), options)
  }

  async endpointUrls(name, version, options) {
    return this.#list('endpointUrls', texts('endpointUrls', { name, version }), options)
  }

  async isOnGateway(gatewayUrl, user, password, name, version, options) {
    const given = [
      ...texts('isOnGateway', { gatewayUrl, user }),
      secret(password, 'controlPlane.isOnGateway(password)'),
      ...texts('isOnGateway', { name, version }),
    ]
    return this.#call('isOnGateway', given, options)
  }

  async application(name, options) {
    const given = texts('application', { name })
    return new Application(await this.#call('application', given, options))
  }

  async tokenEndpoints(options) {
    return this.#list('tokenEndpoints', [], options)
  }

  async token(tokenUrl, keys, grant, options) {
    const given = [
      ...texts('token', { tokenUrl }),
      keysOf(keys, 'controlPlane.token(keys)'),
      grantOf(grant, 'controlPlane.token(grant)'),
    ]
    return new AccessToken(await this.#call('token', given, options))
  }

  async revokeToken(keys, token, options) {
    const given = [
      keysOf(keys, 'controlPlane.revokeToken(keys)'),
      accessToken(token, 'controlPlane.revokeToken(token)'),
    ]
    await this.#call('revokeToken', given, options)
  }

  async plan(wanted, options) {
    const given = publications(wanted, 'controlPlane.plan(publications)')
    const { signal, keepGoing } = planOptions(options, 'controlPlane.plan(options)')
    return new Plan(await this.#run('plan', [given, keepGoing], signal))
  }

  async planAsSaved(wanted, saved, options) {
    const given = [
      publications(wanted, 'controlPlane.planAsSaved(publications)'),
      ...texts('planAsSaved', { saved }),
    ]
    return new Plan(await this.#call('planAsSaved', given, options))
  }

  async apply(plan, options) {
    const given = [planOf(plan, 'controlPlane.apply(plan)')]
    return this.#applied('apply', given, options, Outcome)
  }

  async publish(wanted, options) {
    const given = [publications(wanted, 'controlPlane.publish(publications)')]
    return this.#applied('publish', given, options, Outcome)
  }

  async resume(wanted, journal, options) {
    const given = [
      publications(wanted, 'controlPlane.resume(publications)'),
      read.path(journal, 'controlPlane.resume(journal)'),
    ]
    return this.#applied('resume', given, options, Outcome)
  }

  async rollOut(wanted, options) {
    const given = rolloutOf(wanted, 'controlPlane.rollOut(rollout)')
    return this.#applied('rollOut', given, options, RolloutOutcome)
  }

  async provideAccess(accesses, sink, options) {
    const given = [
      accessesOf(accesses, 'controlPlane.provideAccess(accesses)'),
      sinkOf(sink, 'controlPlane.provideAccess(sink)'),
    ]
    return new AccessOutcome(await this.#call('provideAccess', given, options))
  }

  async undeploy(name, version, environment, options) {
    const given = texts('undeploy', { name, version, environment })
    return this.#call('undeploy', given, options)
  }

  async verify(wanted, options) {
    const given = [publication(wanted, 'controlPlane.verify(publication)')]
    return new Verification(await this.#call('verify', given, options))
  }

  async verifyWith(wanted, options) {
    const given = publication(wanted, 'controlPlane.verifyWith(publication)')
    const { signal, ...asked } = verifyOptions(options, 'controlPlane.verifyWith(options)')
    return new LiveVerification(await this.#run('verifyWith', [given, nativeProof(asked)], signal))
  }

  async undeployWith(name, version, environment, options) {
    const given = texts('undeployWith', { name, version, environment })
    const place = 'controlPlane.undeployWith(options)'
    const { signal, gone, othersServe } = undeployOptions(options, place)
    const asked = { gone, othersServe: nativeProof(othersServe) }
    return new Undeployment(await this.#run('undeployWith', [...given, asked], signal))
  }

  async rollback(name, version, environments, options) {
    const given = [
      ...texts('rollback', { name, version }),
      names(environments, 'controlPlane.rollback(environments)'),
    ]
    const place = 'controlPlane.rollback(options)'
    const { signal, ...asked } = rollbackOptions(options, place)
    const target = rollbackTarget(asked, place)
    return new RolledBack(await this.#run('rollback', [...given, ...target], signal))
  }

  async retire(environment, options) {
    const given = texts('retire', { environment })
    const { signal, ...asked } = retireOptions(options, 'controlPlane.retire(options)')
    const native = { ...asked, proof: nativeProof(asked.proof) }
    return new Retirement(await this.#run('retire', [...given, native], signal))
  }

  async drift(wanted, options) {
    const given = publications(wanted, 'controlPlane.drift(publications)')
    const { signal, topology } = driftOptions(options, 'controlPlane.drift(options)')
    return new Drift(await this.#run('drift', [given, topology && topologyOf(topology)], signal))
  }

  async call(request, options) {
    const given = [requestOf(request, 'controlPlane.call(request)')]
    return new ApiResponse(await this.#call('call', given, options))
  }

  async probe(name, version, environment, options) {
    const given = texts('probe', { name, version, environment })
    return new Probe(await this.#call('probe', given, options))
  }

  async waitUntilLive(name, version, environments, options) {
    const place = 'controlPlane.waitUntilLive'
    const wanted = names(environments, `${place}(environments)`)
    const { timeout, signal } = waitOptions(options, `${place}(options)`)
    const given = [...texts('waitUntilLive', { name, version }), wanted, timeout]
    const probes = await this.#call('waitUntilLive', given, { signal })
    return Object.freeze(probes.map((probe) => new Probe(probe)))
  }

  async waitUntilAbsent(name, version, environment, options) {
    const place = 'controlPlane.waitUntilAbsent(options)'
    const given = texts('waitUntilAbsent', { name, version, environment })
    const { timeout, signal } = waitOptions(options, place)
    return new Probe(await this.#call('waitUntilAbsent', [...given, timeout], { signal }))
  }

  async createApi(api, options) {
    const given = [apiDocument(api, 'controlPlane.createApi(api)')]
    return this.#document('createApi', given, options)
  }

  async importOpenapi(openapi, properties, options) {
    const given = [
      text(openapi, 'controlPlane.importOpenapi(openapi)'),
      apiDocument(properties, 'controlPlane.importOpenapi(properties)'),
    ]
    return this.#document('importOpenapi', given, options)
  }

  async getApi(id, options) {
    return this.#document('getApi', texts('getApi', { id }), options)
  }

  async updateApi(api, options) {
    const given = [apiDocument(api, 'controlPlane.updateApi(api)')]
    return this.#document('updateApi', given, options)
  }

  async apiDefinition(apiId, options) {
    return this.#call('apiDefinition', texts('apiDefinition', { apiId }), options)
  }

  async updateApiDefinition(apiId, document, options) {
    const given = texts('updateApiDefinition', { apiId, document })
    return this.#call('updateApiDefinition', given, options)
  }

  async deleteApi(id, options) {
    await this.#call('deleteApi', texts('deleteApi', { id }), options)
  }

  searchApis(query, options) {
    return this.#search('searchApis', query, options)
  }

  searchPortalApis(query, options) {
    return this.#search('searchPortalApis', query, options)
  }

  async importArchive(archive, options) {
    const whole = bytes(archive, 'controlPlane.importArchive(archive)')
    const { signal, ...given } = importOptions(options, 'controlPlane.importArchive(options)')
    return this.#run('importArchive', [whole, given], signal)
  }

  async exportArchive(name, version, options) {
    const api = texts('exportArchive', { name, version })
    const { signal, ...given } = exportOptions(options, 'controlPlane.exportArchive(options)')
    return this.#run('exportArchive', [...api, given], signal)
  }

  async createRevision(apiId, description, options) {
    return this.#list('createRevision', texts('createRevision', { apiId, description }), options)
  }

  async revisions(apiId, options) {
    return this.#list('revisions', texts('revisions', { apiId }), options)
  }

  async deleteRevision(apiId, revisionId, options) {
    await this.#call('deleteRevision', texts('deleteRevision', { apiId, revisionId }), options)
  }

  async deployRevision(apiId, revisionId, targets, options) {
    const given = [
      ...texts('deployRevision', { apiId, revisionId }),
      deploymentTargets(targets, 'controlPlane.deployRevision(targets)'),
    ]
    return this.#list('deployRevision', given, options)
  }

  async undeployRevision(apiId, revisionId, environments, options) {
    const given = [
      ...texts('undeployRevision', { apiId, revisionId }),
      names(environments, 'controlPlane.undeployRevision(environments)'),
    ]
    await this.#call('undeployRevision', given, options)
  }

  async undeployRevisionEverywhere(apiId, revisionId, options) {
    const given = texts('undeployRevisionEverywhere', { apiId, revisionId })
    await this.#call('undeployRevisionEverywhere', given, options)
  }

  async restoreRevision(apiId, revisionId, options) {
    return this.#document(
      'restoreRevision',
      texts('restoreRevision', { apiId, revisionId }),
      options,
    )
  }

  async deployments(apiId, options) {
    return this.#list('deployments', texts('deployments', { apiId }), options)
  }

  async updateDeployment(apiId, deployment, options) {
    const given = [
      ...texts('updateDeployment', { apiId }),
      deploymentOf(deployment, 'controlPlane.updateDeployment(deployment)'),
    ]
    return this.#list('updateDeployment', given, options)
  }

  async cancelDeployment(apiId, revisionId, environment, options) {
    const given = texts('cancelDeployment', { apiId, revisionId, environment })
    await this.#call('cancelDeployment', given, options)
  }

  async lifecycle(apiId, options) {
    return this.#list('lifecycle', texts('lifecycle', { apiId }), options)
  }

  async lifecycleHistory(apiId, options) {
    return this.#list('lifecycleHistory', texts('lifecycleHistory', { apiId }), options)
  }

  async changeLifecycle(apiId, action, options) {
    const change = texts('changeLifecycle', { apiId, action })
    const place = 'controlPlane.changeLifecycle(options)'
    const { signal, checks = {} } = lifecycleOptions(options, place)
    const chosen = Object.entries(checks).map(([name, value]) => ({ name, value }))
    return freeze(await this.#run('changeLifecycle', [...change, chosen], signal))
  }

  async cancelLifecycleChange(apiId, options) {
    await this.#call('cancelLifecycleChange', texts('cancelLifecycleChange', { apiId }), options)
  }

  async portalApi(id, options) {
    return this.#list('portalApi', texts('portalApi', { id }), options)
  }

  async portalDefinition(id, options) {
    const api = texts('portalDefinition', { id })
    const place = 'controlPlane.portalDefinition(options)'
    const { signal, environment } = definitionOptions(options, place)
    return this.#run('portalDefinition', [...api, environment], signal)
  }

  async keyManagers(options) {
    return this.#list('keyManagers', [], options)
  }

  async applications(options) {
    return this.#list('applications', [], options)
  }

  async createApplication(name, plan, description, options) {
    const given = texts('createApplication', { name, plan, description })
    return this.#list('createApplication', given, options)
  }

  async applicationById(id, options) {
    return new Application(
      await this.#call('applicationById', texts('applicationById', { id }), options),
    )
  }

  async adminEnvironments(options) {
    const listed = await this.#call('adminEnvironments', [], options)
    return Object.freeze(listed.map((native) => new AdminEnvironment(native)))
  }

  async adminEnvironment(name, options) {
    const given = texts('adminEnvironment', { name })
    return new AdminEnvironment(await this.#call('adminEnvironment', given, options))
  }

  async createAdminEnvironment(environment, options) {
    const given = [
      adminEnvironment(environment, 'controlPlane.createAdminEnvironment(environment)'),
    ]
    return new AdminEnvironment(await this.#call('createAdminEnvironment', given, options))
  }

  async updateAdminEnvironment(environment, options) {
    const given = [
      adminEnvironment(environment, 'controlPlane.updateAdminEnvironment(environment)'),
    ]
    return new AdminEnvironment(await this.#call('updateAdminEnvironment', given, options))
  }

  async deleteAdminEnvironment(id, options) {
    await this.#call('deleteAdminEnvironment', texts('deleteAdminEnvironment', { id }), options)
  }

  async environmentGateways(id, options) {
    return this.#list('environmentGateways', texts('environmentGateways', { id }), options)
  }

  async workflowTasks(options) {
    const { signal, kind } = taskOptions(options, 'controlPlane.workflowTasks(options)')
    return freeze(await this.#run('workflowTasks', [kind], signal))
  }

  async workflowTask(id, options) {
    return this.#list('workflowTask', texts('workflowTask', { id }), options)
  }

  async decideWorkflow(id, decision, comment, options) {
    const given = [
      ...texts('decideWorkflow', { id }),
      decisionOf(decision, 'controlPlane.decideWorkflow(decision)'),
      ...texts('decideWorkflow', { comment }),
    ]
    await this.#call('decideWorkflow', given, options)
  }

  gateway(url, user, password) {
    const given = [
      ...texts('gateway', { url, user }),
      secret(password, 'controlPlane.gateway(password)'),
    ]
    return new GatewayNode(unwrap(this.#native.gateway(...given), ControlPlane.prototype.gateway))
  }

  /** A call that gives plain data. */
  async #list(name, given, options) {
    return freeze(await this.#call(name, given, options))
  }

  async #document(name, given, options) {
    return new ApiDocument(await this.#call(name, given, options))
  }

  #search(name, query, options) {
    const wanted = apiQuery(query, `controlPlane.${name}(query)`)
    const { signal } = plain(options, `controlPlane.${name}(options)`)
    return found(this.#native[name](wanted), signal)
  }

  /** A call that can be listened to while it is under way. */
  async #applied(name, given, options, Done) {
    const place = `controlPlane.${name}(options)`
    const { signal, onEvent, ...asked } = applyOptionsOf(options, place)
    const listener = new Listener(onEvent)
    const work = this.#run(name, [...given, asked, listener.native], signal)
    return listener.beside(work.then((handle) => new Done(handle)))
  }

  async #call(name, given, options) {
    const { signal } = plain(options, `controlPlane.${name}(options)`)
    return this.#run(name, given, signal)
  }

  async #run(name, given, signal) {
    return run(signal, (cancellation) => this.#native[name](cancellation, ...given))
  }
}

show(ControlPlane, ['url', 'release'])

/** Arguments that are strings, by their names. */
function texts(method, given) {
  return Object.entries(given).map(([name, value]) =>
    read.string(value, `controlPlane.${method}(${name})`),
  )
}

module.exports = { ControlPlane }
