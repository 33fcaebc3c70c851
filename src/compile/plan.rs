//! The plan of a build: every output path, and what is behind it.
//!
//! In: the site, the theme and the bytes of its images. Out: paths, and for each path its bytes.
//! Rendering is pure: the same plan gives the same bytes, in any order and from any thread.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::Warned;
use crate::inputs::Inputs;
use crate::memo::{Memo, Table};
use crate::render::theme::Theme;
use crate::render::{feeds, html, picture};
use crate::resolve::checkers::{Binary, CHECKER, DICTIONARY};
use crate::resolve::coverage::Coverage;
use crate::resolve::derivatives::{Derivative, Encoding, choices, fallback};
use crate::resolve::images::Picture;
use crate::resolve::links::{guide_path, hub_path};
use crate::resolve::rescale::Edit;
use crate::resolve::steps::FilledItem;
use crate::resolve::{PageRef, Site};
use crate::view::chrome::Context;
use crate::view::places::{self, Place};
use crate::view::{View, academy, guide, home, legal};

/// Every output of a build.
#[derive(Debug, Default)]
pub struct Plan {
    content: Option<Content>,
    /// What pages refer to first, then pages; each group by path.
    outputs: Vec<(Box<str>, Output)>,
    by_path: HashMap<Box<str>, u32>,
    coverage: Coverage,
}

#[derive(Debug)]
struct Content {
    site: Site,
    theme: Theme,
    sources: BTreeMap<Box<str>, Arc<Cow<'static, [u8]>>>,
    minified: Arc<Table<Arc<[u8]>>>,
}

/// What is behind an output path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Output {
    Asset,
    Image(Derivative),
    /// The text of an academy's style sheet.
    Style(Box<str>),
    /// What checkers load.
    Binary(Binary),
    /// The same as a script.
    Twin(Binary),
    Sitemap,
    Robots,
    Page(Page),
}

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Page {
    Guide(PageRef),
    Academy(u32),
    Hub(u32),
    Glossary,
    SiteMap,
    Legal,
    Accessibility,
    NotFound,
    Home,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// HTML pages.
    pub pages: usize,
    /// Images.
    pub images: usize,
    /// Académies.
    pub academies: usize,
    /// Guides, each counted once.
    pub guides: usize,
}

impl Plan {
    /// The plan of a site.
    #[must_use]
    pub fn new(site: Site, theme: Theme, inputs: &Inputs, memo: &Memo) -> Self {
        let mut outputs: Vec<(Box<str>, Output)> =
            theme.assets.keys().map(|path| (path.clone(), Output::Asset)).collect();
        let images = images(&site);
        let sources = images.values().filter_map(|image| {
            let source = &image.picture.source;
            Some((source.clone(), Arc::clone(&inputs.files.get(source)?.bytes)))
        });
        let sources = sources.collect();
        outputs.extend(images.into_iter().map(|(path, it)| (path, Output::Image(it))));
        outputs.extend(styles(&site));
        outputs.extend(binaries(&site, &theme));
        outputs.push(("robots.txt".into(), Output::Robots));
        outputs.push(("sitemap.xml".into(), Output::Sitemap));
        let pages = pages(&site).into_iter();
        outputs.extend(pages.map(|(path, page)| (file_of(&path).into(), Output::Page(page))));
        let by_path = outputs.iter().zip(0..).map(|((path, _), at)| (path.clone(), at)).collect();
        let coverage = site.coverage.clone();
        Self {
            content: Some(Content { site, theme, sources, minified: Arc::clone(&memo.minified) }),
            outputs,
            by_path,
            coverage,
        }
    }

