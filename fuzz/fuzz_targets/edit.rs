//! An edit of a valid file gives a valid file that says what was asked, and making it twice changes nothing; what is
//! commented out comes back.
#![no_main]

use gatewright::deployment::{Document, Editor, commented_sections};
use libfuzzer_sys::fuzz_target;

fn set(text: &str, value: &str) -> Option<String> {
    let document = Document::parse(text);
    let mut editor = Editor::new(&document).ok()?;
    editor.set_string("apim.key_manager.service_url", value).ok()?;
    editor.set_integer("server.offset", 7).ok()?;
    Some(editor.finish())
}

fuzz_target!(|input: (&str, &str)| {
    let (text, value) = input;
    if let Some(once) = set(text, value) {
        let document = Document::parse(once.as_str());
        assert!(document.problems().is_empty(), "{:?}\n{once}", document.problems());
        let said = document.get("apim.key_manager.service_url").and_then(|item| item.as_str());
        assert_eq!(said.as_deref(), Some(value));
        assert_eq!(set(&once, value).as_deref(), Some(once.as_str()));
    }
    let document = Document::parse(text);
    for environment in document.environments() {
        let Ok(mut editor) = Editor::new(&document) else { return };
        if editor.comment_out(environment.item()).is_err() {
            continue;
        }
        let without = editor.finish();
        let after = Document::parse(without.as_str());
        assert!(after.problems().is_empty(), "{:?}\n{without}", after.problems());
        assert_eq!(after.environments().count() + 1, document.environments().count());
        for section in commented_sections(&after, "apim.gateway.environment") {
            let _ = section.restore(&without);
        }
    }
});
