package dev.onsale.lab.chart;

import java.util.Locale;

/** Writes SVG, shape by shape. Not for many threads. */
final class Svg {

    private static final double TENTHS = 10.0;

    private final StringBuilder text = new StringBuilder();

    /**
     * @param style its classes in the page's style sheet
     * @param description for those who do not see the drawing
     */
    Svg(String style, int width, int height, String description) {
        text.append(String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">",
                style,
                width,
                height,
                escaped(description)));
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        text.append("<line class=\"").append(style).append('"');
        attribute("x1", x1);
        attribute("y1", y1);
        attribute("x2", x2);
        attribute("y2", y2);
        text.append("/>");
    }

    void path(String style, String data) {
        text.append("<path class=\"")
                .append(style)
                .append("\" d=\"")
                .append(data)
                .append("\"/>");
    }

    void dot(String style, double x, double y) {
        text.append("<circle class=\"").append(style).append("\" r=\"2.5\"");
        attribute("cx", x);
        attribute("cy", y);
        text.append("/>");
    }

    void bar(String style, double x, double y, double width, double height) {
        rectangle(style, x, y, width, height);
        text.append("/>");
    }

    /** A place that tells something when it is pointed at. */
    void hint(double x, double y, double width, double height, String words) {
        rectangle("hint", x, y, width, height);
        text.append("><title>").append(escaped(words)).append("</title></rect>");
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} of the words is at the place */
    void words(String style, String anchor, double x, double y, String words) {
        text.append("<text class=\"")
                .append(style)
                .append("\" text-anchor=\"")
                .append(anchor)
                .append('"');
        attribute("x", x);
        attribute("y", y);
        text.append('>').append(escaped(words)).append("</text>");
    }

    String end() {
        return text.append("</svg>").toString();
    }

    private void rectangle(String style, double x, double y, double width, double height) {
        text.append("<rect class=\"").append(style).append('"');
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
    }

    private void attribute(String name, double value) {
        text.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    /** A length to a tenth: finer is not seen, and takes room. */
    static String number(double value) {
        double rounded = Math.round(value * TENTHS) / TENTHS;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static String escaped(String words) {
        return words.replaceAll("[\\p{Cntrl}&&[^\n]]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
