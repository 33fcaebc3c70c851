use std::fs;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::*;

fn site(files: &[(&str, &str)]) -> TempDir {
    let site = TempDir::new().unwrap();
    for (path, text) in files {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    site
}

fn found(site: &TempDir) -> Warned<Discovery> {
    discover(site.path(), Options::default())
}

fn paths(site: &TempDir) -> Vec<String> {
    let found = found(site);
    assert_eq!(found.diagnostics, []);
    let files = found.value.inputs.unwrap().files;
    files.keys().map(ToString::to_string).filter(|path| !path.starts_with("themes/")).collect()
}

/// Every problem as "code path".
fn problems(site: &TempDir) -> Vec<String> {
    let Warned { value, diagnostics } = found(site);
    let mut problems: Vec<String> = diagnostics
        .iter()
        .map(|problem| {
            let id = problem.span.unwrap().file;
            let path = value.refused.iter().find(|path| FileId::of(path) == id);
            format!("{} {}", problem.code.name(), path.map_or("", |path| path))
        })
        .collect();
    problems.sort();
    problems
}

#[test]
fn only_the_folders_of_a_site_are_read_and_clutter_is_skipped() {
    let site = site(&[
        ("site.yaml", "a"),
        ("content/a.md", "b"),
        ("academies/lille/academy.yaml", "c"),
        ("public/index.html", "no"),
        ("README.md", "no"),
        ("content/.hidden/a.md", "no"),
        ("content/a.md~", "no"),
        ("content/#a.md#", "no"),
        ("content/.a.md.swp", "no"),
        ("content/Thumbs.db", "no"),
        ("content/desktop.ini", "no"),
    ]);
    assert_eq!(paths(&site), ["academies/lille/academy.yaml", "content/a.md", "site.yaml"]);
}

#[test]
fn a_file_of_the_site_wins_over_the_embedded_theme() {
    let site = site(&[("site.yaml", ""), ("themes/default/mine.css", "body{}")]);
    let files = found(&site).value.inputs.unwrap().files;
    assert_eq!(files["themes/default/mine.css"].text(), Some("body{}"));
    for file in EMBEDDED.files() {
        let path = format!("themes/default/{}", file.path().display());
        assert_eq!(files[&*path].bytes(), file.contents());
    }
}

#[test]
fn a_folder_without_settings_is_no_site() {
    let site = site(&[("content/a.md", "")]);
    assert_eq!(problems(&site), ["missing-file "]);
    let gone = discover(&site.path().join("gone"), Options::default());
    assert_eq!(gone.diagnostics[0].code, Code::Unreadable);
}

#[test]
fn links_inside_the_site_are_followed_and_no_others() {
    let outside = site(&[("secret.md", "secret")]);
    let site = site(&[("site.yaml", ""), ("content/a.md", "a"), ("content/shots/b.png", "b")]);
    symlink("a.md", site.path().join("content/alias.md")).unwrap();
    fs::create_dir(site.path().join("academies")).unwrap();
    symlink("../content/shots", site.path().join("academies/shots")).unwrap();
    assert_eq!(
        paths(&site),
        [
            "academies/shots/b.png",
            "content/a.md",
            "content/alias.md",
            "content/shots/b.png",
            "site.yaml"
        ]
    );
    symlink(outside.path().join("secret.md"), site.path().join("content/out.md")).unwrap();
    symlink(outside.path(), site.path().join("content/out")).unwrap();
    symlink("..", site.path().join("content/up")).unwrap();
    symlink("nowhere.md", site.path().join("content/dead.md")).unwrap();
    assert_eq!(
        problems(&site),
        [
            "link-outside content/out",
            "link-outside content/out.md",
            "unreadable content/dead.md",
            "unreadable content/up"
        ]
    );
}

#[test]
fn linked_folders_do_not_go_round_in_circles() {
    let site = site(&[("site.yaml", ""), ("content/a/x.md", ""), ("content/b/y.md", "")]);
    symlink("../b", site.path().join("content/a/b")).unwrap();
    symlink("../a", site.path().join("content/b/a")).unwrap();
    assert_eq!(problems(&site), ["unreadable content/a/b/a", "unreadable content/b/a/b"]);
}

#[test]
fn files_that_are_too_large_or_badly_named_are_all_reported() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = site(&[("site.yaml", ""), ("content/x.md", ""), ("content/big.yaml", "")]);
    fs::write(site.path().join("content/big.yaml"), vec![b' '; 2 * 1024 * 1024 + 1]).unwrap();
    fs::write(site.path().join("content/limit.yaml"), vec![b' '; 2 * 1024 * 1024]).unwrap();
    fs::write(site.path().join("content/image.png"), vec![b' '; 3 * 1024 * 1024]).unwrap();
    fs::write(site.path().join("content").join(OsStr::from_bytes(b"\xE9t\xE9.md")), "").unwrap();
    fs::write(site.path().join("content/line\nbreak.md"), "").unwrap();
    assert_eq!(
        problems(&site),
        [
            "bad-name content/line\u{FFFD}break.md",
            "bad-name content/\u{FFFD}t\u{FFFD}.md",
            "too-large content/big.yaml"
        ]
    );
}

