// Counting and telling.

export class Report {
  passed = 0
  failed = 0

  /** Each check passes or tells its problem. */
  add(release, checks) {
    for (const { name, problem } of checks) {
      if (problem === undefined) this.passed++
      else this.fail(release, name, problem)
    }
  }

  fail(release, name, problem) {
    this.failed++
    console.log(`FAILED ${release}: ${name}: ${problem}`)
  }

  /** The closing line, and whether nothing failed. */
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0
  }
}
