//! What stands for a number or a word that is known only when a case runs: `{9443+1}` and `{release}`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// What the tokens of one run of a case stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    /// The release, and what the case says of others.
    pub(crate) words: BTreeMap<String, String>,
    /// The first offset of the block that was drawn.
    pub(crate) base: Option<u16>,
}

impl Tokens {
    /// A value in whose texts, and keys, no token is left. A text that is nothing but one number is that number.
    pub(crate) fn json(&self, value: &Json) -> Json {
        match value {
            Json::String(text) => {
                let token = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
                match token.and_then(|token| self.number(token)) {
                    Some(number) => number.into(),
                    None => self.text(text).into(),
                }
            }
            Json::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Json::Object(object) => {
                object.iter().map(|(key, value)| (self.text(key), self.json(value))).collect()
            }
            other => other.clone(),
        }
    }

    pub(crate) fn text(&self, text: &str) -> String {
        let mut done = String::new();
        let words = self.words.iter();
        let mut rest = words.fold(text.to_owned(), |text, (word, value)| {
            text.replace(&format!("{{{word}}}"), value)
        });
        while let Some((before, after)) = rest.split_once('{') {
            done.push_str(before);
            let number = after.split_once('}').and_then(|(token, _)| self.number(token));
            let after = if let (Some(number), Some((_, after))) = (number, after.split_once('}')) {
                done.push_str(&number.to_string());
                after
            } else {
                done.push('{');
                after
            };
            rest = after.to_owned();
        }
        done + &rest
    }

    /// The number that a token between braces stands for.
    fn number(&self, token: &str) -> Option<u32> {
        let (port, node) = token.split_once('+')?;
        Some(port.parse::<u32>().ok()? + node.parse::<u32>().ok()? + u32::from(self.base?))
    }
}
