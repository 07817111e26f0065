//! Comparing what came out with what was expected.

use serde_json::{Map, Value as Json};

use crate::folder::text_of;

/// Objects may have more than is expected, lists may not; keys with `$` are tests. `at` says where in a message.
pub(crate) fn matches(pattern: &Json, actual: &Json, at: &str) -> Result<(), String> {
    match (pattern, actual) {
        (Json::Object(tests), _) if tests.keys().any(|key| key.starts_with('$')) => {
            tests.iter().try_for_each(|(name, expected)| apply(name, expected, tests, actual, at))
        }
        (Json::Object(expected), Json::Object(found)) => {
            expected.iter().try_for_each(|(key, pattern)| {
                let value =
                    found.get(key).ok_or_else(|| format!("{at} has no {key}: {actual:#}"))?;
                matches(pattern, value, &format!("{at}.{key}"))
            })
        }
        (Json::Array(expected), Json::Array(found)) if expected.len() == found.len() => {
            expected.iter().zip(found).enumerate().try_for_each(|(index, (pattern, value))| {
                matches(pattern, value, &format!("{at}[{index}]"))
            })
        }
        _ if pattern == actual => Ok(()),
        _ => Err(format!("{at} is {actual:#}, not {pattern:#}")),
    }
}

fn apply(
    name: &str,
    expected: &Json,
    tests: &Map<String, Json>,
    actual: &Json,
    at: &str,
) -> Result<(), String> {
    let text = actual.as_str().unwrap_or_default();
    let parts = || expected.as_array().into_iter().flatten();
    let holds = match name {
        "$contains" => parts().all(|part| part.as_str().is_some_and(|part| text.contains(part))),
        "$lacks" => {
            actual.is_string()
                && parts().all(|part| !text.contains(part.as_str().unwrap_or_default()))
        }
        "$text" | "$lines" => text == text_of(tests),
        "$edit" => true,
        "$between" => {
            let ends: [f64; 2] = serde_json::from_value(expected.clone())
                .map_err(|error| format!("{at}: {error}"))?;
            actual.as_f64().is_some_and(|number| ends[0] <= number && number <= ends[1])
        }
        "$length" => actual.as_array().is_some_and(|items| expected == items.len()),
        "$json" => {
            let inner = serde_json::from_str(text).map_err(|error| format!("{at}: {error}"))?;
            return matches(expected, &inner, at);
        }
        "$some" => {
            let items = actual.as_array().ok_or_else(|| format!("{at} is no list: {actual:#}"))?;
            parts().all(|part| items.iter().any(|item| matches(part, item, at).is_ok()))
        }
        // Rust tells the spans of all three languages.
        "$span" if expected.is_array() => {
            ["bytes", "scalars", "utf16"].iter().all(|unit| actual[unit] == *expected)
        }
        "$span" => actual == expected,
        _ => return Err(format!("{at}: there is no test {name}")),
    };
    if holds { Ok(()) } else { Err(format!("{at} is {actual:#}, not {name} {expected:#}")) }
}
