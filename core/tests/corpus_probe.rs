//! probe
use gatewright::deployment::{Document, Editor};
#[test]
fn corpus() {
    let root = std::env::var("GATEWRIGHT_CORPUS").unwrap();
    let mut stack = vec![std::path::PathBuf::from(root)];
    let mut n=0;
    while let Some(d) = stack.pop() {
        if d.is_dir() { for e in std::fs::read_dir(d).unwrap() { stack.push(e.unwrap().path()); } continue; }
        if d.extension().is_none_or(|e| e != "toml") { continue; }
        let text = std::fs::read_to_string(&d).unwrap();
        let doc = Document::parse(text.as_str());
        assert!(doc.problems().is_empty(), "{d:?} {:?}", doc.problems());
        assert_eq!(Editor::new(&doc).unwrap().finish(), text);
        n+=1;
    }
    println!("{n}");
}
#[test]
fn bad() {
    for t in ["a = 1\na = 2\n", "[x]\n[[x]]\n", "a.b=1\n[a]\nc=1\n", "x = [1, \"a\"]\n", "x = { a = 1,\n b = 2 }\n", "x = \"\t\"\n", "x = True\n", "x = 01\n[y]\nz = ${a}\n", "a = \"\\d\"\n", "a = 1 b = 2\n", "[a\nb=1\n", "a = \"x\r\nb = 1\n", "a=1\rb=2\n", "\u{feff}a=1\n", "t = 10:00\n", "a = {b=1,}\n", "a = \"\\x41\"\n", "= 1\n[b]\nx=1\n"] {
        let doc = Document::parse(t);
        println!("{t:?}");
        for p in doc.problems() { println!("   {:?} {:?} {} {:?}", p.kind, p.span, p.message, p.first); }
    }
}
