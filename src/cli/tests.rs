use super::*;

fn parsed(line: &str) -> Result<Command, Usage> {
    parse(std::iter::once("pasapas").chain(line.split_whitespace()).map(OsString::from))
}

fn build(line: &str) -> Build {
    match parsed(line).unwrap() {
        Command::Build(build) => build,
        other => panic!("{other:?}"),
    }
}

fn check_misuse(line: &str, expected: &str) {
    let Err(Usage::Misused(text)) = parsed(line) else { panic!("{line}: accepted") };
    let text = text.replace('\u{A0}', "~").replace('\u{202F}', "_");
    let head = text.split("\n\n").next().unwrap().trim_end();
    assert_eq!(head, expected, "{line}");
}

fn help(line: &str) -> String {
    let Err(Usage::Asked(text)) = parsed(line) else { panic!("{line}: no help") };
    text
}

#[test]
fn clap_finds_no_contradiction() {
    <Arguments as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn options_become_values() {
    let plain = build("build");
    assert_eq!(plain.site.root, PathBuf::from("."));
    assert_eq!((plain.output, plain.scope, plain.timings), (None, Scope::default(), false));
    let full = build("build --root a --output b --shard 2/4 --drafts --format json --timings");
    assert_eq!(full.site, Site { root: "a".into(), drafts: true, format: Format::Json });
    assert_eq!(full.scope.shard, Some(Shard { index: 1, count: 4 }));
    assert_eq!(build("build --academy lille").scope.academy.as_deref(), Some("lille"));
    assert!(build("build --shared").scope.shared);
}

#[test]
fn misuse_is_explained_in_french() {
    check_misuse(
        "build --outpt x",
        "erreur~: l’option «~--outpt~» n’existe pas.\naide~: Vouliez-vous dire «~--output~»_?",
    );
    check_misuse(
        "biuld",
        "erreur~: la commande «~biuld~» n’existe pas.\naide~: Vouliez-vous dire «~build~»_?",
    );
    check_misuse("build x", "erreur~: «~x~» est de trop.");
    check_misuse("build --output", "erreur~: il manque une valeur après «~--output <DOSSIER>~».");
    check_misuse(
        "build --format jsn",
        "erreur~: «~jsn~» ne convient pas à «~--format <FORMAT>~».\n\
         aide~: Vouliez-vous dire «~json~»_?",
    );
    check_misuse(
        "build --format xml",
        "erreur~: «~xml~» ne convient pas à «~--format <FORMAT>~».\naide~: Possibles~: json, text.",
    );
    check_misuse("init", "erreur~: il manque «~<DOSSIER>~».");
    check_misuse(
        "build --shared --academy lille",
        "erreur~: «~--shared~» et «~--academy <ACADÉMIE>~» ne vont pas ensemble.",
    );
    check_misuse("build --drafts --drafts", "erreur~: «~--drafts~» est donné deux fois.");
    check_misuse(
        "build --shard 5/4",
        "erreur~: «~5/4~» ne convient pas à «~--shard <I/N>~»~: le premier nombre va de 1 à 4, par \
         exemple «~1/4~».",
    );
    for shard in ["0/4", "4", "a/b", "1/0", "0/0"] {
        assert!(parsed(&format!("build --shard {shard}")).is_err(), "{shard}");
    }
}

#[test]
fn misuse_says_where_to_read_more() {
    let Err(Usage::Misused(text)) = parsed("build --outpt x") else { panic!() };
    assert!(
        text.ends_with(
            "\n\nUtilisation\u{A0}: pasapas build [OPTIONS]\n\
             Pour en savoir plus\u{A0}: pasapas build --help\n"
        ),
        "{text}"
    );
}

#[test]
fn without_a_command_the_help_is_shown_as_misuse() {
    let Err(Usage::Misused(text)) = parsed("") else { panic!() };
    assert_eq!(text, help("--help"));
}

#[test]
fn help_is_french_throughout() {
    for line in [
        "--help",
        "-h",
        "build --help",
        "build -h",
        "coverage --help",
        "fix --help",
        "init --help",
        "theme --help",
    ] {
        let text = help(line);
        assert!(text.contains("Utilisation\u{A0}: pasapas"), "{text}");
        assert!(text.contains("Exemple"), "{text}");
        for word in ["Usage", "Commands", "Options:", "Print", "default", "possible", "aliases"] {
            assert!(!text.contains(word), "« {word} » in {line}:\n{text}");
        }
    }
    assert!(help("--version").starts_with("pasapas "));
}
