//! The theme: templates, texts and assets, loaded once.
//!
//! In: the files of `themes/default`, and over them those of the site's own theme, file by file.
//! Out: a [`Theme`] whose templates are compiled and squeezed, whose texts are complete, and whose
//! assets are minified and named after their content.

mod drawing;
mod gate;
mod pictures;
mod stray;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use tera::Context;
use xxhash_rust::xxh3::Xxh3;

#[cfg(feature = "handouts")]
use super::handout::press::{Part, Press, load_press};
use super::minify::{minify_css, minify_js};
use super::template::{Templates, Written, load_templates};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::inputs::{DEFAULT_THEME, InputFile, Inputs};
use crate::model::SiteConfig;
use crate::model::color::Grounds;
use crate::model::site::{Conformity, Language, Minify};
use crate::parse::locale::parse_locale;
use crate::parse::personal::Suspect;
use crate::parse::theme::parse_theme;
use crate::parse::{Rules, Source, not_utf8};
use crate::span::{FileId, Span};
use crate::view::Texts;
use gate::suspects;
use pictures::{published, with_clean_pictures};
use stray::strays;

/// The folder of all themes.
const THEMES: &str = "themes/";
/// The theme that is always there.
const DEFAULT: &str = "default";
/// The settings of a theme.
const SETTINGS: &str = "theme.yaml";

/// Templates, texts and assets.
#[derive(Debug)]
pub struct Theme {
    /// The compiled templates.
    pub templates: Templates,
    /// The texts of the interface.
    pub texts: Texts,
    /// The files that pages load, by path below the root of the output.
    pub assets: BTreeMap<Box<str>, Vec<u8>>,
    /// How much pages are minified.
    pub minify: Minify,
    /// What the colour of an academy stands on.
    pub grounds: Grounds,
    /// What looks like somebody's data in the files of the site's own theme.
    pub suspects: Vec<Suspect>,
    /// What prints handouts.
    #[cfg(feature = "handouts")]
    pub press: Press,
}

/// A file of the theme: its path below the site's root, and its content.
type ThemeFile<'i> = (&'i str, &'i InputFile);

/// A theme that was loaded, with what was found wrong with it.
#[derive(Debug)]
pub struct LoadedTheme {
    theme: Arc<Theme>,
    diagnostics: Vec<Diagnostic>,
    of: ThemeOf,
}

/// Everything that a theme depends on.
#[derive(Debug, PartialEq, Eq)]
struct ThemeOf {
    /// The hash of the files of all themes.
    files: u128,
    name: Box<str>,
    language: Language,
    conformity: Conformity,
    minify: Minify,
    has_glossary: bool,
}

/// The theme that the site names: the one that `last` holds if it is still the same, else it is loaded,
/// and held. One that cannot be loaded is not held: its problems speak of `site.yaml`.
#[must_use]
pub fn theme_of(
    inputs: &Inputs,
    config: &SiteConfig,
    has_glossary: bool,
    last: &mut Option<LoadedTheme>,
) -> Warned<Option<Arc<Theme>>> {
    let of = ThemeOf {
        files: hash_of_files(inputs),
        name: config.theme.value.clone(),
        language: config.language,
        conformity: config.accessibility.conformity(),
        minify: config.minify,
        has_glossary,
    };
    if let Some(last) = last.as_ref().filter(|last| last.of == of) {
        return Warned::new(Some(Arc::clone(&last.theme)), last.diagnostics.clone());
    }
    let Warned { value: theme, diagnostics } = load_theme(inputs, config, has_glossary);
    let theme = theme.map(Arc::new);
    *last = theme.clone().map(|theme| LoadedTheme { theme, diagnostics: diagnostics.clone(), of });
    Warned::new(theme, diagnostics)
}

/// What looks like somebody's data in the site's own theme: as it was found when the theme was loaded, or, where
/// that failed, looked for now.
#[must_use]
pub fn suspects_of<'t>(
    theme: Option<&'t Theme>,
    inputs: &Inputs,
    config: &SiteConfig,
) -> Cow<'t, [Suspect]> {
    match theme {
        Some(theme) => Cow::Borrowed(&theme.suspects),
        // What is wrong with the files was told before.
        None => Cow::Owned(suspects(&theme_files(inputs, config, &mut Vec::new()))),
    }
}

fn hash_of_files(inputs: &Inputs) -> u128 {
    let mut hash = Xxh3::new();
    let files = inputs.files.range::<str, _>((Bound::Included(THEMES), Bound::Unbounded));
    for (path, file) in files.take_while(|(path, _)| path.starts_with(THEMES)) {
        hash.update(&path.len().to_le_bytes());
        hash.update(path.as_bytes());
        hash.update(&file.hash.to_le_bytes());
    }
    hash.digest128()
}