    /// What could be mended in the site's files, in the order of their places.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        self.content.as_ref().map_or(&[], |content| &content.site.edits)
    }

    /// The output paths, in the order in which they are put in place: what pages refer to first,
    /// then pages.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|(path, _)| &**path)
    }

    /// Whether there is an output at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// The path of the asset that `path` named before its content changed: the same but for the hash in
    /// its name. A page that is open in a browser may still ask for it.
    #[must_use]
    pub fn asset_like(&self, path: &str) -> Option<&str> {
        let name = without_hash(path)?;
        let assets = self.content.as_ref()?.theme.assets.keys();
        assets.map(|asset| &**asset).find(|asset| without_hash(asset) == Some(name))
    }

    /// The address of the site's root, if there is a site.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.content.as_ref().map(|content| &*content.site.config.base_url)
    }

    /// How many outputs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outputs.len()
    }

    /// Whether there is nothing to publish.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outputs.is_empty()
    }

    /// The bytes of the output at `path`. None for a path that is not in the plan, or together with
    /// an error.
    #[must_use]
    pub fn render(&self, path: &str) -> Warned<Option<Vec<u8>>> {
        let output = self.by_path.get(path).map(|at| &self.outputs[*at as usize].1);
        let (Some(output), Some(content)) = (output, &self.content) else {
            return Warned::clean(None);
        };
        match output {
            Output::Asset => Warned::clean(content.theme.assets.get(path).cloned()),
            Output::Robots => {
                Warned::clean(Some(feeds::robots(&content.site.config.base_url).into()))
            }
            Output::Style(css) => Warned::clean(Some(css.as_bytes().to_vec())),
            Output::Binary(binary) => Warned::clean(Some(binary.bytes.to_vec())),
            Output::Twin(binary) => Warned::clean(Some(binary.twin().into())),
            Output::Sitemap => Warned::clean(Some(content.sitemap().into())),
            Output::Image(image) => {
                let bytes = content.sources.get(&image.picture.source);
                picture::render_image(image, bytes.map_or(&[], |bytes| bytes))
            }
            Output::Page(page) => {
                html::render_view(&content.view(*page), &content.theme, &content.minified)
            }
        }
    }

    /// Where the parts of the page at `path` were written; empty for other outputs.
    #[must_use]
    pub fn places(&self, path: &str) -> Vec<Place> {
        let output = self.by_path.get(path).map(|at| &self.outputs[*at as usize].1);
        let (Some(Output::Page(page)), Some(content)) = (output, &self.content) else {
            return Vec::new();
        };
        content.places(*page)
    }

    /// The hash of everything that makes the bytes of the image at `path`; none for other outputs. The
    /// same key always gives the same bytes, so they may be kept.
    #[must_use]
    pub fn image_key(&self, path: &str) -> Option<u128> {
        self.image(path).map(Derivative::key)
    }

    /// Whether making the output at `path` needs so much memory that no other such one should be made
    /// meanwhile: a large image.
    #[must_use]
    pub fn is_alone(&self, path: &str) -> bool {
        self.image(path).is_some_and(Derivative::is_alone)
    }

    fn image(&self, path: &str) -> Option<&Derivative> {
        let output = self.by_path.get(path).map(|at| &self.outputs[*at as usize].1)?;
        match output {
            Output::Image(image) => Some(image),
            _ => None,
        }
    }

    /// How much there is.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let count = |wanted: fn(&Output) -> bool| {
            self.outputs.iter().filter(|(_, output)| wanted(output)).count()
        };
        Counts {
            pages: count(|output| matches!(output, Output::Page(_))),
            images: count(
                |output| matches!(output, Output::Image(it) if it.encoding != Encoding::Webp),
            ),
            academies: self.coverage.academies.len(),
            guides: self.coverage.rows.len(),
        }
    }

    /// Which academy offers which guide.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}

impl Content {
    fn view(&self, page: Page) -> View<'_> {
        let path = path_of(&self.site, page);
        let cx = Context::new(&self.site, &self.theme.texts, &path);
        match page {
            Page::Guide(at) => View::Guide(Box::new(guide::guide_view(&cx, at))),
            Page::Academy(index) => {
                View::Academy(Box::new(academy::academy_view(&cx, index as usize)))
            }
            Page::Hub(index) => View::Hub(home::hub_view(&cx, index as usize)),
            Page::Glossary => View::Glossary(home::glossary_view(&cx)),
            Page::SiteMap => View::SiteMap(home::site_map_view(&cx)),
            Page::Legal => View::Legal(legal::legal_view(&cx)),
            Page::Accessibility => View::Accessibility(Box::new(legal::accessibility_view(&cx))),
            Page::NotFound => View::NotFound(home::not_found_view(&cx)),
            Page::Home => View::Home(home::home_view(&cx)),
        }
    }

    fn places(&self, page: Page) -> Vec<Place> {
        let site = &self.site;
        match page {
            Page::Guide(PageRef { academy, page }) => {
                let academy = &site.academies[academy as usize];
                places::guide_places(academy, &academy.pages[page as usize])
            }
            Page::Academy(index) => places::academy_places(&site.academies[index as usize]),
            Page::Hub(index) => places::title_place(site.hubs[index as usize].guide.title.span),
            Page::Glossary => places::glossary_places(site),
            Page::SiteMap | Page::Legal | Page::Accessibility | Page::NotFound | Page::Home => {
                places::settings_place()
            }
        }
    }

    fn sitemap(&self) -> String {
        let base = &self.site.config.base_url;
        let pages = pages(&self.site);
        let public = pages.iter().filter(|(_, page)| *page != Page::NotFound);
        feeds::sitemap(public.map(|(path, _)| format!("{base}{path}")))
    }
}

