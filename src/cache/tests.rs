//! The cache, as builds use it: deleted, damaged, shared and full.

use super::*;

/// A plan with one image a path, which counts how often it makes one.
struct Images(AtomicU64);

impl Render for Images {
    fn paths(&self) -> impl Iterator<Item = &str> {
        ["a.png", "b.html"].into_iter()
    }

    fn render(&self, path: &str) -> Warned<Option<Vec<u8>>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Warned::clean(Some(format!("content of {path}").into_bytes()))
    }

    fn image_key(&self, path: &str) -> Option<u128> {
        (path == "a.png").then_some(7)
    }
}

fn made(plan: &Images, caches: &Caches) -> u64 {
    let before = plan.0.load(Ordering::Relaxed);
    assert_eq!(caches.over(plan).render("a.png").value.as_deref(), Some(&b"content of a.png"[..]));
    plan.0.load(Ordering::Relaxed) - before
}

#[test]
fn an_image_is_made_once_and_a_page_each_time() {
    let scratch = tempfile::tempdir().unwrap();
    let (plan, caches) = (Images(AtomicU64::default()), Caches::of_site(scratch.path()));
    assert_eq!([made(&plan, &caches), made(&plan, &caches)], [1, 0]);
    assert_eq!(made(&plan, &Caches::of_site(scratch.path())), 0, "by the next build neither");
    for _ in 0..2 {
        caches.over(&plan).render("b.html");
    }
    assert_eq!(plan.0.load(Ordering::Relaxed), 3);
    assert_eq!(fs::read_to_string(scratch.path().join(".pasapas/.gitignore")).unwrap(), "*\n");
}

#[test]
fn what_is_damaged_or_gone_is_made_again() {
    let scratch = tempfile::tempdir().unwrap();
    let (plan, caches) = (Images(AtomicU64::default()), Caches::of_site(scratch.path()));
    made(&plan, &caches);
    let path = caches.images.path(7);
    let whole = fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    flipped[CHECKSUM + 3] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..5], &[], &flipped] {
        fs::write(&path, damaged).unwrap();
        assert_eq!([made(&plan, &caches), made(&plan, &caches)], [1, 0], "{damaged:?}");
    }
    fs::remove_dir_all(scratch.path().join(".pasapas")).unwrap();
    assert_eq!([made(&plan, &caches), made(&plan, &caches)], [1, 0]);
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join(".pasapas"), "a file").unwrap();
    let (plan, caches) = (Images(AtomicU64::default()), Caches::of_site(scratch.path()));
    assert_eq!([made(&plan, &caches), made(&plan, &caches)], [1, 1]);
    caches.trim();
}

#[test]
fn many_builds_may_use_it_at_once() {
    let scratch = tempfile::tempdir().unwrap();
    let content = |key: u128| vec![key as u8; 2000 + key as usize];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let cache = Cache::new(scratch.path().join("c"), Kind::Images, 20_000);
                for key in (0..40_u128).cycle().take(400) {
                    match cache.get(key) {
                        Some(kept) => assert!(kept == content(key), "{key}"),
                        None => cache.put(key, &content(key)),
                    }
                    cache.trim();
                }
            });
        }
    });
}

#[test]
fn what_was_not_used_for_longest_goes_first() {
    let scratch = tempfile::tempdir().unwrap();
    let cache = Cache::new(scratch.path().join("c"), Kind::Images, 3 * 116);
    let days = |days: u64| SystemTime::now() - Duration::from_hours(24 * days);
    for (key, age) in [(1, 4), (2, 9), (3, 2), (4, 8)] {
        cache.put(key, &[0; 100]);
        File::options()
            .append(true)
            .open(cache.path(key))
            .unwrap()
            .set_modified(days(age))
            .unwrap();
    }
    let half = cache.path(1).with_extension("tmp");
    fs::write(&half, "half").unwrap();
    File::options().append(true).open(&half).unwrap().set_modified(days(1)).unwrap();
    assert!(cache.get(2).is_some(), "used again");
    cache.trim();
    let kept = [1, 2, 3, 4].map(|key| cache.get(key).is_some());
    assert_eq!(kept, [true, true, true, false]);
    assert!(!half.exists(), "what a killed build left goes as well");
}
