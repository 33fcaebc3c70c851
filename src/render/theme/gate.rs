//! What looks like somebody's data in the files of a site's own theme.
//!
//! In: the files of the theme. Out: the suspects in their texts and names, and in what pictures tell beside their
//! pixels, also those that are written into a text. What came with the program is not looked at, nor fonts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ThemeFile;
use crate::inputs::InputFile;
use crate::parse::Source;
use crate::parse::metadata::metadata_text;
use crate::parse::personal::{Suspect, find_suspects, suspects_in};
use crate::span::FileId;

/// Endings of files whose bytes are pixels or letters, where they are no text.
const NO_TEXTS: [&str; 11] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf"];

/// Everything in the files of the site's own theme that looks like somebody's data.
pub(super) fn suspects(files: &BTreeMap<&str, ThemeFile<'_>>) -> Vec<Suspect> {
    let own = files.values().filter(|(_, file)| !file.is_built_in());
    own.flat_map(|(path, file)| suspects_of(path, file)).collect()
}

fn suspects_of(path: &str, file: &InputFile) -> Vec<Suspect> {
    let id = FileId::of(path);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let mut found = match file.text() {
        Some(text) => find_suspects(Source::new(path, text)).suspects,
        None if NO_TEXTS.contains(&&*ending) => Vec::new(),
        None => suspects_in(&decoded(file.bytes()), id),
    };
    found.extend(suspects_in(&format!("{path}\n{}", metadata_text(file.bytes())), id));
    found
}

/// A text in another encoding, as spreadsheets write them: with two bytes a character, or with letters of
/// Western Europe.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let turn: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    };
    let pairs: Vec<u16> = bytes[2..].chunks_exact(2).map(|two| turn([two[0], two[1]])).collect();
    Cow::Owned(String::from_utf16_lossy(&pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, bytes: &[u8]) -> Vec<String> {
        let file = InputFile::new(bytes.to_vec());
        suspects_of(path, &file).iter().map(|suspect| suspect.value.to_string()).collect()
    }

    #[test]
    fn texts_of_a_theme_pass_the_gate_in_every_encoding() {
        let csv = "themes/x/assets/liste.csv";
        assert_eq!(found(csv, "Prénom;09X1234567XYZ".as_bytes()), ["09X1234567XYZ"]);
        assert_eq!(found(csv, b"Pr\xE9nom;09X1234567XYZ"), ["09X1234567XYZ"]);
        let wide = "\u{FEFF}Prénom;c.d@exemple.fr".encode_utf16();
        let wide: Vec<u8> = wide.flat_map(u16::to_le_bytes).collect();
        assert_eq!(found(csv, &wide), ["c.d@exemple.fr"]);
        assert_eq!(found("themes/x/assets/0639981234.js", b"let a = 1;"), ["0639981234"]);
        assert!(found(csv, b"Nom;Lieu").is_empty());
        let drawing = "<svg><title>NUMEN 09X1234567XYZ</title><path d=\"M0 0h9v9z\"/></svg>";
        assert_eq!(found("themes/x/assets/plan.svg", drawing.as_bytes()), ["09X1234567XYZ"]);
        let drawing = drawing.replace("NUMEN 09X1234567XYZ", "Plan");
        assert!(found("themes/x/assets/plan.svg", drawing.as_bytes()).is_empty());
    }

    #[test]
    fn the_default_theme_passes_the_gate_when_a_site_has_copies_of_it() {
        static THEME: include_dir::Dir<'_> =
            include_dir::include_dir!("$CARGO_MANIFEST_DIR/themes/default");
        let mut folders = vec![&THEME];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                let path = file.path().display().to_string();
                assert_eq!(found(&path, file.contents()), [""; 0], "{path}");
                count += 1;
            }
        }
        assert!(count > 20, "{count}");
    }
}
