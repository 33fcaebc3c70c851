//! The names of the options of a page's choices: in its address, in `--choice`, on paper.
//!
//! In: the blocks of a page. Out: the same with a name for each option that no other one of the page has: the id that
//! its author gave it, or with its choice before it where several have the same.

use std::collections::HashMap;

use super::{BlockView, ItemView, OptionView};

/// Gives each option the name by which the page knows it.
pub(super) fn name_options(blocks: &mut [BlockView<'_>]) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for name in option_names(blocks) {
        *uses.entry(name).or_default() += 1;
    }
    if uses.values().all(|count| *count == 1) {
        return;
    }
    for items in procedures(blocks) {
        tell_apart(items, &uses);
    }
}

fn tell_apart(items: &mut [ItemView<'_>], uses: &HashMap<String, usize>) {
    for item in items {
        let ItemView::Choice(choice) = item else { continue };
        for option in &mut choice.options {
            if uses[&option.name] > 1 {
                option.name = format!("{}.{}", choice.id, option.name);
            }
            tell_apart(&mut option.items, uses);
        }
    }
}

/// The names of all options, in reading order.
#[must_use]
pub fn option_names(blocks: &[BlockView<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    for block in blocks {
        if let BlockView::Procedure { items, .. } = block {
            add_names(items, &mut names);
        }
    }
    names
}

fn add_names(items: &[ItemView<'_>], names: &mut Vec<String>) {
    for item in items {
        let ItemView::Choice(choice) = item else { continue };
        for option in &choice.options {
            names.push(option.name.clone());
            add_names(&option.items, names);
        }
    }
}

/// Leaves out the other options of the choices that have one of `only`. What is left of those that have one left is
/// what the page opens with.
pub(super) fn choose(blocks: &mut [BlockView<'_>], only: &[String]) -> Vec<String> {
    let mut chosen = Vec::new();
    for items in procedures(blocks) {
        choose_in(items, only, &mut chosen);
    }
    chosen
}

fn choose_in(items: &mut [ItemView<'_>], only: &[String], chosen: &mut Vec<String>) {
    for item in items {
        let ItemView::Choice(choice) = item else { continue };
        if choice.options.iter().any(|option| is_chosen(option, only)) {
            choice.options.retain(|option| is_chosen(option, only));
            if let [option] = &choice.options[..] {
                chosen.push(option.name.clone());
            }
        }
        for option in &mut choice.options {
            choose_in(&mut option.items, only, chosen);
        }
    }
}

/// Whether an option is named, or one of a choice within it.
fn is_chosen(option: &OptionView<'_>, only: &[String]) -> bool {
    let mut inner = Vec::new();
    add_names(&option.items, &mut inner);
    only.iter().any(|only| *only == option.name || inner.contains(only))
}

fn procedures<'b, 'a>(
    blocks: &'b mut [BlockView<'a>],
) -> impl Iterator<Item = &'b mut Vec<ItemView<'a>>> {
    blocks.iter_mut().filter_map(|block| match block {
        BlockView::Procedure { items, .. } => Some(items),
        _ => None,
    })
}
