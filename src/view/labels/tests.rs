//! Where words stand, and that they cover nothing.

use super::super::chrome::Medium;
use super::super::place::place_numbers;
use super::*;

const PART: Area = Area { x: 0, y: 0, width: 1280, height: 800 };

fn place(shapes: &[Shape], words: &str) -> Vec<Option<Label>> {
    let words = vec![words.to_owned(); shapes.len()];
    let shapes: Vec<&Shape> = shapes.iter().collect();
    place_labels(&shapes, &place_numbers(&shapes, PART, Medium::Page), &words, PART)
}

fn area(x: u32, y: u32, width: u32, height: u32) -> Shape {
    Shape::Box(Area { x, y, width, height })
}

/// The rectangle of a label on a picture that is `times` as wide as the narrowest one with labels.
fn rect(label: &Label, times: f64) -> Rect {
    let left = label.left / 100.0 * WIDTH * times + label.x;
    let top = label.top / 100.0 * WIDTH * 800.0 / 1280.0 * times + label.y;
    Rect { left, top, right: left + label.width, bottom: top + label.height }
}

#[test]
fn words_stand_after_a_box_or_below_it() {
    let label = place(&[area(400, 300, 200, 100)], "Cliquez ici").remove(0).expect("room");
    assert!(label.left > 46.875 && (label.top - 43.75).abs() < 0.01, "{label:?}");
    assert!(label.x.abs() < 1e-9, "{label:?}");
    assert_eq!(label.lines, ["Cliquez ici"]);
    let label = place(&[area(700, 300, 580, 100)], "Cliquez ici").remove(0).expect("room");
    assert!(label.top > 50.0 && label.y.abs() < 1e-9, "{label:?}");
}

#[test]
fn words_that_are_too_long_are_left_to_the_legend() {
    let words = "un texte qui ne finit pas ".repeat(6);
    assert_eq!(place(&[area(400, 300, 200, 100)], &words), [None]);
    let address = "https://magistere.education.fr/ac-lille";
    assert_eq!(place(&[area(400, 300, 200, 100)], address), [None], "nor is a word broken");
}

#[test]
fn a_mark_that_fills_the_picture_has_no_words_in_it() {
    assert_eq!(place(&[area(0, 0, 1280, 800)], "Tout"), [None]);
}

#[test]
fn words_keep_off_what_a_point_or_an_arrow_shows() {
    // A button of 200 × 50 pixels around the point, a link of 250 × 30 at the head of the arrow.
    let button = Rect { left: 14.4, top: 9.4, right: 19.7, bottom: 10.6 };
    let label = place(&[Shape::Point(Point { x: 640, y: 375 })], "Cliquez ici").remove(0);
    let label = rect(&label.expect("room"), 1.0);
    assert!(!label.meets(&button), "{label:?}");
    let arrow = Shape::Arrow { from: Point { x: 400, y: 600 }, to: Point { x: 400, y: 400 } };
    let link = Rect { left: 7.4, top: 9.9, right: 13.9, bottom: 10.6 };
    let labels = place(&[arrow, area(150, 340, 100, 30)], "Choisissez ce lien");
    for label in labels.iter().flatten() {
        assert!(!rect(label, 1.0).meets(&link), "{label:?}");
    }
}

/// The best place of each alone would cover the other.
#[test]
fn marks_side_by_side_make_room_for_each_other() {
    let labels = place(&[area(100, 400, 30, 30), area(140, 400, 30, 30)], "Cliquez ici");
    assert!(labels.iter().all(Option::is_some), "{labels:?}");
}

#[test]
fn labels_cover_nothing_however_large_the_picture_is() {
    let shapes = [
        area(40, 40, 300, 60),
        area(40, 200, 300, 60),
        area(560, 40, 300, 60),
        area(560, 200, 300, 60),
        Shape::Arrow { from: Point { x: 1000, y: 640 }, to: Point { x: 980, y: 560 } },
        Shape::Circle { center: Point { x: 1200, y: 400 }, radius: 50 },
        Shape::Point(Point { x: 1270, y: 790 }),
        Shape::Keys { names: vec!["Ctrl".into(), "F".into()], at: Point { x: 200, y: 600 } },
        Shape::Spotlight(Area { x: 40, y: 350, width: 200, height: 60 }),
    ];
    let labels = place(&shapes, "Choisissez votre profil");
    assert!(labels.iter().flatten().count() >= 6, "{labels:#?}");
    for times in [1.0, 1.4, 2.5, 8.0] {
        check_that_nothing_is_covered(&shapes, &labels, times);
    }
}

fn check_that_nothing_is_covered(shapes: &[Shape], labels: &[Option<Label>], times: f64) {
    let picture = Picture { part: PART, scale: WIDTH / 1280.0 * times };
    let whole = picture.rect(PART).grown(1e-9);
    let spots = place_numbers(&shapes.iter().collect::<Vec<_>>(), PART, Medium::Page);
    let rects: Vec<Rect> = labels.iter().flatten().map(|it| rect(it, times)).collect();
    for (at, one) in rects.iter().enumerate() {
        assert!(one.left >= whole.left && one.right <= whole.right, "{one:?}");
        assert!(one.top >= whole.top && one.bottom <= whole.bottom, "{one:?}");
        assert!(rects[..at].iter().all(|other| !other.meets(one)), "{times}: {one:?}");
        for (shape, spot) in shapes.iter().zip(&spots) {
            let covers = match shape {
                Shape::Arrow { from, to } => one.is_crossed([picture.at(*from), picture.at(*to)]),
                other => picture.frame(other, *spot).meets(one),
            };
            assert!(!covers, "{times}: {one:?} covers {shape:?}");
        }
    }
}
