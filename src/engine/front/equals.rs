//! All paths that cost the same on the chosen criteria.

use super::super::graph::NONE;
use super::super::{Goal, Graph, Path};
use super::label::Found;
use super::options::Limits;

/// Adds the equals of the paths found, by following the equals of every label back to the start; `false` if the limits
/// ended it.
///
/// A path with a vector of the front reaches every state as well as a settled label does: it is that label's or one of its
/// equals'.
pub(super) fn add(graph: &Graph, goals: &[Goal], found: &Found, limits: &mut Limits, paths: &mut Vec<Path>) -> bool {
    let mut equals = found.equals.clone();
    equals.sort_unstable();
    let ways = |label: u32| {
        let first = equals.partition_point(|equal| equal.0 < label);
        let others = equals[first..].iter().take_while(move |equal| equal.0 == label).map(|equal| (equal.1, equal.2));
        let own = &found.labels[label as usize];
        others.chain([(own.parent, own.arc)])
    };
    let mut visited = vec![false; graph.places()];
    for end in &found.ends {
        for (before, _) in ways(*end) {
            let state = found.labels[before as usize].state;
            let Some(goal) = goals.iter().find(|goal| goal.state == state) else { continue };
            // Depth first: for each label on the way back, what is left to try.
            let mut back: Vec<u32> = Vec::new();
            let mut open: Vec<(u32, Vec<(u32, u32)>)> = vec![(before, ways(before).collect())];
            visited[graph.place(state) as usize] = true;
            while let Some((label, left)) = open.last_mut() {
                if !limits.take() {
                    return false;
                }
                let state = found.labels[*label as usize].state;
                match left.pop() {
                    Some((NONE, _)) => {
                        paths.push(Path::new(graph, back.iter().rev().copied().collect(), *goal));
                    }
                    Some((parent, arc)) => {
                        let place = graph.place(found.labels[parent as usize].state) as usize;
                        if !visited[place] {
                            visited[place] = true;
                            back.push(arc);
                            open.push((parent, ways(parent).collect()));
                        }
                    }
                    None => {
                        visited[graph.place(state) as usize] = false;
                        open.pop();
                        back.pop();
                    }
                }
            }
        }
    }
    true
}
