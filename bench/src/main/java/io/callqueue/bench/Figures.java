package io.callqueue.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure, taken several times: its median, and its range. */
public final class Figures {
    private final List<Double> taken = new ArrayList<>();

    public void add(double figure) {
        taken.add(figure);
    }

    public double median() {
        List<Double> sorted = taken.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    public boolean isEmpty() {
        return taken.isEmpty();
    }

    /** Each beside the one of the same round, as a ratio. */
    public Figures over(Figures other) {
        Figures ratios = new Figures();
        for (int i = 0; i < Math.min(taken.size(), other.taken.size()); i++) {
            ratios.add(taken.get(i) / other.taken.get(i));
        }
        return ratios;
    }

    /** Such as {@code 3,912 (3,700 to 4,010)}. */
    public String whole() {
        return text("%,.0f");
    }

    /** Such as {@code 0.61 (0.58 to 0.64)}. */
    public String ratio() {
        return text("%.2f");
    }

    private String text(String form) {
        double least = taken.stream().min(Double::compare).orElseThrow();
        double most = taken.stream().max(Double::compare).orElseThrow();
        return String.format(Locale.ROOT, form + " (" + form + " to " + form + ")", median(), least, most);
    }
}
