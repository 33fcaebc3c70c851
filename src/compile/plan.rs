//! The plan of a build: every output path, and what is behind it.
//!
//! In: the site and the theme. Out: paths, and for each path its bytes. Rendering is pure: the same plan
//! gives the same bytes, in any order and from any thread. A plan is small: what is behind a path is found
//! when it is asked for, and lists of everything are made for who wants everything.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::print;
use crate::diagnostic::Warned;
use crate::render::minified::Minified;
use crate::render::theme::Theme;
use crate::render::{feeds, html, picture};
use crate::resolve::checkers::{Binary, CHECKER, DICTIONARY};
use crate::resolve::coverage::{Coverage, coverage};
use crate::resolve::derivatives::{Derivative, Encoding};
use crate::resolve::links::{guide_path, hub_path};
#[cfg(test)]
use crate::resolve::pages::GuidePage;
use crate::resolve::rescale::Edit;
use crate::resolve::shown::files_of;
use crate::resolve::{PageRef, Site, SiteAcademy};
use crate::view::chrome::Context;
use crate::view::{View, academy, guide, home, legal};

/// Every output of a build.
#[derive(Debug, Default)]
pub struct Plan {
    pub(super) content: Option<Content>,
    /// What pages refer to first, then pages, then what is printed; each group by path. Once somebody asks.
    paths: OnceLock<Vec<Box<str>>>,
    /// Once somebody asks.
    coverage: OnceLock<Coverage>,
}

#[derive(Debug)]
pub(super) struct Content {
    pub(super) site: Site,
    pub(super) theme: Arc<Theme>,
    minified: Arc<Minified>,
}

