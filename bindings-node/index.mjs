// One implementation for both module systems, so that a class is the same class in both.
// `require` rather than `import`: Node 20 ends the process when an imported CommonJS module
// throws, even where the caller catches, and a missing addon must be catchable.
import { createRequire } from 'node:module'

export const {
  check,
  Diagnostic,
  EnvironmentType,
  ErrorKind,
  examples,
  explain,
  Format,
  GatewrightError,
  KeyType,
  Pack,
  Port,
  Ports,
  RenderedFile,
  RenderedFiles,
  Report,
  Retry,
  revert,
  Role,
  rules,
  Safety,
  SecretText,
  Severity,
  Topology,
  version,
} = createRequire(import.meta.url)('./index.cjs')
