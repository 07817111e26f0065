//! A gateway's own refusals, in every form: `rest-api.md` §5.2, §6.

use serde_json::Value;

/// What a gateway says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Digits; none when a key is of the wrong type for the gateway.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) description: String,
}

/// More than any gateway says.
const LONGEST: usize = 64 * 1024;

impl Fault {
    /// Reads the body of an answer; `None` when it has no form that gateways write.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        if body.len() > LONGEST {
            return None;
        }
        let text = std::str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
        match text.chars().next()? {
            '{' => Self::of_json(&serde_json::from_str(text).ok()?),
            '<' => Self::of_xml(text),
            _ => None,
        }
    }

    /// Flat with the code as a text since 4.0; in `fault` with the code as a number before.
    fn of_json(value: &Value) -> Option<Self> {
        let fault = value.get("fault").unwrap_or(value);
        let code = match fault.get("code")? {
            Value::String(code) => code.trim().to_owned(),
            Value::Number(code) => code.to_string(),
            _ => return None,
        };
        let text =
            |key| fault.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        Self::complete(Some(code), text("message"), text("description"))
    }

    /// `am:fault`, `ams:fault` (authentication) and `amt:fault` (throttling) with a code; `error` without.
    fn of_xml(text: &str) -> Option<Self> {
        let document = roxmltree::Document::parse(text).ok()?;
        let root = document.root_element();
        let child = |name: &str| {
            let found = root.children().find(|child| child.tag_name().name() == name)?;
            Some(found.text().unwrap_or_default().trim().to_owned())
        };
        let (message, description) =
            (child("message").unwrap_or_default(), child("description").unwrap_or_default());
        match root.tag_name().name() {
            "fault" => Self::complete(Some(child("code")?), message, description),
            "error" => Self::complete(None, message, description),
            _ => None,
        }
    }

    /// Back ends have codes as well, often words: a gateway's are digits.
    fn complete(code: Option<String>, message: String, description: String) -> Option<Self> {
        let is_number = |code: &String| code.bytes().all(|byte| byte.is_ascii_digit());
        let is_known = match &code {
            Some(code) => {
                !code.is_empty()
                    && is_number(code)
                    && !(message.is_empty() && description.is_empty())
            }
            None => !message.is_empty(),
        };
        is_known.then_some(Self { code, message, description })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (Option<String>, String, String) {
        let Fault { code, message, description } = Fault::parse(body.as_bytes()).unwrap();
        (code, message, description)
    }

    fn said(code: &str, message: &str, description: &str) -> (Option<String>, String, String) {
        let code = Some(code.to_owned()).filter(|code| !code.is_empty());
        (code, message.to_owned(), description.to_owned())
    }

    /// A fault of 4.x, one of 3.x in XML.
    fn both(prefix: &str, code: &str, message: &str, description: &str) {
        let flat = format!(
            r#"{{"code":"{code}","type":"Status report","message":"{message}","description":"{description}"}}"#
        );
        let xml = format!(
            "<{prefix}:fault xmlns:{prefix}=\"http://wso2.org/apimanager\"><{prefix}:code>{code}</{prefix}:code>\
             <{prefix}:type>Status report</{prefix}:type><{prefix}:message>{message}</{prefix}:message>\
             <{prefix}:description>{description}</{prefix}:description></{prefix}:fault>"
        );
        assert_eq!(read(&flat), said(code, message, description));
        assert_eq!(read(&xml), said(code, message, description));
    }

    #[test]
    fn section_6_1_keys_of_the_wrong_type() {
        both(
            "am",
            "900901",
            "Runtime Error",
            "Sandbox key offered to the API with no sandbox endpoint",
        );
        both(
            "am",
            "900901",
            "Runtime Error",
            "Production key offered to the API with no production endpoint",
        );
        for text in [
            "Sandbox Key Provided for Production Gateway",
            "Production Key Provided for Sandbox Gateway",
        ] {
            let body = format!("<error><message>{text}</message></error>");
            assert_eq!(read(&body), said("", text, ""));
        }
    }

    #[test]
    fn section_6_2_authentication() {
        for (code, message) in [
            ("900900", "Unclassified Authentication Failure"),
            ("900901", "Invalid Credentials"),
            ("900902", "Missing Credentials"),
            ("900903", "Access Token Expired"),
            ("900904", "Access Token Inactive"),
            ("900905", "Incorrect Access Token Type is provided"),
            ("900906", "No matching resource found for given API Request"),
            ("900907", "The requested API is temporarily blocked"),
            ("900908", "Resource forbidden"),
            ("900909", "The subscription to the API is inactive"),
            ("900910", "The access token does not allow you to access the requested resource"),
            ("900911", "Missing OpenAPI definition"),
            ("900912", "Claim Mismatch"),
            ("900914", "Invalid Audience"),
        ] {
            both("ams", code, message, "d");
            let nested =
                format!(r#"{{"fault":{{"code":{code},"message":"{message}","description":"d"}}}}"#);
            assert_eq!(read(&nested), said(code, message, "d"));
        }
    }

    #[test]
    fn section_6_3_other_answers() {
        both("am", "404", "Not Found", "The requested resource is not available.");
        both("am", "404", "No matching resource found for given API Request", "d");
        both("am", "405", "Method Not Allowed", "Method not allowed for given API resource");
        both("am", "403", "Forbidden", "Unsupported Transport [ http ]");
        both("am", "700700", "API blocked", "This API has been blocked temporarily.");
    }

    #[test]
    fn section_5_2_throttling() {
        both("amt", "900803", "Message throttled out", "You have exceeded your quota");
        let body = r#"{"code":"900800","message":"m","description":"d","nextAccessTime":"2026-Nov-23 21:00:00+0000 UTC"}"#;
        assert_eq!(read(body), said("900800", "m", "d"));
    }

    #[test]
    fn the_form_around_it_does_not_matter() {
        let xml = "\u{feff}<?xml version=\"1.0\"?>\n<!-- x --><am:fault xmlns:am='u'>\n  <am:code> 404 </am:code>\n  \
                   <am:message>a &lt; <![CDATA[b]]></am:message></am:fault>\n";
        assert_eq!(read(xml), said("404", "a < b", ""));
        assert_eq!(read("\n {\"code\":\"404\",\"message\":\"m\"} "), said("404", "m", ""));
        assert_eq!(
            read(r#"{"code":"404","message":null,"description":"d"}"#),
            said("404", "", "d")
        );
    }

    #[test]
    fn what_a_back_end_says_is_no_fault() {
        for body in [
            "",
            "  ",
            "not found",
            "[1]",
            "{}",
            r#"{"message":"no such pet"}"#,
            r#"{"code":"PET_NOT_FOUND","message":"no such pet"}"#,
            r#"{"code":true,"message":"x"}"#,
            r#"{"code":"404"}"#,
            r#"{"code":-1,"message":"x"}"#,
            r#"{"fault":"x"}"#,
            r#"{"code":"404","message":"#,
            "<html><body>Bad Gateway</body></html>",
            "<pets/>",
            "<error/>",
            "<error><message/></error>",
            "<fault><message>x</message></fault>",
            "<am:fault><am:code>404</am:code></am:fault>",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><error><message>&a;</message></error>",
        ] {
            assert_eq!(Fault::parse(body.as_bytes()), None, "{body}");
        }
        assert_eq!(Fault::parse(b"{\"code\":\"404\",\"message\":\"\xff\"}"), None);
        let long = format!(r#"{{"code":"404","message":"{}"}}"#, "x".repeat(LONGEST));
        assert_eq!(Fault::parse(long.as_bytes()), None);
    }

    #[test]
    fn nesting_without_end_is_no_fault() {
        for open in ["<error>", "<a>", "{\"fault\":", "{\"a\":["] {
            assert_eq!(Fault::parse(open.repeat(LONGEST / open.len()).as_bytes()), None);
        }
        let nested = format!("{}{}", "<a>".repeat(9000), "</a>".repeat(9000));
        assert_eq!(Fault::parse(nested.as_bytes()), None);
    }
}
