//! Replays the stored corpus of the fuzzer: inputs that once broke something, and those that reach most of
//! the code. `fuzz/` makes new ones; CONTRIBUTING.md says how.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::path::Path;

#[path = "../fuzz/checks/mod.rs"]
mod checks;

/// Checks every file of `fuzz/corpus/<target>`, and says which one breaks a law.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("it can be listed").path();
        let data = std::fs::read(&path).expect("it can be read");
        let held = std::panic::catch_unwind(|| check(&data));
        assert!(held.is_ok(), "{}", path.display());
        count += 1;
    }
    assert!(count > 0, "{} is empty", folder.display());
}

#[test]
fn sites() {
    replay("site", checks::site::check);
}

#[test]
fn yaml() {
    replay("yaml", checks::yaml::check);
}

#[test]
fn markdown() {
    replay("markdown", checks::markdown::check);
}

#[test]
fn images() {
    replay("image", checks::image::check);
}

#[test]
fn checkers() {
    replay("checker", checks::checker::check);
}

/// What would be found if it were there.
#[test]
fn broken_pages_are_found() {
    let page = |body: &str| {
        let pages = [("a/index.html".to_owned(), body.as_bytes().to_vec())].into();
        std::panic::catch_unwind(|| checks::html::check_pages(&pages)).is_ok()
    };
    assert!(page("<p id=a><a href='#a'>x</a><a href='../a/#a'>y</a><a href='https://e.fr/'>z</a>"));
    for broken in [
        "<p id=a><p id=a>",
        "<p id='a b'>",
        "<a href='#b'>x</a>",
        "<a href='../b/'>x</a>",
        "<a href='../../a/'>x</a>",
        "<a href='javascript:x'>x</a>",
        "<a href=' JavaScript:x'>x</a>",
        "<label for=b>x</label>",
        "<p aria-labelledby='b'>x",
        "<iframe></iframe>",
        "<p onclick=x>",
        "<p style='color:red'>",
    ] {
        assert!(!page(broken), "{broken}");
    }
}
