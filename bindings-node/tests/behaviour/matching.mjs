// Comparing what came out with what was expected.
import { inspect, isDeepStrictEqual } from 'node:util'

/** What keeps a value from matching; `undefined` when it does. */
export function differences(pattern, actual, at, textOf) {
  const match = (one, other, where) => differences(one, other, where, textOf)
  const isObject = isPlain(pattern)
  if (isObject && Object.keys(pattern).some((key) => key.startsWith('$'))) {
    return first(Object.keys(pattern), (test) => apply(test, pattern, actual, at, match, textOf))
  }
  if (isObject && isPlain(actual)) {
    return first(Object.keys(pattern), (key) =>
      Object.hasOwn(actual, key)
        ? match(pattern[key], actual[key], `${at}.${key}`)
        : `${at} has no ${key}: ${show(actual)}`,
    )
  }
  if (Array.isArray(pattern) && Array.isArray(actual) && pattern.length === actual.length) {
    return first([...pattern.keys()], (key) => match(pattern[key], actual[key], `${at}[${key}]`))
  }
  return isDeepStrictEqual(pattern, actual)
    ? undefined
    : `${at} is ${show(actual)}, not ${show(pattern)}`
}

function apply(test, pattern, actual, at, match, textOf) {
  const expected = pattern[test]
  if (test === '$json') return match(expected, JSON.parse(actual), at)
  const tests = {
    $contains: () => expected.every((part) => actual.includes(part)),
    $lacks: () => !expected.some((part) => actual.includes(part)),
    $text: () => actual === textOf(pattern),
    $lines: () => actual === textOf(pattern),
    $edit: () => true,
    $between: () => actual >= expected[0] && actual <= expected[1],
    $length: () => actual.length === expected,
    $some: () =>
      expected.every((part) => actual.some((item) => match(part, item, at) === undefined)),
    $span: () => isDeepStrictEqual([actual.start, actual.end], expected.utf16 ?? expected),
  }
  return tests[test]() ? undefined : `${at} is ${show(actual)}, not ${test} ${show(expected)}`
}

function first(items, problem) {
  for (const item of items) {
    const found = problem(item)
    if (found !== undefined) return found
  }
  return undefined
}

const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const show = (value) => inspect(value, { depth: 8, breakLength: 120 })
