//! From the globe to paper: Lambert's azimuthal equal-area projection (1772), in which no region looks larger than another.

/// A point on paper: right, down.
pub(crate) type Dot = (f64, f64);

/// The projection around a centre.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Projection {
    lon: f64,
    sin: f64,
    cos: f64,
}

impl Projection {
    /// Around a centre in degrees.
    pub(crate) fn around(lon: f64, lat: f64) -> Projection {
        let (sin, cos) = lat.to_radians().sin_cos();
        Projection { lon, sin, cos }
    }

    /// The point in radii of the Earth from the centre; `None` for what lies on the far side of it.
    pub(crate) fn dot(&self, (lon, lat): (f64, f64)) -> Option<Dot> {
        let (sin, cos) = lat.to_radians().sin_cos();
        let (east, along) = (lon - self.lon).to_radians().sin_cos();
        let towards = self.sin * sin + self.cos * cos * along;
        let scale = (2.0 / (1.0 + towards)).sqrt();
        let dot = (scale * cos * east, -scale * (self.cos * sin - self.sin * cos * along));
        (towards > -0.5).then_some(dot)
    }
}

/// The piece of paper that is shown, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) projection: Projection,
    left: f64,
    top: f64,
    /// Pixels for a radius of the Earth.
    scale: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Height over width of a map, at the least and at the most.
const ASPECT: (f64, f64) = (0.5, 0.68);
/// The share of its width that a map has beyond what it must show, on each side.
const MARGIN: f64 = 0.06;

impl View {
    /// A view of `width` pixels that shows every point, given in degrees east and north.
    pub(crate) fn of(points: &[(f64, f64)], width: f64) -> View {
        let range = |of: fn(&(f64, f64)) -> f64| {
            points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
        };
        let (lon, lat) =
            if points.is_empty() { ((60.0, 60.0), (40.0, 40.0)) } else { (range(|p| p.0), range(|p| p.1)) };
        let projection = Projection::around((lon.0 + lon.1) / 2.0, (lat.0 + lat.1) / 2.0);
        let dots: Vec<Dot> = points.iter().filter_map(|at| projection.dot(*at)).collect();
        let range = |of: fn(&Dot) -> f64| {
            dots.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
        };
        let (x, y) = if dots.is_empty() { ((0.0, 0.0), (0.0, 0.0)) } else { (range(|dot| dot.0), range(|dot| dot.1)) };
        // A trip round the corner still gets a few hundred kilometres.
        let wide = ((x.1 - x.0) * (1.0 + 2.0 * MARGIN)).max((y.1 - y.0) * (1.0 + 2.0 * MARGIN) / ASPECT.1).max(0.06);
        let high = ((y.1 - y.0) * (1.0 + 2.0 * MARGIN)).clamp(wide * ASPECT.0, wide * ASPECT.1);
        let scale = width / wide;
        View {
            projection,
            left: (x.0 + x.1 - wide) / 2.0,
            top: (y.0 + y.1 - high) / 2.0,
            scale,
            width,
            height: (high * scale).round(),
        }
    }

    /// Where a point in degrees east and north lies, in pixels.
    pub(crate) fn dot(&self, at: (f64, f64)) -> Option<Dot> {
        let (x, y) = self.projection.dot(at)?;
        Some(((x - self.left) * self.scale, (y - self.top) * self.scale))
    }

    /// Whether a dot is shown, or lies within `margin` pixels of what is.
    pub(crate) fn shows(&self, (x, y): Dot, margin: f64) -> bool {
        (-margin..=self.width + margin).contains(&x) && (-margin..=self.height + margin).contains(&y)
    }

    /// Pixels of a length on the ground near the centre.
    pub(crate) fn pixels(&self, km: f64) -> f64 {
        km / 6371.0 * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_and_everything_is_shown() {
        let points = [(67.0, 24.9), (76.9, 43.2), (36.6, 36.6)];
        let view = View::of(&points, 1000.0);
        let dots: Vec<Dot> = points.iter().map(|at| view.dot(*at).unwrap()).collect();
        assert!(dots.iter().all(|dot| view.shows(*dot, 0.0)));
        assert!(dots[1].1 < dots[0].1 && dots[2].0 < dots[0].0);
        let one = View::of(&points[..1], 1000.0);
        assert!((one.dot(points[0]).unwrap().0 - 500.0).abs() < 1e-6);
        assert_eq!(View::of(&[], 1000.0).width, 1000.0);
    }

    #[test]
    fn lengths_hold_near_the_centre() {
        let view = View::of(&[(60.0, 40.0), (70.0, 50.0)], 1000.0);
        let (a, b) = (view.dot((65.0, 45.0)).unwrap(), view.dot((65.0, 46.0)).unwrap());
        assert!(((a.1 - b.1) - view.pixels(111.19)).abs() < 0.1);
    }
}
