//! Which spot each number takes.
//!
//! In: for each mark the spots that its number may take, the best first. Out: a spot for each, such that as few
//! discs as possible cover another. The search is limited: a picture with too many marks to try all has the best
//! choice that was found.

use super::Spot;
use super::covers;

/// The steps after which the best choice of spots so far is taken.
const MOST_STEPS: usize = 2_000;

/// A spot that a number may take.
pub(super) struct Candidate {
    pub(super) spot: Spot,
    /// The middle of its disc.
    pub(super) disc: (f64, f64),
    /// Whether it had to be moved into the picture.
    pub(super) moved: bool,
    /// How much lies under it that readers look for.
    pub(super) hidden: usize,
}

/// What a choice of spots costs: covered numbers, moved ones, what lies under them.
type Cost = (usize, usize, usize);

/// A search for spots whose discs do not cover each other. The best of each in turn are tried first, and do
/// where no number covers another.
struct Search<'c> {
    /// For each mark its spots.
    candidates: &'c [Vec<Candidate>],
    /// The [`fixed_discs`].
    fixed: Vec<(f64, f64)>,
    steps: usize,
    best: Option<(Cost, Vec<usize>)>,
}

/// The numbers of the spots, one for each mark.
pub(super) fn choose(candidates: &[Vec<Candidate>]) -> Vec<usize> {
    let mut search = Search { candidates, fixed: fixed_discs(candidates), steps: 0, best: None };
    search.go(&mut Vec::new(), Cost::default());
    search.best.unwrap_or_default().1
}

impl Search<'_> {
    /// Goes on after `chosen`, which costs `cost`.
    fn go(&mut self, chosen: &mut Vec<usize>, cost: Cost) {
        self.steps += 1;
        if self.best.as_ref().is_some_and(|(least, _)| cost >= *least) {
            return;
        }
        let Some(candidates) = self.candidates.get(chosen.len()) else {
            self.best = Some((cost, chosen.clone()));
            return;
        };
        let cost_of = |candidate| {
            if has_choice(candidates) { self.cost(candidate, chosen) } else { Cost::default() }
        };
        let mut ranked: Vec<(Cost, usize)> = candidates
            .iter()
            .enumerate()
            .map(|(choice, candidate)| (cost_of(candidate), choice))
            .collect();
        ranked.sort_by_key(|((covered, moved, hidden), _)| (*moved, *covered, *hidden));
        for (more, choice) in ranked {
            chosen.push(choice);
            self.go(chosen, (cost.0 + more.0, cost.1 + more.1, cost.2 + more.2));
            chosen.pop();
            if self.is_done() {
                return;
            }
        }
    }

    fn cost(&self, candidate: &Candidate, chosen: &[usize]) -> Cost {
        let others = chosen.iter().zip(self.candidates).filter(|(_, all)| has_choice(all));
        let others = others.map(|(choice, all)| all[*choice].disc);
        let taken = self.fixed.iter().copied().chain(others);
        let covered = taken.filter(|other| covers(candidate.disc, *other)).count();
        (covered, usize::from(candidate.moved), candidate.hidden)
    }

    fn is_done(&self) -> bool {
        self.best.as_ref().is_some_and(|(least, _)| least.0 == 0 || self.steps > MOST_STEPS)
    }
}

/// The discs of the numbers that cannot move.
pub(super) fn fixed_discs(candidates: &[Vec<Candidate>]) -> Vec<(f64, f64)> {
    candidates.iter().filter(|all| !has_choice(all)).map(|all| all[0].disc).collect()
}

/// Keys have one spot only.
pub(super) fn has_choice(candidates: &[Candidate]) -> bool {
    candidates.len() > 1
}
