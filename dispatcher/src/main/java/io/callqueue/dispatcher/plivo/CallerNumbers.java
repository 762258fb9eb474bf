package io.callqueue.dispatcher.plivo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The numbers that this account dials from. Each callee hears the same one again; they are picked evenly, those with a rate of their own as often
 * as they may be used.
 */
public record CallerNumbers(List<CallerNumber> all) {
    private static final Pattern FORM = Pattern.compile("(\\+?[1-9][0-9]{4,14})(?:=([0-9]{1,5}(?:\\.[0-9]{1,3})?))?");

    /**
     * @param setting numbers with commas between them, each perhaps with {@code =} and its rate, such as {@code +14155550100=2,+14155550101}
     * @throws IllegalArgumentException when it is not like that
     */
    public static CallerNumbers parse(String setting) {
        List<CallerNumber> all = Arrays.stream(setting.split(",", -1)).map(String::strip)
                .map(part -> one(part, setting)).toList();
        Set<String> seen = new HashSet<>();
        all.stream().filter(number -> !seen.add(number.number().replace("+", ""))).findFirst().ifPresent(twice -> {
            throw new IllegalArgumentException("PLIVO_NUMBER names " + twice.number() + " twice");
        });
        return new CallerNumbers(all);
    }

    private static CallerNumber one(String part, String setting) {
        Matcher form = FORM.matcher(part);
        if (!form.matches()) {
            throw new IllegalArgumentException("PLIVO_NUMBER is '" + setting
                    + "': it must be the caller number in E.164, such as +14155550100, or several with commas between them");
        }
        Optional<Double> rate = Optional.ofNullable(form.group(2)).map(Double::valueOf);
        if (rate.filter(perSecond -> perSecond <= 0).isPresent()) {
            throw new IllegalArgumentException(
                    "PLIVO_NUMBER gives " + form.group(1) + " a rate of 0: it must be above 0");
        }
        return new CallerNumber(form.group(1), rate);
    }

    /** The numbers to call this callee from, the first that is not stopped. A number that comes or goes changes it for its own callees only. */
    public List<CallerNumber> preferredFor(String callee) {
        double highest = all.stream().flatMap(number -> number.ratePerSecond().stream()).max(Double::compare)
                .orElse(1.0);
        return all.stream()
                .sorted(Comparator.comparingDouble(
                        (CallerNumber number) -> lot(number, callee) / number.ratePerSecond().orElse(highest)))
                .toList();
    }

    /** Weighted rendezvous hashing: lots are exponentially distributed, so one of twice the weight is the lowest twice as often. */
    private static double lot(CallerNumber number, String callee) {
        CRC32C hash = new CRC32C();
        hash.update((number.number() + "/" + callee).getBytes(StandardCharsets.UTF_8));
        return -Math.log(((mix(hash.getValue()) >>> 10) + 1) * 0x1.0p-53);
    }

    /** A checksum of numbers that differ in one digit differs in few bits. */
    private static long mix(long hash) {
        return (hash * 0x9E3779B97F4A7C15L) >>> 1;
    }

    /** The number that an attempt under this lease was dialed from, also when it is none of ours any more: Plivo is asked for its calls. */
    public String dialedFrom(String lease) {
        return CallerNumber.of(lease).orElseGet(() -> all.getFirst().number());
    }

    /** The one that a lease's name tells, or the only one. */
    public CallerNumber of(String lease) {
        return CallerNumber.of(lease).flatMap(
                number -> all.stream().filter(known -> known.number().equals(number)).findFirst())
                .orElse(all.getFirst());
    }
}
