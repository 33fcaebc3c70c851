//! Parts of a site: what one build makes when several share the work.

/// A part of the output. The parts of one kind are disjoint, and together they are the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    Whole,
    /// The folder of one academy.
    Academy(Box<str>),
    /// What belongs to no academy.
    Shared(Vec<Box<str>>),
    /// Every path whose hash leaves `index` when divided by `count`.
    Shard {
        /// From 0.
        index: u32,
        /// At least 1.
        count: u32,
    },
}

impl Part {
    /// Whether the output at `path` belongs to this part.
    #[must_use]
    pub fn owns(&self, path: &str) -> bool {
        let folder = path.split_once('/').map(|(folder, _)| folder);
        match self {
            Self::Whole => true,
            Self::Academy(slug) => folder == Some(&**slug),
            Self::Shared(slugs) => !slugs.iter().any(|slug| folder == Some(&**slug)),
            Self::Shard { index, count } => {
                let hash = xxhash_rust::xxh3::xxh3_64(path.as_bytes());
                hash % u64::from((*count).max(1)) == u64::from(*index)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_belongs_to_exactly_one_part_of_a_kind() {
        let by_academy = [
            Part::Academy("lille".into()),
            Part::Academy("lyon".into()),
            Part::Shared(vec!["lille".into(), "lyon".into()]),
        ];
        let shards: Vec<_> = (0..3).map(|index| Part::Shard { index, count: 3 }).collect();
        for path in ["lille/a/index.html", "lyon/index.html", "index.html", "assets/a.css", "lille"]
        {
            for parts in [&by_academy[..], &shards[..]] {
                assert_eq!(parts.iter().filter(|part| part.owns(path)).count(), 1, "{path}");
            }
        }
    }
}