/// What is behind an output path.
#[derive(Clone, Debug)]
pub(super) enum Output<'p> {
    /// A file of the theme.
    Asset(&'p [u8]),
    Image(Cow<'p, Derivative>),
    /// The text of an academy's style sheet.
    Style(&'p str),
    /// What checkers load.
    Binary(&'p Binary),
    /// The same as a script.
    Twin(&'p Binary),
    Sitemap,
    Robots,
    Page(Page),
    /// A PDF.
    Print,
}

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Page {
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

/// The file in which the page of a folder stands.
const INDEX: &str = "index.html";
const NOT_FOUND: &str = "404.html";
const ROBOTS: &str = "robots.txt";
const SITEMAP: &str = "sitemap.xml";

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
    /// PDFs.
    pub prints: usize,
}

impl Plan {
    /// The plan of a site.
    #[must_use]
    pub fn new(site: Site, theme: Arc<Theme>, minified: Arc<Minified>) -> Self {
        Self { content: Some(Content { site, theme, minified }), ..Self::default() }
    }

    /// The guides' pages by path, for tests.
    #[cfg(test)]
    pub(super) fn guide_pages(&self) -> impl Iterator<Item = (String, Arc<GuidePage>)> {
        let academies = self.content.iter().flat_map(|content| &content.site.academies);
        academies.flat_map(|academy| {
            let path = |page: &GuidePage| guide_path(&academy.facts.slug, &page.guide.id);
            academy.pages.list.iter().map(move |page| (path(page), Arc::clone(page)))
        })
    }

    /// What could be mended in the site's files, in the order of their places.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        self.content.as_ref().map_or(&[], |content| &content.site.edits)
    }

    /// The output paths, in the order in which they are put in place: what pages refer to first,
    /// then pages.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.all_paths().iter().map(|path| &**path)
    }

    /// How many outputs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all_paths().len()
    }

    /// Whether there is nothing to publish.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.content.is_none()
    }

    fn all_paths(&self) -> &[Box<str>] {
        self.paths.get_or_init(|| {
            let Some(content) = &self.content else { return Vec::new() };
            let pages = pages(&content.site).into_iter().map(|(path, _)| file_of(&path).into());
            let prints = print::paths(&content.site);
            content.others().into_iter().chain(pages).chain(prints).collect()
        })
    }

    /// The bytes of the output at `path`. None for a path that is not in the plan, or together with
    /// an error.
    #[must_use]
    pub fn render(&self, path: &str) -> Warned<Option<Vec<u8>>> {
        let found = self.content.as_ref().and_then(|content| Some((content, content.find(path)?)));
        let Some((content, output)) = found else { return Warned::clean(None) };
        let site = &content.site;
        Warned::clean(Some(match output {
            Output::Asset(bytes) => bytes.to_vec(),
            Output::Robots => feeds::robots(&site.config.base_url).into(),
            Output::Style(css) => css.as_bytes().to_vec(),
            Output::Binary(binary) => binary.bytes.to_vec(),
            Output::Twin(binary) => binary.twin().into(),
            Output::Sitemap => content.sitemap().into(),
            Output::Image(image) => {
                return match site.image(&image.picture.source) {
                    Ok(bytes) => picture::render_image(&image, &bytes),
                    Err(problem) => Warned::new(None, vec![problem]),
                };
            }
            Output::Print => return self.print(path, &|image| self.render(image), &print::at_once),
            Output::Page(page) => {
                return html::render_view(&content.view(page), &content.theme, &content.minified);
            }
        }))
    }

    /// The hash of everything that makes the bytes of the image at `path`; none for other outputs. The
    /// same key always gives the same bytes, so they may be kept.
    #[must_use]
    pub fn image_key(&self, path: &str) -> Option<u128> {
        self.image(path).map(|image| image.key())
    }

    /// Whether making the output at `path` needs so much memory that no other such one should be made
    /// meanwhile: a large image, or a booklet, which has the pictures of an academy.
    #[must_use]
    pub fn is_alone(&self, path: &str) -> bool {
        print::is_booklet(path) || self.image(path).is_some_and(|image| image.is_alone())
    }

    fn image(&self, path: &str) -> Option<Cow<'_, Derivative>> {
        self.content.as_ref()?.image(path)
    }

    /// Whether no academy has a guide.
    #[must_use]
    pub fn is_hollow(&self) -> bool {
        let academies = self.content.iter().flat_map(|content| &content.site.academies);
        academies.map(|academy| academy.pages.list.len()).sum::<usize>() == 0
    }

    /// How much there is.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let Some(content) = &self.content else { return Counts::default() };
        let images = content.images().into_iter().filter_map(|path| content.image(&path));
        Counts {
            pages: pages(&content.site).len(),
            images: images.filter(|it| it.encoding != Encoding::Webp).count(),
            academies: content.site.academies.len(),
            guides: self.coverage().rows.len(),
            prints: print::paths(&content.site).len(),
        }
    }

    /// Which academy offers which guide.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        let draw = || self.content.as_ref().map(|content| coverage(&content.site));
        self.coverage.get_or_init(|| draw().unwrap_or_default())
    }
}

