//! What breaks XML: API-M pastes the values of `deployment.toml` into XML files without escaping them.

/// The first character of a value that leaves the XML around it not well-formed, with its byte offset.
///
/// `&` is fine where it begins an escape (`&amp;`, `&#38;`, `&#x26;`), `<` where it begins a closed `<![CDATA[…]]>`;
/// `]]>` outside one is not, nor are the control characters that XML cannot hold.
///
/// Source: API-M 3.0–4.7, deployment.toml: the templates escape nothing (product-apim#8998); XML 1.0, §2.2 and §2.4.
pub(crate) fn xml_breaking(value: &str) -> Option<(usize, char)> {
    let mut rest = value;
    while let Some(character) = rest.chars().next() {
        let at = value.len() - rest.len();
        let taken = match character {
            '<' => match cdata_length(rest) {
                Some(length) => length,
                None => return Some((at, character)),
            },
            '&' => match escape_length(rest) {
                Some(length) => length,
                None => return Some((at, character)),
            },
            ']' if rest.starts_with("]]>") => return Some((at + 2, '>')),
            _ if !is_xml(character) => return Some((at, character)),
            _ => character.len_utf8(),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    None
}

/// The length of a whole `<![CDATA[…]]>` at the start, when there is one and XML can hold what is in it.
fn cdata_length(rest: &str) -> Option<usize> {
    let (content, _) = rest.strip_prefix("<![CDATA[")?.split_once("]]>")?;
    content.chars().all(is_xml).then_some("<![CDATA[]]>".len() + content.len())
}

/// The length of an escape at the start, when there is one.
fn escape_length(rest: &str) -> Option<usize> {
    let (name, _) = rest.strip_prefix('&')?.split_once(';')?;
    let character = match name.strip_prefix('#') {
        None => {
            return ["amp", "lt", "gt", "quot", "apos"].contains(&name).then_some(name.len() + 2);
        }
        Some(number) => match number.strip_prefix('x') {
            Some(digits) => number_in(digits, 16)?,
            None => number_in(number, 10)?,
        },
    };
    is_xml(char::from_u32(character)?).then_some(name.len() + 2)
}

fn number_in(digits: &str, radix: u32) -> Option<u32> {
    // `from_str_radix` would take a sign.
    digits.chars().all(|c| c.is_digit(radix)).then(|| u32::from_str_radix(digits, radix).ok())?
}

fn is_xml(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_cdata_survive() {
        for value in [
            "",
            "Production > Europe \"x\" 'y'",
            "a &amp; b &lt; c &#38; d &#x26; &gt;&quot;&apos;",
            "<![CDATA[a & b < c]]>",
            "a<![CDATA[]]>b",
            "tab\tline\nü😀\u{7f}",
            "a]] >b",
        ] {
            assert_eq!(xml_breaking(value), None, "{value:?}");
        }
    }

    #[test]
    fn what_breaks_is_found_where_it_is() {
        for (value, found) in [
            ("a & b", (2, '&')),
            ("ü&", (2, '&')),
            ("&amp", (0, '&')),
            ("&nbsp;", (0, '&')),
            ("&;", (0, '&')),
            ("&#;", (0, '&')),
            ("&#x;", (0, '&')),
            ("&#+38;", (0, '&')),
            ("&#0;", (0, '&')),
            ("a<b", (1, '<')),
            ("<b>x</b>", (0, '<')),
            ("<![CDATA[a", (0, '<')),
            ("<![CDATA[a\u{1}]]>", (0, '<')),
            ("<![CDATA[a]]>&", (13, '&')),
            ("a]]>b", (3, '>')),
            ("a\u{1b}b", (1, '\u{1b}')),
        ] {
            assert_eq!(xml_breaking(value), Some(found), "{value:?}");
        }
    }
}
