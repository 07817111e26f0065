/**
 * Rendered files, what was written, and how it is undone.
 */
import type { NodeFile, Path } from '../index.cjs'

/** One node's `deployment.toml` as it was and as it should be. The texts do not print. */
export class RenderedFile {
  private constructor()
  /** The node's name. */
  readonly node: string
  /** Where the file is: in the node's home, or, without one, below a folder of its name. */
  readonly path: string
  /** True when the two texts differ. */
  readonly isChanged: boolean
  /** The text rendering started from; `null` when there was no file. */
  get before(): string | null
  /** The new text: the file itself, secrets included. */
  get after(): string
  /** The change as a unified diff, with the values of secret keys masked. */
  get diff(): string
}

/** What {@link RenderedFiles.write} may do. */
export interface WriteOptions {
  /** The active environments that may be taken away, by name. */
  readonly removing?: Iterable<string> | null | undefined
}

/** What was written. */
export interface WriteOutcome {
  /** The files that were replaced or created, in that order: the control plane's last. */
  readonly written: readonly string[]
  /** The files that said it already. */
  readonly unchanged: readonly string[]
  /** The nodes to restart, in the order in which to start them: the control plane first. */
  readonly restart: readonly string[]
}

/** The rendered files of all nodes, in the topology's order. */
export class RenderedFiles implements Iterable<RenderedFile> {
  private constructor()
  /** The files. */
  get files(): readonly RenderedFile[]
  /** True when at least one file changes. */
  get isChanged(): boolean
  /** The diffs of all files that change. */
  get diff(): string
  /**
   * The active environments that writing would take away. Writing refuses to unless each is named
   * in `removing`, because APIs that are deployed there break.
   */
  get removedEnvironments(): readonly string[]
  /** The file of a node; `null` when there is no such node. */
  get(node: string): RenderedFile | null
  /**
   * Writes the files into the nodes' homes: each atomically, the control plane's last. When one
   * cannot be written, all are left as they were. {@link revert} undoes it.
   *
   * @throws {@link GatewrightError} `environment-removed`, `file-changed`, `node-without-home`,
   * `home-not-found`, and what the operating system refuses.
   */
  write(options?: WriteOptions): WriteOutcome
  /** Writes every file below a folder, as `<dir>/<node>/repository/conf/deployment.toml`. */
  writeTo(dir: Path, options?: WriteOptions): WriteOutcome
  /** The files. */
  [Symbol.iterator](): Iterator<RenderedFile>
  /** What `JSON.stringify` shows: no texts. */
  toJSON(): object
}

/** What was undone. */
export interface RevertOutcome {
  /** The files that have their former text again, or, where there was none, are gone. */
  readonly restored: readonly string[]
  /** The files that had it already. */
  readonly unchanged: readonly string[]
}

/**
 * Undoes the last write to the files of these homes. What was changed by hand since then stays.
 * Nothing is written unless all homes can be reverted.
 *
 * @throws {@link GatewrightError} `nothing-to-revert`, `revert-conflict`, and what the operating
 * system refuses.
 */
export function revert(homes: Iterable<Path>): RevertOutcome

/** A file as it was and as it is with an environment brought back. The texts do not print. */
export class RestoredFile {
  private constructor()
  /** The file, as it was named. */
  readonly path: string
  /** The name of the environment. */
  readonly environment: string
  /** False when the environment was active already. */
  readonly isChanged: boolean
  /** The text as it was. */
  get before(): string
  /** The new text: the file itself, secrets included. */
  get after(): string
  /** The change as a unified diff, with the values of secret keys masked; empty when nothing changes. */
  get diff(): string
  /**
   * Writes the file atomically, when it changes. Mode and owner stay.
   *
   * @throws {@link GatewrightError} `file-changed`, `read-only-file`, and what the operating system
   * refuses.
   */
  write(): void
  /** What `JSON.stringify` shows: no texts. */
  toJSON(): object
}

/**
 * Brings back the default environment of a control plane's file, that was commented out: by
 * {@link RenderedFiles.write}, or by hand, with blanks after the `#` or before it, with several `#`, and
 * with blank lines between. Prose between its lines stays a comment, and so does what follows a blank
 * line and is no key of an environment. Nothing is written yet.
 *
 * The default environment is the one named `Default` or `Production and Sandbox`, or else the only one
 * that is commented out. When it is active already, and no other one of those names is commented out,
 * nothing changes.
 *
 * @example
 * ```js
 * const restored = restoreDefaultEnvironment('cp/deployment.toml')
 * console.log(restored.diff)
 * restored.write()
 * ```
 *
 * @throws {@link GatewrightError} `no-commented-environment`, `ambiguous-environment`,
 * `invalid-deployment-file`, `uneditable-file`, and when the file cannot be read.
 */
export function restoreDefaultEnvironment(file: Path | NodeFile): RestoredFile

/**
 * Brings back the environment with this name, as {@link restoreDefaultEnvironment} does.
 *
 * @throws {@link GatewrightError} as {@link restoreDefaultEnvironment}.
 */
export function restoreEnvironment(file: Path | NodeFile, name: string): RestoredFile
