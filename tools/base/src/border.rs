//! Countries of nodes, lines cut at borders, gauges, and which curated crossing each passage belongs to.

use crate::countries::{Countries, NONE};
use crate::curated::{Curated, Place};
use crate::graph::{Edge, Graph, Kind};
use crate::report::Report;
use crate::sphere::{At, Near, between, metres};
use corridor::BasePassage;
use std::collections::{BTreeMap, BTreeSet};

/// A way through another country that is no longer than this and comes back is the fault of a coarse border.
const EXCURSION: f64 = 5000.0;
/// How far the surroundings of a post reach.
const AROUND: f64 = 2500.0;
/// A passage this near a post belongs to it.
const AT_POST: f64 = 15_000.0;

/// Members of the European Union and the Schengen area, whether or not the curated network has a place in them.
const OPEN: [&str; 33] = [
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "SM",
];

/// Gives every node its country, and cuts every edge between two countries at the border.
pub fn cut(graph: &mut Graph, countries: &Countries, curated: &Curated) {
    graph.country = graph.at.iter().map(|&at| countries.of(at)).collect();
    // Where the polygons put a post into the wrong country, its own surroundings are put right.
    let ring = |at: At| {
        (0..8)
            .map(move |i| f64::from(i) * std::f64::consts::FRAC_PI_4)
            .map(move |angle| [at[0] + 0.04 * angle.sin(), at[1] + 0.04 * angle.cos()])
    };
    // A post that was placed by hand is believed if the border is near.
    let near_own = |place: &Place| {
        countries.index(&place.country).is_some_and(|own| ring(place.at).any(|at| countries.strict(at) == own))
    };
    let known = |place: &&Place| place.kind == "border_post" && (place.measured || near_own(place));
    let posts: Vec<&Place> = curated.places.values().filter(known).collect();
    let near = Near::new(posts.iter().map(|place| place.at).zip(0..));
    let wrong = |place: &Place| countries.index(&place.country).filter(|&own| own != countries.of(place.at));
    for node in 0..graph.at.len() {
        if let Some((post, _)) = near.nearest(graph.at[node], AROUND)
            && let Some(own) = wrong(posts[post as usize])
        {
            graph.country[node] = own;
        }
    }
    // A short line over the border to a place that is known there is no fault of the border.
    let posts = curated.places.values().filter(|place| place.kind != "waypoint").map(|place| (place.at, place));
    let (posts, of): (Vec<_>, Vec<_>) = posts.map(|(at, place)| (at, countries.index(&place.country))).unzip();
    let near = Near::new(posts.into_iter().zip(0..));
    for _ in 0..2 {
        unknown(graph);
        excursions(graph, |at, country| near.within(at, 3000.0).iter().any(|&(i, _)| of[i as usize] == Some(country)));
    }
    for number in 0..graph.edges.len() as u32 {
        let edge = graph.edges[number as usize];
        let [a, b] = [edge.a, edge.b].map(|n| graph.country[n as usize]);
        graph.edges[number as usize].area = if a == NONE { b } else { a };
        if a == b || a == NONE || b == NONE {
            continue;
        }
        let ends = [edge.a, edge.b].map(|n| graph.at[n as usize]);
        let (mut low, mut high) = (0.0, 1.0);
        while high - low > 1e-3 {
            let middle = (low + high) / 2.0;
            // What lies in neither goes to the farther side, so that the cut is near the first border.
            if countries.of(between(ends[0], ends[1], middle)) == a { low = middle } else { high = middle }
        }
        let share = low.clamp(0.01, 0.99);
        let border = graph.node(between(ends[0], ends[1], share));
        graph.country.push(a);
        graph.keep[border as usize] = true;
        let first = &mut graph.edges[number as usize];
        (first.b, first.metres) = (border, edge.metres * share);
        graph.around[edge.b as usize].retain(|&e| e != number);
        graph.around[border as usize].push(number);
        let code = BasePassage::Closed.code();
        graph.push(Edge { a: border, metres: edge.metres * (1.0 - share), area: b, passage: code, ..edge });
    }
}

