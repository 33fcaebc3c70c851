use pasapas::report::{SourceFile, Style, report};
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
    let mut cases: Vec<_> = std::fs::read_dir(root.join("tests/golden"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("in").is_dir())
        .collect();
    cases.sort();
    let mut theme = BTreeMap::new();
    walk(root, &root.join("themes/default"), &mut theme);
    let tokens: &[&str] = &[
        "{{ ",
        "}}",
        "[[",
        "]]",
        "[^1]",
        "[^1]: ",
        "é",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "- ",
        "> ",
        "# ",
        "## ",
        "|",
        "`",
        "```",
        "~~",
        "*",
        "**",
        "<",
        "<b>",
        "<!--",
        "-->",
        "::procedure[connexion]",
        "::",
        "---\n",
        ":",
        ": ",
        "\"",
        "'",
        "&a",
        "*a",
        "[",
        "]",
        "{",
        "}",
        "!",
        "\\",
        "\u{F0000}",
        "&eacute;",
        "https://",
        "#",
        "%",
        "| a | b |\n|-|-|\n",
        "- [ ] ",
        "1. ",
        "\r\n",
        "\u{FEFF}",
        "😀",
        "@",
        "{{ name }}",
        "[x](",
        "(",
        ")",
        "[x]: y\n",
        "\0",
        "|\n  ",
        ">\n  ",
        "? ",
        "<<: *a",
        "!!int ",
    ];
    let mut seed: u64 = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1);
    let mut rnd = move |n: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % (n.max(1) as u64)) as usize
    };
    let begin = std::time::Instant::now();
    let mut count = 0;
    let mut bad = 0;
    let mut seen = std::collections::HashSet::new();
    while begin.elapsed().as_secs() < 60 && bad < 5 {
        let case = &cases[rnd(cases.len())];
        if case.ends_with("alias-bomb") {
            continue;
        }
        let mut own = BTreeMap::new();
        walk(&case.join("in"), &case.join("in"), &mut own);
        let texts: Vec<Box<str>> = own
            .keys()
            .filter(|k| (k.ends_with(".md") || k.ends_with(".yaml") || k.ends_with(".html")))
            .cloned()
            .collect();
        for _ in 0..1 + rnd(4) {
            let k = texts[rnd(texts.len())].clone();
            let f = own[&k].clone();
            let Some(t) = f.text() else { continue };
            let mut t = t.to_owned();
            let mut at = rnd(t.len() + 1);
            while !t.is_char_boundary(at) {
                at -= 1
            }
            match rnd(4) {
                0 => {
                    let mut e = (at + rnd(12)).min(t.len());
                    while !t.is_char_boundary(e) {
                        e += 1
                    }
                    t.replace_range(at..e, "");
                }
                1 => t.truncate(at),
                _ => t.insert_str(at, tokens[rnd(tokens.len())]),
            }
            own.insert(k, InputFile::new(t.into_bytes()));
        }
        let mut files = theme.clone();
        files.extend(own.clone());
        let inputs = Inputs { files, today: "2026-11-02".parse().unwrap(), drafts: rnd(2) == 0 };
        let r = std::panic::catch_unwind(|| {
            let built = compile(&inputs, &Memo::default());
            let mut d = built.diagnostics;
            let plan = built.value;
            for p in plan.paths() {
                d.extend(plan.render(p).diagnostics);
            }
            let mut bads = vec![];
            for x in &d {
                if let Some(s) = x.span {
                    let p = inputs.path_of(s.file).unwrap_or("?");
                    if let Some(t) = inputs.files.get(p).and_then(|f| f.text()) {
                        let (a, b) = (s.start as usize, s.end as usize);
                        if b > t.len() || !t.is_char_boundary(a) || !t.is_char_boundary(b) {
                            bads.push((x.code.name(), x.message.clone()));
                        }
                    }
                }
            }
            let sources: Vec<_> = inputs
                .files
                .iter()
                .map(|(path, file)| (FileId::of(path), SourceFile { path, text: file.text() }))
                .collect();
            let source = |id| sources.iter().find(|(known, _)| *known == id).map(|(_, s)| *s);
            let _ = report(&d, &source, Style::Plain);
            bads
        });
        count += 1;
        match r {
            Err(_) => {
                bad += 1;
                println!("!!PANIC {case:?}");
                for (k, f) in &own {
                    println!("--- {k}\n{}", String::from_utf8_lossy(&f.bytes));
                }
            }
            Ok(b) => {
                for (c, m) in b {
                    if seen.insert(c) {
                        println!("!!SPAN {c} {m} {case:?}");
                        for (k, f) in &own {
                            if f.text().is_some() {
                                println!("--- {k}\n{}", f.text().unwrap());
                            }
                        }
                    }
                }
            }
        }
    }
    println!("ran {count}, bad {bad}");
}
