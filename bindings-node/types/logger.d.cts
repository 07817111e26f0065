/**
 * What happens while a call is under way, for a function that logs it.
 */

/** How much what is logged matters; also the names of the functions of `console`. */
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel]
/** How much what is logged matters; also the names of the functions of `console`. */
export const LogLevel: {
  /** Something failed. */
  readonly Error: 'error'
  /** Something should be looked at: a connection's warnings, a token that could not be renewed early. */
  readonly Warn: 'warn'
  /** Something worth knowing. */
  readonly Info: 'info'
  /** Every attempt of every request, and every pause before a repetition. */
  readonly Debug: 'debug'
}

/** Something that happened. It holds no secret, no header, no body and no query. */
export interface LogRecord {
  /** How much it matters. */
  readonly level: LogLevel
  /** What happened, such as `request`. */
  readonly message: string
  /** The function it happened in, such as `publish`; `null` outside of one. */
  readonly operation: string | null
  /** When, in milliseconds since 1970. */
  readonly timestamp: number
  /** How many records before this one were left out, because the program was too busy to take them. */
  readonly dropped: number
  /**
   * What is known of it: `operation` (what the server was asked to do), `method`, `server`, `path`,
   * `status`, `code`, `duration_ms`, `attempt`, `pause_ms`, `correlation_id`.
   */
  readonly fields: Readonly<Record<string, string | number | boolean>>
}

/**
 * Tells a function what happens from a level on, in the whole process; `null` tells nobody any more,
 * as at the beginning. The one that was set last counts. It is called in the thread that set it, soon
 * after the event; it does not keep Node alive, and nothing waits for it. What it throws is an
 * uncaught exception.
 *
 * @example
 * ```js
 * setLogger(({ level, message, fields }) => console[level](message, fields), 'debug')
 * ```
 */
export function setLogger(logger: (record: LogRecord) => void, level: LogLevel): void
/** Tells nobody any more. */
export function setLogger(logger: null): void
