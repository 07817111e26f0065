// slips.json as docs/contract.md shows it.

/** The three tables: slips, operations without a document, operations that are never answered with success. */
export function tables({ slips, undocumented, unanswered }) {
  const rows = Object.entries(slips).map(
    ([name, { operations, since, until, what, reason, source }]) => [
      `\`${name}\``,
      operations.map((operation) => `\`${operation}\``).join('<br>'),
      releases(since, until),
      `\`${JSON.stringify(what).replaceAll('|', '\\|')}\``,
      `${reason} (${source})`,
    ],
  )
  const reasons = (entries) => Object.entries(entries).map(([name, reason]) => [name, reason])
  return [
    table(['slip', 'operations', 'releases', 'what', 'reason'], rows),
    table(['operation or part', 'why no document has it'], reasons(undocumented)),
    table(['operation', 'why it is never answered with success here'], reasons(unanswered)),
  ].join('\n\n')
}

function releases(since, until) {
  if (since && until) return `${since} to ${until}`
  if (since) return `since ${since}`
  return until ? `until ${until}` : 'all'
}

function table(head, rows) {
  if (rows.length === 0) return `(${head[0]}: none)`
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
