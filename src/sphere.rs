//! Distances on the sphere, for checks that need no geometry library.

/// Mean radius of the Earth in kilometres (IUGG).
const RADIUS_KM: f64 = 6371.0088;

/// Kilometres of the great circle between two points (haversine formula).
pub(crate) fn distance_km((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let (phi_a, phi_b) = (lat_a.to_radians(), lat_b.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(lat_b - lat_a) + phi_a.cos() * phi_b.cos() * half(lon_b - lon_a);
    2.0 * RADIUS_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        assert_eq!(distance_km((10.0, 20.0), (10.0, 20.0)), 0.0);
        let quarter = distance_km((0.0, 0.0), (0.0, 90.0));
        assert!((quarter - 10_007.557).abs() < 0.01, "{quarter}");
        // Karachi to Almaty.
        let km = distance_km((24.86, 67.01), (43.24, 76.95));
        assert!((km - 2_232.0).abs() < 15.0, "{km}");
    }
}