/// Nodes off every coast take the country of a neighbour.
fn unknown(graph: &mut Graph) {
    let mut open: Vec<u32> = (0..graph.at.len() as u32).filter(|&n| graph.country[n as usize] != NONE).collect();
    while let Some(node) = open.pop() {
        for &edge in &graph.around[node as usize] {
            let next = graph.other(edge, node);
            if graph.country[next as usize] == NONE {
                graph.country[next as usize] = graph.country[node as usize];
                open.push(next);
            }
        }
    }
}

fn excursions(graph: &mut Graph, is_known: impl Fn(At, u8) -> bool) {
    let mut seen = vec![false; graph.at.len()];
    for start in 0..graph.at.len() as u32 {
        if seen[start as usize] {
            continue;
        }
        let country = graph.country[start as usize];
        let (mut length, mut outside, mut ways_out) = (0.0, 0.0, 0);
        let (mut members, mut around) = (vec![start], BTreeSet::new());
        seen[start as usize] = true;
        let mut next = 0;
        while next < members.len() {
            let node = members[next];
            next += 1;
            for &edge in &graph.around[node as usize] {
                let (other, metres) = (graph.other(edge, node), graph.edges[edge as usize].metres);
                if graph.country[other as usize] != country {
                    ways_out += 1;
                    around.insert(graph.country[other as usize]);
                    // At most about half of a piece over the border lies beyond it.
                    outside += (metres / 2.0).min(1000.0);
                } else {
                    length += metres / 2.0;
                    if !seen[other as usize] {
                        seen[other as usize] = true;
                        members.push(other);
                    }
                }
            }
        }
        let short = around.len() == 1 && ways_out > 1 && length + outside < EXCURSION;
        if short && !members.iter().any(|&node| is_known(graph.at[node as usize], country)) {
            let country = *around.first().unwrap_or(&country);
            members.iter().for_each(|&node| graph.country[node as usize] = country);
        }
    }
}

/// The gauge of each railway, by country and where a foreign gauge goes on.
pub fn gauges(graph: &mut Graph, countries: &Countries) {
    for number in 0..graph.edges.len() {
        let edge = graph.edges[number];
        let at = between(graph.at[edge.a as usize], graph.at[edge.b as usize], 0.5);
        let code = countries.codes.get(usize::from(edge.area)).map_or("", |code| code);
        graph.edges[number].gauge = gauge(code, at);
    }
}

fn gauge(country: &str, [lat, lon]: At) -> u16 {
    match country {
        // The Turkish line goes on to Akhalkalaki, the Pakistani one to Zahedan, that of Khaf to Herat.
        "GE" if lat < 41.41 && (43.1..43.6).contains(&lon) => 1435,
        "IR" if lon > 60.87 && (28.8..29.6).contains(&lat) => 1676,
        "AF" if lat < 35.0 && lon < 62.3 => 1435,
        "AF" if lat < 34.5 => 1676,
        "RU" if lat > 54.2 && lat < 55.5 && (19.5..20.3).contains(&lon) => 1520,
        "RU" | "BY" | "UA" | "MD" | "LT" | "LV" | "EE" | "KZ" | "KG" | "UZ" | "TM" | "TJ" | "AZ" | "AM" | "GE"
        | "MN" | "FI" | "AF" => 1520,
        "IN" | "PK" | "BD" | "LK" | "NP" => 1676,
        "MM" | "TH" | "LA" | "VN" | "KH" | "MY" | "SG" => 1000,
        "JP" | "ID" | "TW" | "PH" | "SD" | "YE" => 1067,
        _ => 1435,
    }
}

