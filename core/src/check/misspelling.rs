//! Which known key an unknown one probably stands for.

use crate::deployment::Item;

/// Two typing errors at most; more is another word.
const MAX_DISTANCE: usize = 2;
/// Below this length two changes make another word of most words.
const MIN_LENGTH_FOR_TWO: usize = 5;

/// How far `found` is from `known` when it is probably a misspelling of it; 0 when only case, `-` and `_` differ.
fn distance(found: &str, known: &str) -> Option<usize> {
    if found == known {
        return None;
    }
    if plain(found).eq(plain(known)) {
        return Some(0);
    }
    let length = found.chars().count().min(known.chars().count());
    if found.len().abs_diff(known.len()) > MAX_DISTANCE * 4 {
        return None;
    }
    let distance = strsim::osa_distance(found, known);
    let is_small = distance <= MAX_DISTANCE && distance * 2 < length;
    (is_small && (distance < 2 || length >= MIN_LENGTH_FOR_TWO)).then_some(distance)
}

/// The letters and digits alone: `gatewayType`, `gateway-type` and `gateway_type` are one word to their writers.
fn plain(key: &str) -> impl Iterator<Item = char> + '_ {
    key.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase)
}

/// The known key that `found`, which is none of them, probably stands for: the nearest, and among equally near ones
/// one that `table` lacks.
pub(crate) fn meant_by<'k>(
    found: &str,
    known: impl IntoIterator<Item = &'k str>,
    table: Item<'_>,
) -> Option<&'k str> {
    known
        .into_iter()
        .filter_map(|known| Some((distance(found, known)?, table.get(known).is_some(), known)))
        .min()
        .map(|(_, _, known)| known)
}

/// The known name that `found`, which is none of them, probably stands for.
pub(crate) fn nearest<'k>(
    found: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    let near = known.into_iter().filter_map(|known| Some((distance(found, known)?, known)));
    near.min().map(|(_, known)| known)
}

/// True when a table lacks a key but holds a misspelling of it: then that is what must be said, and not that the key is
/// missing.
pub(crate) fn is_misspelt_in(table: Item<'_>, key: &str) -> bool {
    table.get(key).is_none()
        && table.children().any(|child| {
            let found = child.key();
            // Most keys of a section are other known keys; a known key is never a misspelling.
            distance(&found, key).is_some() && !is_known_beside(table, &found)
        })
}

fn is_known_beside(table: Item<'_>, found: &str) -> bool {
    crate::deployment::known_key(&format!("{}.{found}", table.path())).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::Document;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        for (found, known, expected) in [
            ("offest", "offset", Some(1)),
            ("ofset", "offset", Some(1)),
            ("servce_url", "service_url", Some(1)),
            ("key_managers", "key_manager", Some(1)),
            ("serviceUrl", "service_url", Some(0)),
            ("gatewayType", "gateway_type", Some(0)),
            ("displayInApiConsole", "display_in_api_console", Some(0)),
            ("Name", "name", Some(0)),
            ("nmae", "name", Some(1)),
            ("offset", "offset", None),
            ("mane", "mode", None),
            ("user", "server", None),
            ("ty", "type", None),
            ("node_ip", "mode", None),
            ("user_agent", "userAgent", Some(0)),
        ] {
            assert_eq!(distance(found, known), expected, "{found} for {known}");
        }
    }

    #[test]
    fn the_nearest_key_wins_and_then_the_one_that_is_missing() {
        let document = Document::parse("ws_endpoint = \"\"\n");
        let known = ["ws_endpoint", "wss_endpoint"];
        assert_eq!(meant_by("wsss_endpoint", known, document.root()), Some("wss_endpoint"));
        assert_eq!(meant_by("wx_endpoint", known, document.root()), Some("ws_endpoint"));
        assert_eq!(meant_by("http_endpoint", known, document.root()), None);
    }

    #[test]
    fn a_known_key_is_no_misspelling_of_its_neighbour() {
        let document =
            Document::parse("[[apim.gateway.environment]]\nws_endpoint = \"\"\ntyp = \"\"\n");
        let environment = document.environments().next().unwrap().item();
        assert!(is_misspelt_in(environment, "type"));
        assert!(!is_misspelt_in(environment, "wss_endpoint"));
        assert!(!is_misspelt_in(environment, "name"));
    }
}
