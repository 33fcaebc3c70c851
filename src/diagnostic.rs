//! What is wrong with a site, as data.
//!
//! In: whatever a parser or a check found. Out: [`Diagnostic`]s, and [`Warned`] values that carry
//! them. Nothing here is drawn or printed; `report` alone knows how.

use std::collections::HashSet;

use crate::span::Span;

/// How bad it is: an error keeps the site from being published, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The site cannot be published.
    Error,
    /// The site can be published, but somebody should look.
    Warning,
}

/// One thing that is wrong: where, what, and how to mend it. Sentences are for webmasters, in
/// French.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of the rule.
    pub code: Code,
    /// Where it is, unless it concerns no file.
    pub span: Option<Span>,
    /// One plain sentence.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that explain this one, in the order in which they are shown.
    pub notes: Vec<Note>,
}

/// Another place that a diagnostic speaks of, and what is there: "la première fois ici".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// Where.
    pub span: Span,
    /// A few words, without a full stop.
    pub message: String,
}

/// A value, and what was found wrong on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// What was found, in the order of finding.
    pub diagnostics: Vec<Diagnostic>,
}

/// Declares the codes with their names, so that a test can go through all of them.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// The stable name of a rule: shown with the message, and what `--format json` gives.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Code {
            /// Every code, in the order of their declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name as it is shown, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    // Files
    /// A file or folder could not be read.
    Unreadable = "unreadable",
    /// A text file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A source file is larger than the limit.
    TooLarge = "too-large",
    /// A symbolic link leads out of the site.
    LinkOutside = "link-outside",
    /// A file lies where nothing reads it.
    StrayFile = "stray-file",
    /// A file or folder name is not usable in an address.
    BadName = "bad-name",
    /// A file that every site needs is missing.
    MissingFile = "missing-file",
    /// Two sources would have the same address.
    DuplicateAddress = "duplicate-address",
    // YAML
    /// The YAML cannot be read.
    YamlSyntax = "yaml-syntax",
    /// The YAML is deeper or has more values than the limit.
    YamlTooComplex = "yaml-too-complex",
    /// A key occurs twice in one mapping.
    DuplicateKey = "duplicate-key",
    /// A key that nothing reads.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A value is of another type than expected.
    WrongType = "wrong-type",
    /// A value is of the right type but not acceptable.
    BadValue = "bad-value",
    /// An id occurs twice.
    DuplicateId = "duplicate-id",
    // Markdown
    /// The front matter has no end, or is missing.
    FrontMatter = "front-matter",
    /// A directive that does not exist, or is written wrongly.
    BadDirective = "bad-directive",
    /// A directive stands inside something else.
    MisplacedDirective = "misplaced-directive",
    /// Raw HTML, which `site.yaml` does not allow.
    RawHtml = "raw-html",
    /// A link or alert that is written almost rightly.
    LooksLike = "looks-like",
    /// An image in Markdown.
    MarkdownImage = "markdown-image",
    /// A block where one line of text is expected.
    NotOneLine = "not-one-line",
    /// A heading of level 1, or one that skips a level.
    HeadingLevel = "heading-level",
    /// The address of a link is not acceptable.
    BadLink = "bad-link",
    /// An address in clear, `http://`.
    InsecureLink = "insecure-link",
    /// Something is nested deeper than paper can show.
    TooDeep = "too-deep",
    /// A value between braces is written wrongly.
    BadValueName = "bad-value-name",
    /// A footnote that is not defined or not used.
    Footnote = "footnote",
    // Meaning
    /// A colour or logo does not stand out against its ground.
    LowContrast = "low-contrast",
    /// A value that no academy has.
    UnknownValue = "unknown-value",
    /// A guide that does not exist.
    UnknownGuide = "unknown-guide",
    /// An academy that does not exist.
    UnknownAcademy = "unknown-academy",
    /// A heading that the target does not have.
    UnknownHeading = "unknown-heading",
    /// A procedure that does not exist.
    UnknownProcedure = "unknown-procedure",
    /// A password policy that no academy has.
    UnknownPolicy = "unknown-policy",
    /// An identifier format that no academy has.
    UnknownIdentifier = "unknown-identifier",
    /// A step id that the inherited procedure does not have.
    UnknownStep = "unknown-step",
    /// Procedures that extend each other in a circle.
    CyclicExtends = "cyclic-extends",
    /// A guide lacks something that its academy does not have.
    MissingForAcademy = "missing-for-academy",
    /// A guide that no academy can offer.
    NeverOffered = "never-offered",
    /// A procedure or image that nothing uses.
    Unused = "unused",
    /// A text that was left to be written, or says nothing.
    Unfinished = "unfinished",
    /// A guide shows the same procedure, policy or format twice.
    RepeatedDirective = "repeated-directive",
    // Checkers
    /// Rules of a password that none can keep.
    BadPolicy = "bad-policy",
    /// The pattern of an identifier cannot be used.
    BadPattern = "bad-pattern",
    /// An example that is not what it should be.
    BadExample = "bad-example",
    // Screenshots
    /// The image of a screenshot does not exist.
    MissingImage = "missing-image",
    /// A path leaves the folder that it belongs to.
    PathOutside = "path-outside",
    /// An image cannot be decoded.
    BadImage = "bad-image",
    /// An image has several pictures, of which one is shown.
    Animation = "animation",
    /// What an image says of its colours cannot be used.
    ColorProfile = "color-profile",
    /// A mark, redaction or crop lies outside the image.
    OutsideImage = "outside-image",
    /// Marks were taken on an image of another size.
    StaleMarks = "stale-marks",
    /// A screenshot was not reviewed for personal data.
    NotReviewed = "not-reviewed",
    /// Something that looks like somebody's data.
    PersonalData = "personal-data",
    // Theme
    /// A template of the theme cannot be loaded.
    Template = "template",
    /// A character that no font for paper has.
    LostCharacter = "lost-character",
    /// A file is published as it is, and nothing looks into it.
    Unchecked = "unchecked",
    /// A text of the interface is missing from the theme's locale.
    MissingText = "missing-text",
    // Output
    /// The output folder is not one of pasapas.
    ForeignOutput = "foreign-output",
    /// The output cannot be written.
    Unwritable = "unwritable",
    /// Another build is writing to the same output.
    OutputBusy = "output-busy",
}

impl Diagnostic {
    /// An error at `span`.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            span: Some(span),
            message: message.into(),
            help: None,
            notes: Vec::new(),
        }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// An error that has no place in a source file.
    #[must_use]
    pub fn placeless(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            span: None,
            message: message.into(),
            help: None,
            notes: Vec::new(),
        }
    }

    /// The same with a sentence that says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that explains it, and a few words about that place.
    #[must_use]
    pub fn note(mut self, span: Span, message: impl Into<String>) -> Self {
        self.notes.push(Note { span, message: message.into() });
        self
    }

    /// All places that it speaks of.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.span.into_iter().chain(self.notes.iter().map(|note| note.span))
    }

    /// Whether it keeps the site from being published.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl<T> Warned<T> {
    /// A value with nothing to say about it.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// A value with what was found on the way.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// The same diagnostics with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: change(self.value), diagnostics: self.diagnostics }
    }

    /// The value; what was found goes to `diagnostics`.
    pub fn take(self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.extend(self.diagnostics);
        self.value
    }
}

/// The same without repetitions: a template that fails in every page is one problem.
#[must_use]
pub fn without_repetitions(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    diagnostics.into_iter().filter(|it| seen.insert(it.clone())).collect()
}

/// Whether any of them is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
