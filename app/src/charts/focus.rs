//! How the point that the reader stands on is shown: the part of an option that changes. Plain data.

use serde_json::{Value, json};

use super::color;
use super::walk::Stop;

/// On a trend: a ring at the point and a line at its time.
pub(super) fn on_point(stop: Option<&Stop>) -> Value {
    let points: Vec<Value> = stop.iter().map(|stop| json!([stop.at.0, stop.at.1])).collect();
    let lines: Vec<Value> = stop.iter().map(|stop| json!({"xAxis": stop.at.0})).collect();
    json!({"series": [{
        "id": "focus",
        "symbol": "circle",
        "symbolSize": 13,
        "z": 10,
        "itemStyle": {"color": color::CLEAR, "borderColor": color::INK, "borderWidth": 2.5},
        "data": points,
        "markLine": {
            "silent": true, "symbol": "none", "precision": 6, "animation": false,
            "label": {"show": false},
            "lineStyle": {"color": color::INK, "width": 1, "type": "solid", "opacity": 0.5},
            "data": lines,
        },
    }]})
}

/// On a ranking: a frame around the row.
pub(super) fn on_row(stop: Option<&Stop>) -> Value {
    let rows: Vec<Value> =
        stop.iter().map(|stop| json!([{"yAxis": stop.at.1 - 0.5}, {"yAxis": stop.at.1 + 0.5}])).collect();
    json!({"series": [{
        "id": "focus",
        "markArea": {
            "silent": true, "animation": false,
            "itemStyle": {"color": "rgba(0,0,0,0.04)", "borderColor": color::INK, "borderWidth": 2},
            "data": rows,
        },
    }]})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_the_walk_takes_the_mark_away() {
        assert_eq!(on_point(None)["series"][0]["data"], json!([]));
        assert_eq!(on_point(None)["series"][0]["markLine"]["data"], json!([]));
        assert_eq!(on_row(None)["series"][0]["markArea"]["data"], json!([]));
    }

    #[test]
    fn a_row_is_framed_from_edge_to_edge() {
        let stop = Stop { spoken: String::new(), subject: None, at: (0.0, 3.0) };
        assert_eq!(on_row(Some(&stop))["series"][0]["markArea"]["data"], json!([[{"yAxis": 2.5}, {"yAxis": 3.5}]]));
    }
}
