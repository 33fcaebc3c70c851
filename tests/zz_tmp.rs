use pasapas::{compile::compile, inputs::*, memo::Memo, span::FileId};
use std::collections::BTreeMap;
use std::path::Path;
fn walk(root: &Path, dir: &Path, files: &mut BTreeMap<Box<str>, InputFile>) {
    for e in std::fs::read_dir(dir).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() {
            walk(root, &p, files)
        } else {
            files.insert(
                p.strip_prefix(root).unwrap().to_str().unwrap().into(),
                InputFile::new(std::fs::read(&p).unwrap()),
            );
        }
    }
}
#[test]
fn run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let only = std::env::var("CASE").unwrap_or_default();
    let mut cases: Vec<_> = std::fs::read_dir(root.join("tests/golden"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("in").is_dir())
        .collect();
    cases.sort();
    for case in cases {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        if !only.is_empty() && !only.split(',').any(|o| o == name) {
            continue;
        }
        println!("\n================ {name}");
        let mut files = BTreeMap::new();
        walk(root, &root.join("themes/default"), &mut files);
        walk(&case.join("in"), &case.join("in"), &mut files);
        let inputs =
            Inputs { files: files.clone(), today: "2026-11-02".parse().unwrap(), drafts: false };
        let r = std::panic::catch_unwind(|| {
            let built = compile(&inputs, &Memo::default());
            let mut d = built.diagnostics;
            let plan = built.value;
            for p in plan.paths() {
                d.extend(plan.render(p).diagnostics);
                if case.join("out").join(p).exists() && !d.iter().any(|d| d.is_error()) {
                    println!(
                        "--- {p}\n{}",
                        String::from_utf8_lossy(&plan.render(p).value.unwrap_or_default())
                    );
                }
            }
            println!("({} outputs)", plan.len());
            for x in d {
                let mut at = String::from("-");
                let mut show = String::new();
                if let Some(s) = x.span {
                    let p = inputs.path_of(s.file).unwrap_or("?");
                    at = p.to_owned();
                    if let Some(t) = inputs.files.get(p).and_then(|f| f.text()) {
                        let (a, b) = (s.start as usize, s.end as usize);
                        if !t.is_char_boundary(a.min(t.len()))
                            || !t.is_char_boundary(b.min(t.len()))
                            || b > t.len()
                        {
                            show += &format!("    !!!!! BAD SPAN {a}..{b} of {}\n", t.len());
                        }
                        let mut a = a.min(t.len());
                        while !t.is_char_boundary(a) {
                            a -= 1
                        }
                        let mut b = b.min(t.len());
                        while !t.is_char_boundary(b) {
                            b -= 1
                        }
                        let ls = t[..a].rfind('\n').map_or(0, |i| i + 1);
                        let le = t[a..].find('\n').map_or(t.len(), |i| a + i);
                        at += &format!(
                            ":{}:{}",
                            t[..a].matches('\n').count() + 1,
                            t[ls..a].chars().count() + 1
                        );
                        show += &format!(
                            "    | {}\n    | {}{}{}\n",
                            &t[ls..le].trim_end(),
                            " ".repeat(t[ls..a].chars().count()),
                            "^".repeat(t[a..b.max(a).min(le.max(a))].chars().count().max(1)),
                            if b > le { " ..." } else { "" }
                        );
                    }
                }
                println!(
                    "{:?}[{}] {}\n  {at}\n{show}  aide: {:?}",
                    x.severity,
                    x.code.name(),
                    x.message,
                    x.help
                );
            }
        });
        if r.is_err() {
            println!("!!!!!!!!!! PANIC in {name}");
        }
    }
}
