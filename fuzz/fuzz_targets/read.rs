//! Reading never panics, keeps every byte, and gives only positions that lie in the text.
#![no_main]

use gatewright::deployment::{Document, Editor, Item};
use libfuzzer_sys::fuzz_target;

fn visit(item: Item<'_>, text: &str, depth: usize) {
    assert!(text.get(item.span()).is_some(), "{item:?}");
    assert!(text.get(item.key_span()).is_some(), "{item:?}");
    let _ = (item.as_str(), item.as_integer(), item.as_bool(), item.as_text(), item.path());
    if depth < 200 {
        for child in item.children() {
            visit(child, text, depth + 1);
        }
    }
}

fuzz_target!(|text: &str| {
    let document = Document::parse(text);
    assert_eq!(document.text(), text);
    for problem in document.problems() {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
    }
    visit(document.root(), text, 0);
    if let Ok(editor) = Editor::new(&document) {
        assert_eq!(editor.finish(), text);
    }
});
