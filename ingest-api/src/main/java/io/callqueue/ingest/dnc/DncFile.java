package io.callqueue.ingest.dnc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Refused;
import io.callqueue.request.PhoneNumber;
import io.callqueue.request.Refusal;

/**
 * A file of numbers: one a line, in the second column a reason if there is one; a first line without a digit in its first column is a header. It is
 * read whole before any of them is listed.
 */
final class DncFile {
    private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setTrim(true).setIgnoreEmptyLines(false).get();
    /** Excel begins its files with it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private final Map<String, Optional<String>> reasons = new LinkedHashMap<>();
    private final List<LineError> errors = new ArrayList<>();
    private int accepted;

    /** @param line from 1, the header counted */
    record LineError(long line, String message) {}

    private DncFile() {}

    /** @throws Refused when it is no CSV, or has too many lines */
    static DncFile read(byte[] utf8, int maxLines) {
        String text = text(utf8);
        DncFile file = new DncFile();
        try (CSVParser rows = CSVParser.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, CSV)) {
            file.addAll(rows, maxLines);
        } catch (IOException | UncheckedIOException e) {
            throw new Refused(Problem.malformed("the body is no CSV: " + e.getMessage()));
        }
        return file;
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new Refused(Problem.malformed("the body is not UTF-8"));
        }
    }

    /** The reasons by number in E.164; of two lines with the same number the later one counts. */
    Map<String, Optional<String>> reasons() {
        return reasons;
    }

    /** How many lines have a number that can be listed. */
    int accepted() {
        return accepted;
    }

    /** The lines that have none. */
    List<LineError> errors() {
        return errors;
    }

    private void addAll(CSVParser rows, int maxLines) {
        long line = 1;
        for (CSVRecord row : rows) {
            if (row.getRecordNumber() > maxLines) {
                throw new Refused(Problem.tooLarge("a file has at most " + maxLines + " lines: send several"));
            }
            if (!isEmpty(row) && !isHeader(row)) {
                add(row, line);
            }
            line = rows.getCurrentLineNumber() + 1;
        }
    }

    private static boolean isEmpty(CSVRecord row) {
        return row.size() == 1 && row.get(0).isEmpty();
    }

    private static boolean isHeader(CSVRecord row) {
        return row.getRecordNumber() == 1 && row.get(0).chars().noneMatch(Character::isDigit);
    }

    private void add(CSVRecord row, long line) {
        Optional<String> number = PhoneNumber.normalize(row.get(0));
        String reason = row.size() > 1 ? row.get(1) : "";
        if (number.isEmpty()) {
            errors.add(new LineError(line, "the number " + Refusal.phoneNumber("").message()));
        } else if (reason.length() > DncController.LONGEST_REASON) {
            errors.add(new LineError(line,
                    "the reason is longer than " + DncController.LONGEST_REASON + " characters: shorten it"));
        } else {
            reasons.put(number.get(), Optional.of(reason).filter(given -> !given.isEmpty()));
            accepted++;
        }
    }
}
