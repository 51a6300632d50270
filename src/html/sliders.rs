//! The weights that a reader of the report moves: which, how far, in which steps.

use crate::cost::Criterion::{self, Cost, Crossings, Distance, Emissions, Risk, Time};
use crate::planner::Trip;
use crate::weight_box::{FACTOR, FREE, WeightBox};
use crate::weights::{Preset, Weights};

/// Steps of a slider to either side of the middle.
const SIDE: i32 = 16;
/// By how much the box in which routes are held is wider than the sliders: more than whole weights round their rates.
const SLACK: f64 = 1.001;

/// One weight that can be moved.
#[derive(Clone, Debug)]
pub(crate) struct Slider {
    pub(crate) criterion: Criterion,
    /// Ascending; the one in the middle is that of the weights.
    pub(crate) rates: Vec<f64>,
}

/// Everything that the page can weigh by.
#[derive(Clone, Debug)]
pub(crate) struct Sliders {
    pub(crate) weights: Weights,
    pub(crate) sliders: Vec<Slider>,
    /// Ready-made weights that the network has figures for.
    pub(crate) presets: Vec<(Preset, Weights)>,
}

impl Sliders {
    /// Up to three of the weights, around the ones given; one always stays fixed, since only ratios count.
    pub(crate) fn around(trip: &Trip<'_>, weights: &Weights) -> Sliders {
        let unit = [Cost, Distance, Time, Risk, Emissions, Crossings].into_iter().find(|c| weights.rate(*c) > 0.0);
        let movable = [Time, Crossings, Risk, Emissions, Distance].into_iter();
        let movable = movable.filter(|c| Some(*c) != unit && weights.rate(*c) > 0.0).take(FREE);
        let slider = |criterion: Criterion| {
            let rate = weights.rate(criterion);
            let step = |step: i32| match step {
                0 => rate,
                _ => rounded(rate * FACTOR.powf(f64::from(step) / f64::from(SIDE))),
            };
            Slider { criterion, rates: (-SIDE..=SIDE).map(step).collect() }
        };
        let presets = Preset::ALL.into_iter().map(|preset| (preset, preset.weights()));
        Sliders {
            weights: *weights,
            sliders: movable.map(slider).collect(),
            presets: presets.filter(|(_, weights)| trip.check(weights).is_ok()).collect(),
        }
    }

    /// The box of all positions of the sliders, a little wider; `None` without sliders.
    pub(crate) fn weight_box(&self) -> Option<WeightBox> {
        let range = |rates: WeightBox, slider: &Slider| {
            let (low, high) = (slider.rates.first()?, slider.rates.last()?);
            Some(rates.range(slider.criterion, low / SLACK..=high * SLACK))
        };
        let ranges = self.sliders.iter().try_fold(WeightBox::around(&self.weights), range)?;
        (!self.sliders.is_empty()).then_some(ranges)
    }

    /// The weights with the sliders at some rates, in their order.
    pub(crate) fn at(&self, rates: &[f64]) -> Option<Weights> {
        let moved = |criterion: Criterion| {
            let at = self.sliders.iter().position(|slider| slider.criterion == criterion);
            at.and_then(|at| rates.get(at).copied()).unwrap_or(self.weights.rate(criterion))
        };
        Weights::new(Criterion::ALL.map(|criterion| (criterion, moved(criterion)))).ok()
    }
}

/// Three significant digits: a rate that people can read and type.
fn rounded(rate: f64) -> f64 {
    format!("{rate:.2e}").parse().unwrap_or(rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, Network, hours, km, lat, lon};

    #[test]
    fn the_middle_is_what_was_given() {
        let mut net = Network::builder();
        net.node("a", "AA", lat(40), lon(60));
        net.node("b", "AA", lat(42), lon(62));
        net.link("a", "b", Mode::Road).distance(km(300)).time(hours(9));
        let planner = net.build().unwrap().compile();
        let trip = planner.trip("a", "b").unwrap();
        let sliders = Sliders::around(&trip, &Weights::new([(Distance, 1.0), (Time, 37.123)]).unwrap());
        assert_eq!(sliders.sliders.len(), 1);
        let rates = &sliders.sliders[0].rates;
        assert_eq!((rates.len(), rates[16], rates[0], rates[32]), (33, 37.123, 9.28, 148.0));
        assert!(rates.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(sliders.at(&[5.5]).unwrap().rate(Time), 5.5);
        // Only what the network knows can be weighed.
        assert!(sliders.presets.iter().all(|(preset, _)| !matches!(preset, Preset::Cheapest | Preset::Safest)));
        let alone = Sliders::around(&trip, &Preset::Fastest.weights());
        assert!(alone.sliders.is_empty() && alone.weight_box().is_none());
    }
}
