//! What routes at a tipping point are called: by their corridors, or else by where they differ.

use crate::engine::Path;
use crate::planner::Trip;
use crate::rank::Named;

impl Trip<'_> {
    /// The corridors that a path follows, in either direction.
    pub(super) fn corridors_of(&self, path: &Path) -> Vec<Named> {
        let (inner, graph) = (self.inner(), &self.planner.open);
        let followed = graph.signatures(inner).followed(inner, graph, path);
        followed.into_iter().map(|corridor| self.named(corridor)).collect()
    }

    /// What tells a path that has no corridor of its own: the crossings, or else places, or else links that another has not.
    pub(super) fn by_way(&self, path: &Path, other: Option<&Path>) -> String {
        const NAMED: usize = 2;
        let (inner, graph) = (self.inner(), &self.planner.open.graph);
        let links = |path: &Path| path.arcs().iter().map(|arc| graph.link(*arc)).collect::<Vec<u32>>();
        let crossing =
            |link: &u32| inner.links[*link as usize].crossing.map(|index| &inner.crossings[index as usize].name);
        let place = |arc: &u32| &inner.nodes[graph.place(graph.head(*arc)) as usize].name;
        let of_link = |link: &u32| {
            let link = &inner.links[*link as usize];
            format!(
                "{} - {} by {}",
                inner.nodes[link.from as usize].name,
                inner.nodes[link.to as usize].name,
                link.mode.name()
            )
        };
        let (mine, theirs) = (links(path), other.map_or(Vec::new(), links));
        let known: Vec<&String> = theirs.iter().filter_map(crossing).collect();
        let mut ways: Vec<String> =
            mine.iter().filter_map(crossing).filter(|name| !known.contains(name)).cloned().collect();
        if ways.is_empty() {
            let known: Vec<&String> = other.iter().flat_map(|other| other.arcs()).map(place).collect();
            ways = path.arcs().iter().map(place).filter(|name| !known.contains(name)).cloned().collect();
        }
        if ways.is_empty() {
            ways = mine.iter().filter(|link| !theirs.contains(link)).map(of_link).collect();
        }
        ways.dedup();
        let more = if ways.len() > NAMED { ", ..." } else { "" };
        ways.truncate(NAMED);
        if ways.is_empty() { "another vessel".to_owned() } else { format!("the route over {}{more}", ways.join(", ")) }
    }
}

/// The names of corridors, if there are any.
pub(super) fn names(corridors: &[Named]) -> Option<String> {
    let names: Vec<&str> = corridors.iter().map(|corridor| corridor.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join("; "))
}
