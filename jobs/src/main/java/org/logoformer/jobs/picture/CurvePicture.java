package org.logoformer.jobs.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line chart. */
public final class CurvePicture {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 300;

  private CurvePicture() {}

  /** One line: a name and a value for each place on the horizontal axis. */
  public record Line(String name, List<Double> places, List<Double> values) {}

  /**
   * PNG bytes of a chart of {@code lines}.
   *
   * @param axis what the horizontal axis counts
   * @param top the upper end of the value axis, or NaN to fit it to the values
   */
  public static byte[] png(String title, String axis, List<Line> lines, double top, Theme theme) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(axis).build();
    style(chart.getStyler(), theme);
    if (!Double.isNaN(top)) {
      chart.getStyler().setYAxisMin(0.0).setYAxisMax(top);
    }
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.places().isEmpty()) {
        continue;
      }
      XYSeries series = chart.addSeries(line.name(), line.places(), line.values());
      series.setLineColor(theme.line(i));
      series.setMarkerColor(theme.line(i));
      series.setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      series.setMarker(line.places().size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    return Picture.png(WIDTH, HEIGHT, g -> chart.paint(g, WIDTH, HEIGHT));
  }

  private static void style(XYStyler styler, Theme theme) {
    Color none = theme.ground();
    styler.setChartBackgroundColor(none);
    styler.setChartFontColor(theme.text());
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    styler.setChartTitleBoxVisible(false);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBackgroundColor(none);
    styler.setLegendBorderColor(none);
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setPlotBackgroundColor(none);
    styler.setAntiAlias(true);
    styler.setPlotGridLinesColor(theme.grid());
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setAxisTickLabelsColor(theme.muted());
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    // With two epochs the axis would show every digit of their values.
    styler.setYAxisDecimalPattern("0.###");
  }
}
