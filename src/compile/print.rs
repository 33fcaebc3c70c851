//! What a plan prints: a handout for each guide, a booklet for each academy.
//!
//! In: a plan, and the path of a PDF. Out: its bytes, and the hash of all that makes them, so that they may be
//! kept. A handout that cannot be made is a problem of its own: the pages do not need it.

use super::plan::{Content, Plan};
use crate::diagnostic::{Diagnostic, Warned};
use crate::model::site::Paper;
use crate::render::{Run, Work};
use crate::resolve::links::{Size, booklet_path, handout_path};
use crate::resolve::{PageRef, Site};
use crate::view::Sheet;
use crate::view::chrome::Context;
use crate::view::handout::option_names;

/// Something that is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    subject: Subject,
    sheet: Sheet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Guide(PageRef),
    Academy(u32),
}

/// A handout that is asked for as the site does not publish it.
#[derive(Clone, Debug)]
pub struct Order<'o> {
    /// The academy's slug.
    pub academy: &'o str,
    /// The guide's id; the booklet without.
    pub guide: Option<&'o str>,
    /// The options that are shown of the choices that have one of them.
    pub only: &'o [String],
    /// The sheet.
    pub sheet: Sheet,
}

/// What gives the bytes of the image at a path of the plan.
pub type Image<'i> = dyn Fn(&str) -> Warned<Option<Vec<u8>>> + 'i;

/// Does the work without a limit.
pub(super) fn at_once(work: Work) -> bool {
    work();
    true
}

/// Whether what stands at this path of the output is printed: no other file beside the pages is a PDF.
#[must_use]
pub fn is_printed(path: &str) -> bool {
    path.strip_suffix(".pdf").is_some() && !path.starts_with("assets/")
}

/// Whether it is a booklet, which stands beside its academy's page.
pub(super) fn is_booklet(path: &str) -> bool {
    is_printed(path) && path.matches('/').count() == 1
}

/// The paths of all PDFs: a guide in all its académies, then the next one, since the academies have most of its
/// pictures and words in common; then the booklets.
pub(super) fn paths(site: &Site) -> Vec<Box<str>> {
    let mut handouts = Vec::new();
    let mut booklets = Vec::new();
    for academy in &site.academies {
        let slug = &academy.facts.slug;
        for size in sizes(site) {
            let pages = academy.pages.list.iter().map(|page| &*page.guide.id);
            handouts.extend(pages.map(|guide| (guide, size, handout_path(slug, guide, size))));
            if !academy.pages.list.is_empty() {
                booklets.push(booklet_path(slug, size));
            }
        }
    }
    handouts.sort_unstable();
    let handouts = handouts.into_iter().map(|(.., path)| path);
    handouts.chain(booklets).map(Into::into).collect()
}

/// What is printed at a path.
pub(super) fn print_at(site: &Site, path: &str) -> Option<Print> {
    let paper = site.handouts.filter(|_| is_printed(path))?.paper;
    let (slug, rest) = path.split_once('/')?;
    let guide = rest.split_once('/').map(|(guide, _)| guide);
    let subject = subject(site, slug, guide)?;
    if let Subject::Academy(index) = subject
        && site.academies[index as usize].pages.list.is_empty()
    {
        return None;
    }
    let is_here = |size: &Size| match guide {
        Some(guide) => handout_path(slug, guide, *size) == path,
        None => booklet_path(slug, *size) == path,
    };
    let letters = sizes(site).into_iter().find(is_here)?;
    Some(Print { subject, sheet: Sheet { paper, large: letters == Size::Large } })
}

/// A guide of an academy, or without one all of them; none that the site does not have.
fn subject(site: &Site, slug: &str, guide: Option<&str>) -> Option<Subject> {
    let index = site.academy(slug)?;
    let academy = index as u32;
    let Some(guide) = guide else { return Some(Subject::Academy(academy)) };
    let page = *site.academies[index].pages.of.offered.by_id.get(guide)?;
    Some(Subject::Guide(PageRef { academy, page }))
}

fn sizes(site: &Site) -> Vec<Size> {
    let Some(handouts) = site.handouts else { return Vec::new() };
    if handouts.large_print { vec![Size::Usual, Size::Large] } else { vec![Size::Usual] }
}

impl Plan {
    /// What is printed at `path`; none for other outputs.
    fn printed(&self, path: &str) -> Option<(&Content, Print)> {
        let content = self.content.as_ref()?;
        Some((content, print_at(&content.site, path)?))
    }

    /// The hash of everything that makes the bytes of the PDF at `path`; none for other outputs.
    #[must_use]
    pub fn print_key(&self, path: &str) -> Option<u128> {
        self.printed(path).map(|(content, print)| content.key(print))
    }

    /// What is said of the PDF at `path` whenever it is made.
    #[must_use]
    pub fn print_warnings(&self, path: &str) -> Vec<Diagnostic> {
        let warning = self.printed(path).and_then(|(content, print)| content.warnings(print));
        warning.into_iter().collect()
    }

    /// Makes the PDF at `path` with images from `image`; `run` does the typesetting. None for other outputs, or
    /// together with an error.
    #[must_use]
    pub fn print(&self, path: &str, image: &Image<'_>, run: &Run<'_>) -> Warned<Option<Vec<u8>>> {
        match self.printed(path) {
            Some((content, print)) => content.print(print, &[], image, run),
            None => Warned::clean(None),
        }
    }

    /// The paper of the site.
    #[must_use]
    pub fn paper(&self) -> Paper {
        let handouts = self.content.as_ref().and_then(|content| content.site.config.handouts);
        handouts.unwrap_or_default().paper
    }