#[test]
fn the_date_comes_from_source_date_epoch_when_it_is_set() {
    assert_eq!(today(Some("0".into())).unwrap().to_string(), "1970-01-01");
    assert_eq!(today(Some("1790812799".into())).unwrap().to_string(), "2026-09-30");
    assert_eq!(today(Some("demain".into())).unwrap_err().code, Code::BadValue);
    assert!(today(None).is_ok());
}

/// What may happen to a site's folder.
#[derive(Clone, Debug)]
enum Edit {
    Write(&'static str, &'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    Folder(&'static str),
    Link(&'static str, &'static str),
    TooLarge(&'static str),
    Unreadable(&'static str),
}

/// Paths that mean different things to a site: some are clutter, or badly named, or none of its files.
const PATHS: &[&str] = &[
    "site.yaml",
    "README.md",
    "content",
    "content/a.md",
    "content/a",
    "content/a/b.md",
    "content/a/b",
    "content/a-b.md",
    "content/.hidden/a.md",
    "content/a.md~",
    "content/line\nbreak.md",
    "content/line\rbreak.md",
    "content/bad\nfolder/a.md",
    "academies/lille/academy.yaml",
    "academies/lille",
    "themes/default/theme.yaml",
    "themes/default",
    "themes/default/templates/mine.html",
    "themes",
];

fn edit() -> impl proptest::strategy::Strategy<Value = Edit> {
    use proptest::prelude::*;
    let path = || prop::sample::select(PATHS);
    prop_oneof![
        6 => (path(), prop::sample::select(vec!["a", "b"])).prop_map(|(path, text)| Edit::Write(path, text)),
        4 => path().prop_map(Edit::Remove),
        2 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => path().prop_map(Edit::Folder),
        1 => (path(), path()).prop_map(|(at, to)| Edit::Link(at, to)),
        1 => path().prop_map(Edit::TooLarge),
        1 => path().prop_map(Edit::Unreadable),
    ]
}

/// Does it, as far as it can be done, and returns the paths that may have changed.
fn perform(root: &Path, edit: &Edit) -> Vec<&'static str> {
    let write = |path: &str, bytes: &[u8]| {
        let path = root.join(path);
        _ = fs::create_dir_all(path.parent().unwrap());
        // Through a link another file would change, whose path nobody told.
        if fs::symlink_metadata(&path).is_ok_and(|about| about.is_symlink()) {
            _ = fs::remove_file(&path);
        }
        _ = fs::write(path, bytes);
    };
    let remove = |path: &str| {
        let path = root.join(path);
        let kind = fs::symlink_metadata(&path).map(|about| about.is_dir());
        _ = if kind.unwrap_or_default() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    };
    match *edit {
        Edit::Write(path, text) => write(path, text.as_bytes()),
        Edit::Remove(path) => remove(path),
        Edit::Rename(from, to) => {
            _ = fs::rename(root.join(from), root.join(to));
            return vec![from, to];
        }
        Edit::Folder(path) => {
            remove(path);
            _ = fs::create_dir_all(root.join(path));
        }
        Edit::Link(at, to) => {
            remove(at);
            _ = symlink(root.join(to), root.join(at));
        }
        Edit::TooLarge(path) => write(path, &vec![b' '; 2 * 1024 * 1024 + 1]),
        Edit::Unreadable(path) => {
            // Not even root reads a socket as a file.
            remove(path);
            _ = std::os::unix::net::UnixListener::bind(root.join(path));
        }
    }
    vec![match *edit {
        Edit::Write(path, _)
        | Edit::Remove(path)
        | Edit::Rename(path, _)
        | Edit::Folder(path)
        | Edit::Link(path, _)
        | Edit::TooLarge(path)
        | Edit::Unreadable(path) => path,
    }]
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(96))]

    #[test]
    fn reading_again_what_changed_is_reading_everything(
        edits in proptest::collection::vec(edit(), 1..16),
        at_once in 1..4_usize,
    ) {
        let site = site(&[
            ("site.yaml", "a"),
            ("content/a/b.md", "b"),
            ("themes/default/theme.yaml", "c"),
        ]);
        let options = Options::default();
        let mut state = State::read(site.path(), options);
        for edits in edits.chunks(at_once) {
            let changed: Vec<&str> =
                edits.iter().flat_map(|edit| perform(site.path(), edit)).collect();
            state.refresh(&changed);
            let fresh = State::read(site.path(), options);
            let hashes = |state: &State| -> Vec<(String, u128)> {
                state.files().iter().map(|(path, file)| (path.to_string(), file.hash)).collect()
            };
            proptest::prop_assert_eq!(hashes(&state), hashes(&fresh));
            proptest::prop_assert_eq!(&state.refused, &fresh.refused);
            proptest::prop_assert_eq!(state.diagnostics(), fresh.diagnostics());
        }
    }
}