/// All pages with their paths, in the order of their paths; the home page, which leads to all
/// others, comes last.
fn pages(site: &Site) -> Vec<(String, Page)> {
    let mut pages = vec![Page::SiteMap, Page::Legal, Page::Accessibility, Page::NotFound];
    if !site.glossary.is_empty() {
        pages.push(Page::Glossary);
    }
    pages.extend((0..site.hubs.len() as u32).map(Page::Hub));
    for (academy, index) in site.academies.iter().zip(0..) {
        pages.push(Page::Academy(index));
        let guides = (0..academy.pages.len() as u32)
            .map(|page| Page::Guide(PageRef { academy: index, page }));
        pages.extend(guides);
    }
    let mut pages: Vec<_> = pages.into_iter().map(|page| (path_of(site, page), page)).collect();
    pages.sort();
    pages.push((path_of(site, Page::Home), Page::Home));
    pages
}

/// The address of a page below the root.
fn path_of(site: &Site, page: Page) -> String {
    match page {
        Page::Guide(PageRef { academy, page }) => {
            let academy = &site.academies[academy as usize];
            guide_path(&academy.facts.slug, &academy.pages[page as usize].guide.id)
        }
        Page::Academy(index) => format!("{}/", site.academies[index as usize].facts.slug),
        Page::Hub(index) => hub_path(&site.hubs[index as usize].guide.id),
        Page::Glossary => home::GLOSSARY.to_owned(),
        Page::SiteMap => home::SITE_MAP.to_owned(),
        Page::Legal => home::LEGAL.to_owned(),
        Page::Accessibility => home::ACCESSIBILITY.to_owned(),
        Page::NotFound => "404.html".to_owned(),
        Page::Home => String::new(),
    }
}

/// What stands before the hash in the path of an asset, and its ending.
fn without_hash(path: &str) -> Option<(&str, &str)> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (stem, hash) = stem.rsplit_once('.')?;
    (hash.len() == 16).then_some((stem, ending))
}

/// The file that a server gives for an address.
fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// The style sheets of académies with a colour.
fn styles(site: &Site) -> impl Iterator<Item = (Box<str>, Output)> {
    let styles = site.academies.iter().filter_map(|academy| academy.style.as_ref());
    styles.map(|style| (style.path.clone(), Output::Style(style.css.clone())))
}

/// What the checkers of the site load.
fn binaries(site: &Site, theme: &Theme) -> Vec<(Box<str>, Output)> {
    let own = site.academies.iter().filter_map(|academy| academy.rules.as_ref());
    let mut binaries: Vec<&Binary> = own.collect();
    if !binaries.is_empty() {
        binaries.extend([&*CHECKER, &*DICTIONARY, theme.texts.checker()]);
    }
    let both = |binary: &Binary| {
        [
            (binary.path.clone(), Output::Binary(binary.clone())),
            (binary.twin_path.clone(), Output::Twin(binary.clone())),
        ]
    };
    binaries.into_iter().flat_map(both).collect()
}

/// Every image of the site, by output path.
fn images(site: &Site) -> BTreeMap<Box<str>, Derivative> {
    let mut images = BTreeMap::new();
    let mut add = |picture: &Picture| {
        for image in choices(picture).into_iter().chain([fallback(picture)]) {
            images.insert(image.path().into(), image);
        }
    };
    for academy in &site.academies {
        academy.logo.iter().for_each(&mut add);
        for procedure in academy.pages.iter().flat_map(|page| &page.procedures) {
            visit_pictures(&procedure.items, &mut add);
        }
    }
    images
}

fn visit_pictures(items: &[FilledItem], visit: &mut dyn FnMut(&Picture)) {
    for item in items {
        match item {
            FilledItem::Step(step) => {
                step.screenshot.iter().for_each(|shot| visit(&shot.image));
            }
            FilledItem::Choice(choice) => {
                for option in &choice.options {
                    visit_pictures(&option.items, visit);
                }
            }
        }
    }
}