fn load_theme(inputs: &Inputs, config: &SiteConfig, has_glossary: bool) -> Warned<Option<Theme>> {
    let mut diagnostics = Vec::new();
    let files = theme_files(inputs, config, &mut diagnostics);
    diagnostics.extend(strays(&files));
    let unreadable = files.values().filter(|(path, file)| is_text(path) && file.text().is_none());
    diagnostics.extend(unreadable.map(|(path, file)| not_utf8(path, file.bytes())));
    let texts = load_texts(inputs, &files, config, &mut diagnostics);
    let grounds = load_grounds(&files, config, &mut diagnostics);
    let (assets, names) = load_assets(&files, &mut diagnostics);
    let mut globals = Context::new();
    globals.insert("t", &nest(texts.all()));
    globals.insert("assets", &names);
    globals.insert("conformity", &config.accessibility.conformity());
    globals.insert("has_glossary", &has_glossary);
    let failed = crate::diagnostic::has_errors(&diagnostics);
    let theme = match load_templates(written_templates(&files), &globals) {
        Ok(templates) => Some(Theme {
            templates,
            #[cfg(feature = "handouts")]
            press: press_of(&files, &texts),
            texts,
            assets,
            minify: config.minify,
            grounds,
            suspects: suspects(&files),
        }),
        Err(problem) => {
            diagnostics.push(problem);
            None
        }
    };
    Warned::new(theme.filter(|_| !failed), diagnostics)
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| matches!(ending, "html" | "css" | "js" | "typ" | "yaml"))
}

/// The files by path below the theme: the site's own theme goes before the default one.
fn theme_files<'i>(
    inputs: &'i Inputs,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'i str, ThemeFile<'i>> {
    let mut files = BTreeMap::new();
    for theme in [DEFAULT, &config.theme.value] {
        let folder = format!("{THEMES}{theme}/");
        let mut found = false;
        for (path, file) in inputs.files.range(Box::from(&*folder)..) {
            let Some(inner) = path.strip_prefix(&*folder) else { break };
            found = true;
            files.insert(inner, (&**path, file));
        }
        if !found {
            let message =
                format!("Le thème « {theme} » n’existe pas : le dossier « {folder} » est vide.");
            diagnostics.push(
                Diagnostic::error(Code::MissingFile, config.theme.span, message)
                    .help("Créez le dossier, ou retirez « theme » de site.yaml."),
            );
        }
    }
    files
}

fn load_grounds(
    files: &BTreeMap<&str, ThemeFile<'_>>,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Grounds {
    let settings = files.get(SETTINGS).and_then(|(path, file)| Some((*path, file.text()?)));
    let Some((path, text)) = settings else { return Grounds::default() };
    let rules = Rules { language: config.language, allow_html: false };
    parse_theme(Source::new(path, text), rules).take(diagnostics)
}

/// The texts of the theme; those that it does not have are the default theme's.
fn load_texts(
    inputs: &Inputs,
    files: &BTreeMap<&str, ThemeFile<'_>>,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Texts {
    let name = format!("locales/{}.yaml", config.language.tag());
    let Some((path, file)) = files.get(&*name) else {
        let message = format!("Le thème n’a pas de textes : il manque « {name} ».");
        diagnostics.push(Diagnostic::placeless(Code::MissingFile, message));
        return Texts::default();
    };
    let Some(text) = file.text() else { return Texts::default() };
    let source = Source::new(path, text);
    let rules = Rules { language: config.language, allow_html: false };
    let of_default = inputs.files.get(&*format!("{DEFAULT_THEME}{name}"));
    let of_default =
        of_default.and_then(InputFile::text).filter(|_| !path.starts_with(DEFAULT_THEME));
    let mut parsed = of_default
        .map(|text| parse_locale(Source::new(path, text), rules).value)
        .unwrap_or_default();
    parsed.extend(parse_locale(source, rules).take(diagnostics));
    let (texts, missing) = Texts::new(parsed);
    if !missing.is_empty() {
        let keys = missing.join(" », « ");
        let message = format!("Il manque à ce fichier les textes « {keys} ».");
        diagnostics.push(
            Diagnostic::error(Code::MissingText, Span::start_of(source.id), message)
                .help("Donnez au thème un nom à lui (« theme: mon-theme » dans site.yaml) : il n’a alors besoin que des textes qu’il change."),
        );
    }
    texts
}

