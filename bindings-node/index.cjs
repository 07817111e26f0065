'use strict'

const { threeNodes, version } = require('./native.cjs')
const { check, errorCodes, explain, rules } = require('./lib/check.cjs')
const { AdminEnvironment } = require('./lib/client/admin_environment.cjs')
const { ApiDocument } = require('./lib/client/api_document.cjs')
const { Application } = require('./lib/client/application.cjs')
const { ApiRequest, ApiResponse, GatewayFault } = require('./lib/client/call.cjs')
const { Warning } = require('./lib/client/connect.cjs')
const { ControlPlane } = require('./lib/client/control_plane.cjs')
const { Credentials } = require('./lib/client/credentials.cjs')
const { GatewayNode } = require('./lib/client/gateway_node.cjs')
const { ApplicationKeys } = require('./lib/client/keys.cjs')
const { AccessToken, Grant } = require('./lib/client/token.cjs')
const { Probe, waitUntilReady } = require('./lib/client/wait.cjs')
const constants = require('./lib/constants.cjs')
const { Diagnostic } = require('./lib/diagnostic.cjs')
const { GatewrightError } = require('./lib/errors.cjs')
const { FixedFile, FixedFiles } = require('./lib/fix.cjs')
const { setLogger } = require('./lib/logger.cjs')
const { Ports } = require('./lib/ports.cjs')
const {
  AccessOutcome,
  ApplicationAccess,
  ApplicationAccessOutcome,
  EnvironmentAccess,
  ProvidedSecret,
  SecretFile,
} = require('./lib/publish/access.cjs')
const { Drift, DriftItem } = require('./lib/publish/drift.cjs')
const { Event, EventCallbackError } = require('./lib/publish/event.cjs')
const { ApiOutcome, Outcome } = require('./lib/publish/outcome.cjs')
const { Plan, Step } = require('./lib/publish/plan.cjs')
const { ApiProject } = require('./lib/publish/project.cjs')
const { Evidence, LiveVerification, Proof } = require('./lib/publish/proof.cjs')
const { ApiDefinition, Publication, Target } = require('./lib/publish/publication.cjs')
const { RetiredApi, Retirement } = require('./lib/publish/retire.cjs')
const { RolledBack, RolledBackEnvironment } = require('./lib/publish/rollback.cjs')
const { ApiRollback, GateFailure, Rollout, RolloutOutcome } = require('./lib/publish/rollout.cjs')
const { Position, Publications } = require('./lib/publish/publications.cjs')
const { Undeployment } = require('./lib/publish/undeploy.cjs')
const { EnvironmentState, Verification } = require('./lib/publish/verification.cjs')
const { RenderedFile, RenderedFiles, revert } = require('./lib/render.cjs')
const { Report } = require('./lib/report.cjs')
const { RestoredFile, restoreDefaultEnvironment, restoreEnvironment } = require('./lib/restore.cjs')
const { SecretText } = require('./lib/secret.cjs')
const { Topology, TopologyDraft } = require('./lib/topology.cjs')

module.exports = {
  ...constants,
  AccessOutcome,
  AccessToken,
  AdminEnvironment,
  ApiDefinition,
  ApiDocument,
  ApiOutcome,
  ApiProject,
  ApiRequest,
  ApiResponse,
  ApiRollback,
  Application,
  ApplicationAccess,
  ApplicationAccessOutcome,
  ApplicationKeys,
  check,
  ControlPlane,
  Credentials,
  Diagnostic,
  Drift,
  DriftItem,
  EnvironmentAccess,
  EnvironmentState,
  errorCodes,
  Event,
  EventCallbackError,
  Evidence,
  examples: Object.freeze({ THREE_NODES: threeNodes() }),
  explain,
  FixedFile,
  FixedFiles,
  GateFailure,
  GatewayFault,
  GatewayNode,
  GatewrightError,
  Grant,
  LiveVerification,
  Outcome,
  Plan,
  Ports,
  Position,
  Probe,
  Proof,
  ProvidedSecret,
  Publication,
  Publications,
  RenderedFile,
  RenderedFiles,
  Report,
  restoreDefaultEnvironment,
  RestoredFile,
  restoreEnvironment,
  RetiredApi,
  Retirement,
  revert,
  RolledBack,
  RolledBackEnvironment,
  Rollout,
  RolloutOutcome,
  rules,
  SecretFile,
  SecretText,
  setLogger,
  Step,
  Target,
  Topology,
  TopologyDraft,
  Undeployment,
  Verification,
  version,
  waitUntilReady,
  Warning,
}