/// Opens what no one controls, and ties the other passages to curated crossings: those on the way between the posts,
/// and those near a post. What remains is closed.
pub fn tie(
    graph: &mut Graph,
    curated: &Curated,
    countries: &Countries,
    ids: &[String],
    kind: Kind,
    report: &mut Report,
) {
    let open: BTreeSet<u8> = OPEN.iter().filter_map(|code| countries.index(code)).collect();
    let mut passages: BTreeMap<(u8, u8), Vec<u32>> = BTreeMap::new();
    for number in 0..graph.edges.len() as u32 {
        let edge = graph.edges[number as usize];
        if edge.passage == BasePassage::None.code() {
            continue;
        }
        let (a, b) = (graph.country[edge.a as usize], graph.country[edge.b as usize]);
        if open.contains(&a) && open.contains(&b) {
            graph.edges[number as usize].passage = BasePassage::Open.code();
        } else {
            passages.entry((a.min(b), a.max(b))).or_default().push(number);
        }
    }
    let near = Near::new(graph.nodes().filter(|&(_, n)| graph.degree(n) > 0));
    let name = if kind == Kind::Rail { "rail" } else { "road" };
    for (number, id) in ids.iter().enumerate() {
        let crossing = &curated.crossings[id];
        if !(if kind == Kind::Rail { crossing.rail } else { crossing.road }) {
            continue;
        }
        let code = BasePassage::Crossing(number as u16).code();
        let pair: Vec<u8> = crossing.posts.iter().filter_map(|post| countries.index(&post.0)).collect();
        let &[a, b] = &pair[..] else { continue };
        let found = passages.get(&(a.min(b), a.max(b))).map_or(&[][..], |list| list);
        let ends: Vec<(At, Vec<u32>)> = crossing
            .posts
            .iter()
            .filter_map(|(_, place)| curated.places.get(place))
            .map(|place| {
                let nodes = near.within(place.at, 12_000.0);
                let nodes =
                    if nodes.is_empty() { near.nearest(place.at, 60_000.0).into_iter().collect() } else { nodes };
                (place.at, nodes.into_iter().take(8).map(|(node, _)| node).collect())
            })
            .collect();
        let [(at_a, from), (at_b, to)] = &ends[..] else { continue };
        let link = curated.links.iter().find(|l| l.crossing.as_deref() == Some(id) && l.mode == name);
        let mut tied = Vec::new();
        for &edge in found {
            let border = graph.at[graph.edges[edge as usize].a as usize];
            if metres(border, *at_a).min(metres(border, *at_b)) < AT_POST {
                tied.push(edge);
            }
        }
        let allowed = |edge: &Edge| edge.area == a || edge.area == b || edge.area == NONE;
        if let Some((length, edges, _)) = graph.path(from, to, 3.0 * metres(*at_a, *at_b) + 60_000.0, allowed) {
            let mut crossed: Vec<(f64, u32)> = Vec::new();
            let mut so_far = 0.0;
            for &edge in &edges {
                if found.contains(&edge) {
                    // Several passages on one way: the one where the curated link has its border.
                    let expected = link.and_then(|l| {
                        l.border_km.map(|km| {
                            if curated.places[&l.from].country == crossing.posts[0].0 { km } else { l.km - km }
                        })
                    });
                    let off = expected.map_or(so_far, |km| (so_far / length * link.map_or(1.0, |l| l.km) - km).abs());
                    crossed.push((off, edge));
                }
                so_far += graph.edges[edge as usize].metres;
            }
            crossed.sort_by(|a, b| a.0.total_cmp(&b.0));
            tied.extend(crossed.first().map(|&(_, edge)| edge));
        }
        for &edge in &tied {
            let edge = &mut graph.edges[edge as usize];
            if edge.passage == BasePassage::Closed.code() {
                edge.passage = code;
            }
        }
        if tied.is_empty() && !(open.contains(&a) && open.contains(&b)) {
            report.say(format!("no {name} passage for crossing `{id}`"));
        }
    }
    let mut closed: BTreeMap<String, usize> = BTreeMap::new();
    for (&(a, b), edges) in &passages {
        let count = edges.iter().filter(|&&e| graph.edges[e as usize].passage == BasePassage::Closed.code()).count();
        if count > 0 {
            let code = |c: u8| countries.codes.get(usize::from(c)).map_or("?", |code| code);
            closed.insert(format!("{}-{} {count}", code(a), code(b)), count);
        }
    }
    let list: Vec<&str> = closed.keys().map(|key| &key[..]).collect();
    report.say(format!(
        "{name} passages without a post, closed: {} ({})",
        closed.values().sum::<usize>(),
        list.join(", ")
    ));
}