/// The assets by path, and their paths by name as templates write it: `style_css`.
fn load_assets(
    files: &BTreeMap<&str, ThemeFile<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<Box<str>, Vec<u8>>, BTreeMap<String, String>) {
    let mut assets: BTreeMap<Box<str>, Vec<u8>> = BTreeMap::new();
    let mut names = BTreeMap::new();
    let mut file_names = BTreeMap::new();
    let found =
        files.iter().filter_map(|(path, file)| Some((path.strip_prefix("assets/")?, *file)));
    let (mut sheets, others): (Vec<_>, Vec<_>) = found.partition(|(name, _)| ending(name) == "css");
    // What another one holds already is not loaded by itself.
    let texts = sheets.iter().filter_map(|(_, (_, file))| file.text());
    let held: Vec<&str> =
        texts.flat_map(|text| text.lines().filter_map(import)).map(|it| it.0).collect();
    sheets.retain(|(name, _)| !held.contains(name));
    // Style sheets come last: they name the others.
    for (name, (path, file)) in others.into_iter().chain(sheets) {
        let bytes = match ending(name) {
            "css" => {
                let css = with_imports(file, files);
                let css = with_clean_pictures(css, path, file, diagnostics);
                minify_css(with_hashed_names(&css, &file_names).as_bytes())
            }
            "js" => minify_js(file.bytes()),
            _ => published(path, file, diagnostics),
        };
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let hashed = format!("{stem}.{hash:016x}.{ending}");
        names.insert(name.replace(['.', '-', '/'], "_"), format!("assets/{hashed}"));
        assets.insert(format!("assets/{hashed}").into(), bytes);
        file_names.insert(name.to_owned(), hashed);
    }
    (assets, names)
}

/// What follows the last dot of a name.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// A style sheet with the sheets that it imports in their places: `@import "print.css" print;` on a line
/// of its own. So a page loads one.
fn with_imports(file: &InputFile, files: &BTreeMap<&str, ThemeFile<'_>>) -> String {
    let line = |line: &str| {
        let (name, media) = import(line)?;
        let (_, imported) = files.get(&*format!("assets/{name}"))?;
        Some(format!("@media {media} {{\n{}}}\n", imported.text()?))
    };
    let text = file.text().unwrap_or_default();
    text.lines().map(|it| line(it).unwrap_or_else(|| format!("{it}\n"))).collect()
}

/// The name of the sheet that a line imports, and the media for which it does.
fn import(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("@import \"")?.strip_suffix(';')?.split_once("\" ")
}

/// A style sheet in which the other assets have their final names.
fn with_hashed_names(css: &str, names: &BTreeMap<String, String>) -> String {
    let mut css = css.to_owned();
    for (name, hashed) in names {
        for quote in ["\"", "'", ""] {
            let written = format!("url({quote}{name}{quote})");
            css = css.replace(&written, &format!("url(\"{hashed}\")"));
        }
    }
    css
}

fn written_templates(files: &BTreeMap<&str, ThemeFile<'_>>) -> BTreeMap<String, Written> {
    let templates = files.iter().filter_map(|(inner, (path, file))| {
        let name = inner.strip_prefix("templates/")?.to_owned();
        Some((name, Written { file: FileId::of(path), text: file.text()?.to_owned() }))
    });
    templates.collect()
}

/// What prints handouts: the fonts of the pages go before those that only paper needs.
#[cfg(feature = "handouts")]
fn press_of(files: &BTreeMap<&str, ThemeFile<'_>>, texts: &Texts) -> Press {
    let inside = |folder: &str, kind: &str| -> Vec<Part> {
        let parts = files.iter().filter_map(|(inner, (path, file))| {
            let name = inner.strip_prefix(folder).filter(|name| ending(name) == kind)?;
            Some(Part { name: name.to_owned(), id: FileId::of(path), file: (*file).clone() })
        });
        parts.collect()
    };
    let fonts = [inside("assets/", "woff2"), inside("handout/", "woff2")].concat();
    load_press(inside("handout/", "typ"), fonts, nest(texts.all()).to_string())
}

/// Texts by dotted key as a tree, as templates read them: `t.guide.objectives`.
fn nest(texts: &BTreeMap<String, String>) -> serde_json::Value {
    let mut root = serde_json::Map::new();
    for (key, text) in texts {
        let mut map = &mut root;
        let mut parts = key.split('.').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                map.insert(part.to_owned(), text.clone().into());
                break;
            }
            let inner = map.entry(part).or_insert_with(|| serde_json::Map::new().into());
            let serde_json::Value::Object(inner) = inner else { break };
            map = inner;
        }
    }
    root.into()
}