impl Content {
    /// What is behind a path.
    pub(super) fn find(&self, path: &str) -> Option<Output<'_>> {
        if let Some(page) = page_at(&self.site, path) {
            return Some(Output::Page(page));
        }
        if print::print_at(&self.site, path).is_some() {
            return Some(Output::Print);
        }
        match path {
            ROBOTS => return Some(Output::Robots),
            SITEMAP => return Some(Output::Sitemap),
            _ => {}
        }
        let asset = self.theme.assets.get(path).map(|bytes| Output::Asset(bytes));
        let style = || {
            let style = self.academy_of(path)?.style.as_ref()?;
            (*style.path == *path).then_some(Output::Style(&style.css))
        };
        let binary = || {
            let binary = self.binaries().find(|it| *it.path == *path || *it.twin_path == *path)?;
            let is_twin = *binary.path != *path;
            Some(if is_twin { Output::Twin(binary) } else { Output::Binary(binary) })
        };
        asset.or_else(style).or_else(binary).or_else(|| self.image(path).map(Output::Image))
    }

    /// The academy in whose folder a path stands.
    fn academy_of(&self, path: &str) -> Option<&SiteAcademy> {
        let (slug, _) = path.split_once('/')?;
        self.site.academy(slug).map(|at| &self.site.academies[at])
    }

    /// The image at a path: an academy's own images stand in its folder, the shared ones beside.
    fn image(&self, path: &str) -> Option<Cow<'_, Derivative>> {
        let (folder, _) = path.rsplit_once('/')?;
        let academies = match folder.strip_suffix("images")? {
            "" => &self.site.academies[..],
            _ => std::slice::from_ref(self.academy_of(path)?),
        };
        let shown = academies.iter().find_map(|it| it.pages.procedures.files().get(path));
        let logo = || {
            let mut logos = academies.iter().filter_map(|academy| academy.logo.as_ref());
            logos.find_map(|logo| files_of(logo).find(|(known, _)| **known == *path))
        };
        shown.map(Cow::Borrowed).or_else(|| logo().map(|(_, file)| Cow::Owned(file)))
    }

    /// What the checkers of the site load.
    fn binaries(&self) -> impl Iterator<Item = &Binary> {
        let own = || self.site.academies.iter().filter_map(|academy| academy.rules.as_ref());
        let common = [&*CHECKER, &*DICTIONARY, self.theme.texts.checker()];
        let common = common.into_iter().filter(move |_| own().next().is_some());
        self.site.academies.iter().filter_map(|academy| academy.rules.as_ref()).chain(common)
    }

    /// The paths of all images.
    fn images(&self) -> BTreeSet<Box<str>> {
        let mut paths = BTreeSet::new();
        for academy in &self.site.academies {
            paths.extend(academy.logo.iter().flat_map(files_of).map(|(path, _)| path));
            paths.extend(academy.pages.procedures.files().keys().cloned());
        }
        paths
    }

    /// The paths of everything that pages refer to.
    fn others(&self) -> Vec<Box<str>> {
        let mut paths: Vec<Box<str>> = self.theme.assets.keys().cloned().collect();
        paths.extend(self.images());
        let styles = self.site.academies.iter().filter_map(|academy| academy.style.as_ref());
        paths.extend(styles.map(|style| style.path.clone()));
        paths.extend(self.binaries().flat_map(|it| [it.path.clone(), it.twin_path.clone()]));
        paths.extend([ROBOTS.into(), SITEMAP.into()]);
        paths
    }

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
        let guides = (0..academy.pages.list.len() as u32)
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
        Page::Guide(at) => {
            let academy = &site.academies[at.academy as usize];
            guide_path(&academy.facts.slug, &site.page(at).guide.id)
        }
        Page::Academy(index) => format!("{}/", site.academies[index as usize].facts.slug),
        Page::Hub(index) => hub_path(&site.hubs[index as usize].guide.id),
        Page::Glossary => home::GLOSSARY.to_owned(),
        Page::SiteMap => home::SITE_MAP.to_owned(),
        Page::Legal => home::LEGAL.to_owned(),
        Page::Accessibility => home::ACCESSIBILITY.to_owned(),
        Page::NotFound => NOT_FOUND.to_owned(),
        Page::Home => String::new(),
    }
}

/// The page in the file at a path.
pub(super) fn page_at(site: &Site, path: &str) -> Option<Page> {
    match path {
        INDEX => return Some(Page::Home),
        NOT_FOUND => return Some(Page::NotFound),
        _ => {}
    }
    let folder = path.strip_suffix(INDEX)?;
    match folder {
        home::GLOSSARY if !site.glossary.is_empty() => return Some(Page::Glossary),
        home::SITE_MAP => return Some(Page::SiteMap),
        home::LEGAL => return Some(Page::Legal),
        home::ACCESSIBILITY => return Some(Page::Accessibility),
        _ => {}
    }
    let parts: Vec<&str> = folder.strip_suffix('/')?.split('/').collect();
    match parts[..] {
        ["guides", id] => {
            let hub = site.hubs.binary_search_by(|hub| (*hub.guide.id).cmp(id));
            hub.ok().map(|at| Page::Hub(at as u32))
        }
        [slug] => site.academy(slug).map(|at| Page::Academy(at as u32)),
        [slug, id] => {
            let academy = site.academy(slug)?;
            let page = *site.academies[academy].pages.of.offered.by_id.get(id)?;
            Some(Page::Guide(PageRef { academy: academy as u32, page }))
        }
        _ => None,
    }
}

/// The file that a server gives for an address.
fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}{INDEX}") } else { path.to_owned() }
}
