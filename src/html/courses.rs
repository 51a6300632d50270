//! Where links and routes run on paper, and what of a line is near the picture.

use crate::compact::Line;
use crate::html::earth;
use crate::html::projection::{Dot, View};
use crate::html::sheet::Sheet;
use crate::network::Inner;
use std::cell::OnceCell;

/// Pixels beyond the edge to which lines are kept.
const EDGE: f64 = 20.0;

/// The courses of links, each looked up or drawn once.
pub(crate) struct Courses<'a> {
    inner: &'a Inner,
    pub(crate) view: View,
    drawn: Vec<OnceCell<Vec<Vec<Dot>>>>,
}

impl<'a> Courses<'a> {
    pub(crate) fn new(inner: &'a Inner, view: View) -> Courses<'a> {
        Courses { inner, view, drawn: vec![OnceCell::new(); inner.links.len()] }
    }

    /// Where a link runs from its first place to its second; on the great circle where nothing better is known.
    pub(crate) fn of(&self, link: u32) -> Vec<Line> {
        let link = &self.inner.links[link as usize];
        let place = |node: u32| {
            let node = &self.inner.nodes[node as usize];
            (node.lon, node.lat)
        };
        let (from, to) = (place(link.from), place(link.to));
        let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 2.0;
        // A network of the user's own may give the same id to another link.
        let known = earth::course(&link.id).filter(|lines| match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => {
                first.first().is_some_and(|at| near(*at, from)) && last.last().is_some_and(|at| near(*at, to))
            }
            _ => false,
        });
        known.map_or_else(|| vec![earth::great_circle(from, to)], <[Line]>::to_vec)
    }

    /// The same in pixels, in the direction of travel.
    pub(crate) fn dots(&self, link: u32, forward: bool) -> Vec<Vec<Dot>> {
        let dots = |line: &Line| line.iter().filter_map(|at| self.view.dot(*at)).collect::<Vec<Dot>>();
        let draw = || self.of(link).iter().map(dots).collect::<Vec<Vec<Dot>>>();
        let mut lines = self.drawn[link as usize].get_or_init(draw).clone();
        if !forward {
            lines.reverse();
            lines.iter_mut().for_each(|line| line.reverse());
        }
        lines
    }
}

/// One route on paper: its links in the direction of travel.
pub(crate) fn steps(sheet: &Sheet<'_>, route: usize) -> Vec<(u32, bool)> {
    let (inner, open) = (sheet.trip.inner(), sheet.trip.open());
    let step = |arc: &u32| {
        let link = open.graph.link(*arc);
        (link, inner.links[link as usize].from == open.state(open.graph.tail(*arc)).0)
    };
    sheet.held.paths[route].arcs().iter().map(step).collect()
}

/// Pieces of a line near the picture.
pub(crate) fn shown(view: &View, line: &[Dot]) -> Vec<Vec<Dot>> {
    let mut pieces: Vec<Vec<Dot>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let inside = view.shows(pair[0], EDGE) || view.shows(pair[1], EDGE) || crosses(view, pair[0], pair[1]);
        match pieces.last_mut().filter(|_| open && inside) {
            Some(piece) => piece.push(pair[1]),
            None if inside => pieces.push(pair.to_vec()),
            None => {}
        }
        open = inside;
    }
    pieces
}

/// Whether a long step may cross the picture although both its ends lie beside it.
pub(crate) fn crosses(view: &View, a: Dot, b: Dot) -> bool {
    let apart = |a: f64, b: f64, most: f64| (a < -EDGE && b < -EDGE) || (a > most + EDGE && b > most + EDGE);
    !apart(a.0, b.0, view.width) && !apart(a.1, b.1, view.height)
}

/// A ring cut at the edges of the picture (Sutherland and Hodgman 1974).
pub(crate) fn cut(view: &View, ring: Vec<Dot>) -> Vec<Dot> {
    let sides: [&dyn Fn(Dot) -> f64; 4] =
        [&|at| at.0 + EDGE, &|at| view.width + EDGE - at.0, &|at| at.1 + EDGE, &|at| view.height + EDGE - at.1];
    sides.into_iter().fold(ring, |ring, inside| {
        let mut kept = Vec::with_capacity(ring.len());
        for (i, to) in ring.iter().enumerate() {
            let from = ring[if i == 0 { ring.len() - 1 } else { i - 1 }];
            let (a, b) = (inside(from), inside(*to));
            if (a < 0.0) != (b < 0.0) {
                let part = a / (a - b);
                kept.push((from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)));
            }
            if b >= 0.0 {
                kept.push(*to);
            }
        }
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_the_picture_is_cut() {
        let view = View::of(&[(60.0, 40.0), (70.0, 50.0)], 100.0);
        let (right, low) = (view.width + EDGE, view.height + EDGE);
        let wide = vec![(-900.0, -900.0), (900.0, -900.0), (900.0, 900.0), (-900.0, 900.0)];
        let ring = cut(&view, wide);
        assert!(ring.iter().all(|dot| view.shows(*dot, EDGE + 1e-6)) && ring.len() == 4, "{ring:?}");
        assert!(cut(&view, vec![(right + 5.0, 0.0), (right + 9.0, 0.0), (right + 9.0, 9.0)]).is_empty());
        // Two pieces are inside, the step between them is not.
        let line = [(10.0, 10.0), (20.0, 10.0), (20.0, low + 50.0), (30.0, low + 50.0), (30.0, 10.0)];
        assert_eq!(shown(&view, &line).len(), 2);
        // Both ends beside it, and straight across.
        assert_eq!(shown(&view, &[(-500.0, 5.0), (500.0, 5.0)]).len(), 1);
    }
}
