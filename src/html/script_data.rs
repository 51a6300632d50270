//! What the script of the page knows, as JSON.

use crate::contest::SENSELESS;
use crate::cost::Criterion;
use crate::html::escape::json;
use crate::html::sheet::Sheet;
use crate::html::sliders::Slider;
use crate::weights::{Preset, Weights};

/// What the script needs: rates, ticks, routes by corridor.
pub(crate) fn data(sheet: &Sheet<'_>) -> String {
    let list = |items: &mut dyn Iterator<Item = String>| format!("[{}]", items.collect::<Vec<String>>().join(","));
    let rates =
        |weights: &Weights| list(&mut Criterion::ALL.into_iter().map(|criterion| weights.rate(criterion).to_string()));
    let held = &sheet.held;
    let inner = sheet.trip.inner();
    let places = |routes: &[usize]| list(&mut routes.iter().map(ToString::to_string));
    let at = |corridor: &u16| held.corridors.iter().position(|(other, _)| other == corridor);
    let undecided = |corridors: &[u16]| places(&corridors.iter().filter_map(at).collect::<Vec<usize>>());
    let corridor = |(corridor, routes): &(u16, Vec<usize>)| {
        let own = &inner.corridors[*corridor as usize];
        format!(
            "{{\"id\":{},\"name\":{},\"colour\":{},\"routes\":{}}}",
            json(&own.id),
            json(&own.name),
            sheet.colour(Some(*corridor)),
            places(routes)
        )
    };
    let slider = |slider: &Slider| {
        let rates = list(&mut slider.rates.iter().map(ToString::to_string));
        format!("{{\"criterion\":{},\"rates\":{rates}}}", slider.criterion as usize)
    };
    let preset = |((preset, weights), given_up): (&(Preset, Weights), &Vec<u16>)| {
        format!(
            "{{\"name\":{},\"rates\":{},\"undecided\":{}}}",
            json(preset.name()),
            rates(weights),
            undecided(given_up)
        )
    };
    let ticks = |path: &crate::engine::Path| list(&mut path.cost().ticks().iter().map(ToString::to_string));
    format!(
        "{{\"per\":{},\"units\":{},\"covered\":{},\"rates\":{},\"sliders\":{},\"presets\":{},\"routes\":{},\"corridors\":{},\"best\":{},\"undecided\":{},\
         \"none\":{},\"senseless\":{SENSELESS}}}",
        list(&mut Criterion::ALL.iter().map(|criterion| criterion.ticks_per_unit().to_string())),
        list(&mut Criterion::ALL.iter().map(|criterion| json(criterion.unit()))),
        list(&mut held.covered.iter().map(ToString::to_string)),
        rates(&sheet.weights),
        list(&mut sheet.sliders.sliders.iter().map(slider)),
        list(&mut sheet.sliders.presets.iter().zip(&held.undecided_by).map(preset)),
        list(&mut held.paths.iter().map(ticks)),
        list(&mut held.corridors.iter().map(corridor)),
        places(&held.best),
        undecided(&held.undecided),
        sheet.colour(None)
    )
}
