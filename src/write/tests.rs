use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;

use tempfile::TempDir;

use super::manifest::{self, Manifest};
use super::*;

/// All pages.
const WHOLE: Share<'static> = Share { part: &Part::Whole, stage: Stage::Pages };

/// A plan whose files are given; "!" stands for a file that cannot be rendered.
struct Files(BTreeMap<&'static str, String>);

impl Render for Files {
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().copied()
    }

    fn render(&self, path: &str) -> Warned<Option<Vec<u8>>> {
        match &*self.0[path] {
            "!" => Warned::new(None, vec![Diagnostic::placeless(Code::Template, path)]),
            text => Warned::clean(Some(text.as_bytes().to_vec())),
        }
    }
}

fn files(files: &[(&'static str, &str)]) -> Files {
    Files(files.iter().map(|(path, text)| (*path, (*text).to_owned())).collect())
}

/// A site's folder with an output in it.
struct Place {
    site: TempDir,
}

impl Place {
    fn new() -> Self {
        let site = TempDir::new().unwrap();
        fs::create_dir(site.path().join("content")).unwrap();
        Self { site }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.site.path().join(path)
    }

    fn output(&self) -> PathBuf {
        self.path("public")
    }

    fn write(&self, plan: &Files) -> Result<Written, Vec<Diagnostic>> {
        self.write_part(plan, &Part::Whole)
    }

    fn write_part(&self, plan: &Files, part: &Part) -> Result<Written, Vec<Diagnostic>> {
        write_site(
            &self.output(),
            self.site.path(),
            plan,
            Share { part, stage: Stage::Pages },
            &|| {},
        )
    }

    fn refused(&self, output: &str) -> Code {
        let plan = files(&[("a.html", "a")]);
        let root = self.site.path();
        let problems = write_site(&self.path(output), root, &plan, WHOLE, &|| {});
        problems.unwrap_err()[0].code
    }

    /// The names in a folder of the site, sorted.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

/// Written, unchanged, removed.
fn counts(written: Result<Written, Vec<Diagnostic>>) -> (usize, usize, usize) {
    let written = written.unwrap();
    (written.written, written.unchanged, written.removed)
}

#[test]
fn what_is_unchanged_is_not_touched_and_what_is_stale_is_removed() {
    let place = Place::new();
    let first = files(&[("a.html", "a"), ("b.html", "b"), ("old/deep/c.html", "c")]);
    assert_eq!(counts(place.write(&first)), (3, 0, 0));
    let inode = |path: &str| fs::metadata(place.path(path)).unwrap().ino();
    let before = inode("public/a.html");
    assert_eq!(counts(place.write(&first)), (0, 3, 0));

    let second = files(&[("a.html", "a"), ("b.html", "changed"), ("new/d.html", "d")]);
    assert_eq!(counts(place.write(&second)), (2, 1, 1));
    assert_eq!(inode("public/a.html"), before);
    assert_eq!(place.read("public/b.html"), "changed");
    assert_eq!(place.names("public"), [".pasapas-manifest", "a.html", "b.html", "new"]);
    assert_eq!(place.names("."), ["content", "public"]);
}

#[test]
fn files_of_others_stay_and_files_changed_by_hand_are_mended() {
    let place = Place::new();
    let plan = files(&[("a.html", "a"), ("old/b.html", "b")]);
    place.write(&plan).unwrap();
    fs::write(place.path("public/old/.htaccess"), "mine").unwrap();
    fs::write(place.path("public/a.html"), "changed by hand").unwrap();
    assert_eq!(counts(place.write(&files(&[("a.html", "a")]))), (1, 0, 1));
    assert_eq!(place.read("public/a.html"), "a");
    assert_eq!(place.names("public/old"), [".htaccess"]);
}

#[test]
fn a_failing_render_leaves_the_output_as_it_was() {
    let place = Place::new();
    let broken = files(&[("a.html", "new"), ("b.html", "!"), ("c.html", "!")]);
    assert_eq!(place.write(&broken).unwrap_err().len(), 2);
    assert_eq!(place.names("."), ["content"]);
    place.write(&files(&[("a.html", "a"), ("b.html", "b")])).unwrap();
    assert_eq!(place.write(&broken).unwrap_err().len(), 2);
    assert_eq!(place.read("public/a.html"), "a");
    assert_eq!(place.names("public"), [".pasapas-manifest", "a.html", "b.html"]);
    assert_eq!(place.names("."), ["content", "public"]);
}

#[test]
fn an_empty_output_is_filled_and_stays_the_same_folder() {
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    let before = fs::metadata(place.output()).unwrap().ino();
    assert_eq!(counts(place.write(&files(&[("a/b.html", "b")]))), (1, 0, 0));
    assert_eq!(place.read("public/a/b.html"), "b");
    assert_eq!(fs::metadata(place.output()).unwrap().ino(), before);
}

#[test]
fn outputs_that_are_not_ours_are_refused() {
    let place = Place::new();
    fs::create_dir_all(place.path("documents")).unwrap();
    fs::write(place.path("documents/thesis.odt"), "years of work").unwrap();
    fs::write(place.path("file"), "").unwrap();
    for output in
        ["documents", ".", "..", "content", "content/public", "academies/x", "themes/x", "file"]
    {
        assert_eq!(place.refused(output), Code::ForeignOutput, "{output}");
    }
    assert_eq!(place.refused("file/below"), Code::Unwritable);
    assert_eq!(place.read("documents/thesis.odt"), "years of work");
    assert_eq!(place.names("."), ["content", "documents", "file"]);
}

#[test]
fn links_inside_the_output_are_not_followed() {
    let place = Place::new();
    let plan = files(&[("a/b.html", "b"), ("c.html", "c")]);
    place.write(&plan).unwrap();
    fs::create_dir(place.path("elsewhere")).unwrap();
    fs::write(place.path("elsewhere/b.html"), "precious").unwrap();
    fs::remove_dir_all(place.path("public/a")).unwrap();
    symlink("../elsewhere", place.path("public/a")).unwrap();
    assert_eq!(place.write(&plan).unwrap_err()[0].code, Code::ForeignOutput);
    assert_eq!(counts(place.write(&files(&[("c.html", "c")]))), (0, 1, 0));
    assert_eq!(place.read("elsewhere/b.html"), "precious");

    fs::remove_file(place.path("public/c.html")).unwrap();
    symlink("../elsewhere/b.html", place.path("public/c.html")).unwrap();
    assert_eq!(counts(place.write(&files(&[("c.html", "c")]))), (1, 0, 0));
    assert_eq!(place.read("public/c.html"), "c");
    assert_eq!(place.read("elsewhere/b.html"), "precious");
}

#[test]
fn an_output_that_is_a_link_to_a_folder_is_written_through() {
    let place = Place::new();
    fs::create_dir_all(place.path("www/site")).unwrap();
    symlink("www/site", place.output()).unwrap();
    place.write(&files(&[("a.html", "a")])).unwrap();
    assert_eq!(place.read("www/site/a.html"), "a");
    assert_eq!(place.names("www"), ["site"]);
    fs::remove_dir_all(place.path("www/site")).unwrap();
    assert_eq!(place.refused("public"), Code::ForeignOutput);
}

#[test]
fn a_manifest_that_was_tampered_with_removes_nothing_outside() {
    let place = Place::new();
    place.write(&files(&[("a.html", "a"), ("b.html", "b")])).unwrap();
    fs::write(place.path("precious"), "precious").unwrap();
    let list = place.read("public/.pasapas-manifest");
    let list = list.replace(" a.html", " ../precious");
    fs::write(place.path("public/.pasapas-manifest"), list).unwrap();
    assert_eq!(counts(place.write(&files(&[("c.html", "c")]))), (1, 0, 1));
    assert_eq!(place.read("precious"), "precious");
}

#[test]
fn a_part_leaves_the_other_parts_alone() {
    let place = Place::new();
    let plan = files(&[("index.html", "i"), ("lille/a.html", "l"), ("creteil/a.html", "c")]);
    let lille = Part::Academy("lille".into());
    assert_eq!(counts(place.write_part(&plan, &lille)), (1, 0, 0));
    assert_eq!(counts(place.write_part(&plan, &Part::Academy("creteil".into()))), (1, 0, 0));
    let less = files(&[("lille/b.html", "l")]);
    assert_eq!(counts(place.write_part(&less, &lille)), (1, 0, 1));
    assert_eq!(place.names("public"), [".pasapas-manifest", "creteil", "lille"]);
    assert_eq!(counts(place.write(&plan)), (2, 1, 1));
}

#[test]
fn staging_without_a_journal_is_thrown_away() {
    let place = Place::new();
    let plan = files(&[("a.html", "a")]);
    place.write(&plan).unwrap();
    fs::create_dir_all(place.path("public.pasapas-staging/files")).unwrap();
    fs::write(place.path("public.pasapas-staging/files/0"), "half").unwrap();
    fs::write(place.path("public.pasapas-staging/journal.draft"), "0 a.html\n").unwrap();
    assert_eq!(counts(place.write(&plan)), (0, 1, 0));
    assert_eq!(place.read("public/a.html"), "a");
    assert_eq!(place.names("."), ["content", "public"]);
}

/// Stops a build after each of its steps, and lets the next build find what is left.
#[test]
fn a_build_killed_during_the_renames_is_finished_by_the_next() {
    let old = files(&[("a.html", "a"), ("b.html", "b"), ("old/c.html", "c")]);
    let new = files(&[("a.html", "A"), ("b.html", "b"), ("new/d.html", "D")]);
    for steps in 0..=4 {
        let place = Place::new();
        place.write(&old).unwrap();
        let target = Target::parse(&place.output(), place.site.path()).unwrap();
        let staging = Staging::beside(&target);
        let mut manifest = Manifest::default();
        for (index, (path, text)) in new.0.iter().enumerate() {
            manifest.insert(path, Entry::of(text.as_bytes()));
            staging.put(Layout::Numbered, index, path, text.as_bytes()).unwrap();
        }
        let old_list = target.manifest().unwrap();
        staging.commit(&target, &[(0, "a.html"), (2, "new/d.html")], &old_list, &manifest).unwrap();
        let staged = place.path("public.pasapas-staging");
        let public = place.output();
        let killed: [&dyn Fn(); 4] = [
            &|| fs::rename(staged.join("files/0"), public.join("a.html")).unwrap(),
            &|| {
                fs::rename(staged.join("files/2"), public.join("new/d.html")).unwrap();
            },
            &|| fs::remove_file(public.join("old/c.html")).unwrap(),
            &|| fs::rename(staged.join("manifest"), public.join(manifest::NAME)).unwrap(),
        ];
        killed[..steps].iter().for_each(|step| step());
        drop(target);
        // The next build may even be one that fails: the killed one is finished first.
        place.write(&files(&[("x.html", "!")])).unwrap_err();
        assert_eq!(place.read("public/a.html"), "A", "after {steps} steps");
        assert_eq!(place.read("public/new/d.html"), "D");
        assert!(!place.path("public/old/c.html").exists());
        assert_eq!(Manifest::parse(&place.read("public/.pasapas-manifest")), Some(manifest));
        assert_eq!(place.names("."), ["content", "public"]);
        assert_eq!(counts(place.write(&new)), (0, 3, 0));
    }
}

/// Leaves a complete journal behind, as a build does that is killed before the first rename.
fn kill_before_the_renames(place: &Place) {
    let target = Target::parse(&place.output(), place.site.path()).unwrap();
    let staging = Staging::beside(&target);
    let mut manifest = Manifest::default();
    manifest.insert("a.html", Entry::of(b"a"));
    staging.put(Layout::Numbered, 0, "a.html", b"a").unwrap();
    staging.commit(&target, &[(0, "a.html")], &Manifest::default(), &manifest).unwrap();
}

#[test]
fn the_first_build_of_an_empty_output_is_finished_too() {
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    kill_before_the_renames(&place);
    assert_eq!(counts(place.write(&files(&[("a.html", "a")]))), (0, 1, 0));
}

#[test]
fn a_killed_build_is_not_finished_in_a_folder_of_somebody_else() {
    let place = Place::new();
    let plan = files(&[("a.html", "a")]);
    fs::create_dir(place.output()).unwrap();
    kill_before_the_renames(&place);
    fs::remove_dir_all(place.output()).unwrap();
    fs::create_dir(place.output()).unwrap();
    fs::write(place.path("public/thesis.odt"), "years of work").unwrap();
    assert_eq!(place.write(&plan).unwrap_err()[0].code, Code::ForeignOutput);
    assert_eq!(place.names("public"), ["thesis.odt"]);
    fs::remove_dir_all(place.output()).unwrap();
    assert_eq!(counts(place.write(&plan)), (1, 0, 0));
    assert_eq!(place.names("."), ["content", "public"]);
}

#[test]
fn a_second_build_is_told_to_wait() {
    let place = Place::new();
    let target = Target::parse(&place.output(), place.site.path()).unwrap();
    let lock = Lock::take(&target).unwrap();
    assert_eq!(place.write(&files(&[])).unwrap_err()[0].code, Code::OutputBusy);
    drop(lock);
    place.write(&files(&[])).unwrap();
    assert_eq!(place.names("."), ["content", "public"]);
}

#[test]
fn many_files_and_folders_come_and_go() {
    let place = Place::new();
    let names: Vec<&'static str> =
        (0..1_000).map(|n| &*format!("a{}/g{n}/index.html", n % 30).leak()).collect();
    let plan = Files(names.iter().map(|path| (*path, path.repeat(200))).collect());
    assert_eq!(counts(place.write(&plan)), (1_000, 0, 0));
    assert_eq!(counts(place.write(&plan)), (0, 1_000, 0));
    let other = Files(names.iter().map(|path| (*path, path.repeat(100))).collect());
    assert_eq!(counts(place.write(&other)), (1_000, 0, 0));
    assert_eq!(counts(place.write(&files(&[("a", "")]))), (1, 0, 1_000));
    assert_eq!(place.names("public"), [".pasapas-manifest", "a"]);
}

/// A PDF that is warned about, and how often it was made.
struct Doubtful {
    made: AtomicUsize,
    /// What is said whenever it is made.
    said: &'static str,
    /// What is known of that without making it.
    known: &'static str,
}

impl Render for Doubtful {
    fn paths(&self) -> impl Iterator<Item = &str> {
        ["a/a.pdf"].into_iter()
    }

    fn render(&self, _path: &str) -> Warned<Option<Vec<u8>>> {
        self.made.fetch_add(1, Ordering::Relaxed);
        Warned::new(Some(b"%PDF".to_vec()), vec![Diagnostic::placeless(Code::Template, self.said)])
    }

    fn print_key(&self, _path: &str) -> Option<u128> {
        Some(7)
    }

    fn print_warnings(&self, _path: &str) -> Vec<Diagnostic> {
        vec![Diagnostic::placeless(Code::Template, self.known)]
    }
}

#[test]
fn what_is_warned_about_is_made_again_only_if_the_warning_is_not_known_otherwise() {
    for (known, expected) in [("a", 1), ("b", 3)] {
        let place = Place::new();
        let plan = Doubtful { made: AtomicUsize::default(), said: "a", known };
        for _ in 0..3 {
            let share = Share { stage: Stage::Prints, ..WHOLE };
            let done = write_site(&place.output(), place.site.path(), &plan, share, &|| {});
            assert_eq!(done.unwrap().diagnostics[0].message, "a");
        }
        assert_eq!(plan.made.load(Ordering::Relaxed), expected);
    }
}

#[test]
fn names_that_some_disk_refuses_never_reach_the_journal() {
    let place = Place::new();
    let good = files(&[("a.html", "a")]);
    place.write(&good).unwrap();
    let long: &'static str = format!("b/{}.html", "é".repeat(126)).leak();
    let deep: &'static str = format!("{}c.html", "folder/".repeat(200)).leak();
    for name in ["con/index.html", "b/nul.css", "b:c.html", "b<c", "b|c", "b./c.html", long, deep] {
        let found = place.write(&files(&[("a.html", "A"), (name, "b")])).unwrap_err();
        assert_eq!(found[0].code, Code::BadName, "{name}");
        assert_eq!(place.read("public/a.html"), "a");
        assert_eq!(place.names("."), ["content", "public"]);
    }
    assert_eq!(
        counts(place.write(&files(&[("a.html", "A"), ("contact/index.html", "b")]))),
        (2, 0, 0)
    );
}

#[test]
fn what_can_never_be_finished_is_given_up_and_blocks_no_build() {
    for is_wanted in [false, true] {
        let place = Place::new();
        place.write(&files(&[("a.html", "a"), ("b/c.html", "c"), ("z.html", "z")])).unwrap();
        let target = Target::parse(&place.output(), place.site.path()).unwrap();
        let staging = Staging::beside(&target);
        let old = target.manifest().unwrap();
        let mut new = old.clone();
        for (index, path) in ["a.html", "b/c.html", "z.html"].iter().enumerate() {
            new.insert(path, Entry::of(b"new"));
            staging.put(Layout::Numbered, index, path, b"new").unwrap();
        }
        let changed = [(0, "a.html"), (1, "b/c.html"), (2, "z.html")];
        staging.commit(&target, &changed, &old, &new).unwrap();
        // Killed here; then somebody puts a folder in the place of a file.
        fs::remove_file(place.path("public/b/c.html")).unwrap();
        fs::create_dir_all(place.path("public/b/c.html/mine")).unwrap();
        if is_wanted {
            let found = place.write(&files(&[("a.html", "a"), ("b/c.html", "c")])).unwrap_err();
            assert_eq!(found[0].code, Code::ForeignOutput);
            fs::remove_dir_all(place.path("public/b/c.html")).unwrap();
        }
        let next = files(&[("a.html", "later"), ("z.html", "later")]);
        place.write(&next).unwrap();
        assert_eq!(place.read("public/a.html"), "later");
        assert_eq!(place.read("public/z.html"), "later");
        assert_eq!(place.names("."), ["content", "public"]);
    }
}

#[test]
fn a_commit_that_fails_half_way_says_what_is_there_and_the_next_build_goes_on() {
    let place = Place::new();
    place.write(&files(&[("a.html", "a"), ("b.html", "b"), ("c.html", "c")])).unwrap();
    let target = Target::parse(&place.output(), place.site.path()).unwrap();
    let staging = Staging::beside(&target);
    let old = target.manifest().unwrap();
    let mut new = Manifest::default();
    for (index, path) in ["a.html", "b.html"].iter().enumerate() {
        new.insert(path, Entry::of(b"new"));
        staging.put(Layout::Numbered, index, path, b"new").unwrap();
    }
    fs::remove_file(place.path("public/b.html")).unwrap();
    fs::create_dir_all(place.path("public/b.html/x")).unwrap();
    let done = staging.finish(&target, &[(0, "a.html"), (1, "b.html")], &old, &new);
    assert_eq!((done.left, done.removed), (1, 0));
    assert!(done.problems[0].message.contains("Sur 2 fichiers à remplacer, 1 "), "{done:?}");
    let list = target.manifest().unwrap();
    assert_eq!(list.get("a.html"), Some(Entry::of(b"new")));
    assert_eq!(list.get("b.html"), Some(Entry::of(b"b")));
    assert_eq!(place.read("public/c.html"), "c");
    fs::remove_dir_all(place.path("public/b.html")).unwrap();
    assert_eq!(counts(place.write(&files(&[("a.html", "new"), ("b.html", "new")]))), (1, 1, 1));
}

#[test]
fn a_page_that_comes_out_empty_is_an_error_and_not_left_out() {
    let place = Place::new();
    let good = files(&[("a.html", "a"), ("b.html", "b")]);
    place.write(&good).unwrap();
    let found = place.write(&files(&[("a.html", "A"), ("b.html", " \n")])).unwrap_err();
    assert!(found[0].message.contains("b.html"), "{found:?}");
    assert_eq!(place.read("public/a.html"), "a");
    // A file that is no page may be empty.
    assert_eq!(counts(place.write(&files(&[("a.html", "a"), ("c.css", "")]))), (1, 1, 1));
}

#[test]
fn planted_links_are_not_followed_and_folders_of_programs_are_no_outputs() {
    let place = Place::new();
    let plan = files(&[("a.html", "a")]);
    fs::create_dir(place.path("elsewhere")).unwrap();
    fs::write(place.path("elsewhere/journal"), "0 a.html\n").unwrap();
    symlink("elsewhere/new", place.path("public.pasapas-lock")).unwrap();
    assert_eq!(place.write(&plan).unwrap_err()[0].code, Code::Unwritable);
    assert_eq!(place.names("elsewhere"), ["journal"]);
    fs::remove_file(place.path("public.pasapas-lock")).unwrap();
    symlink("elsewhere", place.path("public.pasapas-staging")).unwrap();
    assert_eq!(counts(place.write(&plan)), (1, 0, 0));
    assert_eq!(place.names("elsewhere"), ["journal"]);
    for output in [".git", ".git/pages", ".GIT/x", ".pasapas", ".pasapas/x", "a/.svn", ".hg"] {
        assert_eq!(place.refused(output), Code::ForeignOutput, "{output}");
    }
}