    /// The guides of an academy, by id.
    #[must_use]
    pub fn guides_of(&self, academy: &str) -> Vec<Box<str>> {
        let site = self.content.as_ref().map(|content| &content.site);
        let academy = site.and_then(|site| Some(&site.academies[site.academy(academy)?]));
        let pages = academy.iter().flat_map(|academy| &academy.pages.list);
        pages.map(|page| page.guide.id.clone()).collect()
    }

    /// The names of all options of the choices in what is asked for; none when the academy does not have it.
    #[must_use]
    pub fn option_names(&self, order: &Order<'_>) -> Option<Vec<String>> {
        let content = self.content.as_ref()?;
        let site = &content.site;
        let Subject::Guide(at) = order.subject(site)? else { return Some(Vec::new()) };
        let cx = Context::for_paper(site, &content.theme.texts);
        Some(option_names(&cx, at))
    }

    /// Makes a PDF that the site need not have. None when the academy does not have the guide, or together
    /// with an error.
    #[must_use]
    pub fn print_order(
        &self,
        order: &Order<'_>,
        image: &Image<'_>,
        run: &Run<'_>,
    ) -> Warned<Option<Vec<u8>>> {
        let Some(content) = &self.content else { return Warned::clean(None) };
        match order.subject(&content.site) {
            Some(subject) => {
                content.print(Print { subject, sheet: order.sheet }, order.only, image, run)
            }
            None => Warned::clean(None),
        }
    }
}

impl Order<'_> {
    fn subject(&self, site: &Site) -> Option<Subject> {
        subject(site, self.academy, self.guide)
    }
}

#[cfg(feature = "handouts")]
mod made {
    use super::{Image, Print, Subject};
    use crate::compile::plan::Content;
    use crate::diagnostic::{Diagnostic, Warned};
    use crate::render::Run;
    use crate::render::handout::prepare;
    use crate::resolve::PageRef;
    use crate::span::Span;
    use crate::view::chrome::Context;
    use crate::view::handout::{booklet_view, handout_view};
    use crate::view::{BookletView, PaperView};

    /// What makes the PDF of a view, whose source is at a place.
    type Typeset<'t> = dyn Fn(&PaperView<'_>, Span) -> Warned<Option<Vec<u8>>> + 't;

    impl Content {
        pub(super) fn key(&self, print: Print) -> u128 {
            prepare(&self.paper_view(print, &[]), &self.theme.press).key()
        }

        pub(super) fn warnings(&self, print: Print) -> Option<Diagnostic> {
            let view = self.paper_view(print, &[]);
            prepare(&view, &self.theme.press)
                .warnings(&self.theme.press, self.source(print.subject))
        }

        pub(super) fn print(
            &self,
            print: Print,
            only: &[String],
            image: &Image<'_>,
            run: &Run<'_>,
        ) -> Warned<Option<Vec<u8>>> {
            let base = &*self.site.config.base_url;
            let picture = |address: &str| image(address.strip_prefix(base).unwrap_or(address));
            let press = &self.theme.press;
            let typeset = |view: &PaperView<'_>, about| {
                prepare(view, press).print(press, about, &picture, run)
            };
            let view = self.paper_view(print, only);
            let made = typeset(&view, self.source(print.subject));
            match view {
                PaperView::Booklet(view) if made.value.is_none() => {
                    self.print_without_guides(print, *view, made, &typeset)
                }
                _ => made,
            }
        }

        /// A booklet that cannot be made as it is, without the guides that fail: a page says so for each of them.
        /// As it was if the fault is not in some of them.
        fn print_without_guides(
            &self,
            print: Print,
            mut view: BookletView<'_>,
            failed: Warned<Option<Vec<u8>>>,
            typeset: &Typeset<'_>,
        ) -> Warned<Option<Vec<u8>>> {
            let Subject::Academy(academy) = print.subject else { return failed };
            let mut found = Vec::new();
            for (index, page) in (0..view.guides.len()).zip(0..) {
                let about = self.source(Subject::Guide(PageRef { academy, page }));
                let alone = PaperView::Booklet(Box::new(view.with_one_guide(index)));
                let made = typeset(&alone, about);
                if made.value.is_none() {
                    view.left_out.push(index);
                    found.extend(made.diagnostics.into_iter().filter(Diagnostic::is_error));
                }
            }
            if view.left_out.is_empty() || view.left_out.len() == view.guides.len() {
                return failed;
            }
            view.empty_left_out();
            let made = typeset(&PaperView::Booklet(Box::new(view)), self.source(print.subject));
            found.extend(made.diagnostics);
            Warned::new(made.value, found)
        }

        fn paper_view(&self, print: Print, only: &[String]) -> PaperView<'_> {
            let cx = Context::for_paper(&self.site, &self.theme.texts);
            match print.subject {
                Subject::Guide(at) => handout_view(&cx, at, only, print.sheet),
                Subject::Academy(index) => booklet_view(&cx, index, print.sheet),
            }
        }

        /// Where it was written.
        fn source(&self, subject: Subject) -> Span {
            match subject {
                Subject::Guide(at) => self.site.page(at).guide.title.span,
                Subject::Academy(index) => self.site.academies[index as usize].facts.span,
            }
        }
    }
}

/// Without the feature nothing is printed: `Site::handouts` is none.
#[cfg(not(feature = "handouts"))]
impl Content {
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    fn key(&self, _print: Print) -> u128 {
        0
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    fn warnings(&self, _print: Print) -> Option<Diagnostic> {
        None
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    fn print(&self, _: Print, _: &[String], _: &Image<'_>, _: &Run<'_>) -> Warned<Option<Vec<u8>>> {
        Warned::clean(None)
    }
}
