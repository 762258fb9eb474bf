package io.callqueue.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** docs/api.md: its table of endpoints, and its examples, each with the answer that stands behind it. */
final class ApiPage {
    /** A request as it stands there; the status codes that are promised; the answer, where one is shown. */
    record Example(String method, String target, List<String> headers, Optional<String> body, List<Integer> statuses,
            Optional<String> answer) {
        HttpRequest request(URI api) {
            HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(target)).method(method,
                    body.map(HttpRequest.BodyPublishers::ofString).orElse(HttpRequest.BodyPublishers.noBody()));
            headers.forEach(header -> request.header(header.split(": ", 2)[0], header.split(": ", 2)[1]));
            return request.build();
        }
    }

    /** A method and a path with {@code {name}} for what varies. */
    record Endpoint(String method, String path) {
        boolean isOf(Example example) {
            String pattern = Pattern.quote(path).replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q");
            return method.equals(example.method()) && example.target().split("\\?", 2)[0].matches(pattern);
        }
    }

    private static final Pattern BLOCK = Pattern.compile("^```\\n(.*?)^```\\n", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^## ", Pattern.MULTILINE);
    private static final Pattern CURL = Pattern.compile("curl (?:[^'\\n]|'[^']*')+");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern ANSWER = Pattern.compile("^(\\d{3})\\n((?:(?!\\d{3}\\n).*\\n?)*)", Pattern.MULTILINE);
    private static final Pattern PROMISED = Pattern.compile("\\*\\*(2\\d\\d)\\*\\*");
    private static final Pattern ROW = Pattern.compile("^\\| \\[(.*?)]\\(#", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z/]+) )?(/[^`]*)`");
    private final String page;

    private ApiPage(String page) {
        this.page = page;
    }

    static ApiPage read() throws IOException {
        return new ApiPage(Files.readString(Path.of("..", "docs", "api.md")));
    }

    /** In the order in which they stand there. */
    List<Example> examples() {
        return HEADING.splitAsStream(page).flatMap(ApiPage::examples).toList();
    }

    private static Stream<Example> examples(String section) {
        List<MatchResult> blocks = BLOCK.matcher(section).results().toList();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<String> curls = CURL.matcher(blocks.get(i).group(1)).results().map(MatchResult::group).toList();
            String next = i + 1 < blocks.size() ? blocks.get(i + 1).group(1) : "";
            List<MatchResult> answers = ANSWER.matcher(next).results().toList();
            List<Integer> promised = PROMISED.matcher(section.substring(blocks.get(i).end())).results()
                    .map(found -> Integer.valueOf(found.group(1))).toList();
            for (int n = 0; n < curls.size(); n++) {
                examples.add(answers.isEmpty()
                        ? example(curls.get(n), promised, Optional.empty())
                        : example(curls.get(n), List.of(Integer.valueOf(answers.get(n).group(1))),
                                Optional.of(answers.get(n).group(2)).filter(answer -> !answer.isBlank())));
            }
        }
        return examples.stream();
    }

    private static Example example(String curl, List<Integer> statuses, Optional<String> answer) {
        List<String> headers = new ArrayList<>();
        Optional<String> method = Optional.empty();
        Optional<String> body = Optional.empty();
        String target = "";
        Matcher words = WORD.matcher(curl);
        for (Optional<String> word = next(words); word.isPresent(); word = next(words)) {
            switch (word.get()) {
                case "-X" -> method = next(words);
                case "-H" -> headers.add(next(words).orElseThrow());
                case "-d", "--data-binary" -> body = next(words);
                case String text when text.startsWith("http") -> target = text.replaceFirst("http://[^/]*", "");
                default -> {
                }
            }
        }
        return new Example(method.orElse(body.isPresent() ? "POST" : "GET"), target, headers, body, statuses, answer);
    }

    private static Optional<String> next(Matcher words) {
        return words.find() ? Optional.of(words.group(1) == null ? words.group(2) : words.group(1)) : Optional.empty();
    }

    /** What the table names: {@code GET/PUT /api/limits} are two, and {@code /resume} behind {@code …/pause} stands in its place. */
    List<Endpoint> endpoints() {
        return ROW.matcher(page).results().flatMap(row -> endpoints(row.group(1))).toList();
    }

    private static Stream<Endpoint> endpoints(String row) {
        List<Endpoint> endpoints = new ArrayList<>();
        String methods = "";
        String base = "";
        for (MatchResult named : NAMED.matcher(row).results().toList()) {
            boolean isWhole = named.group(1) != null;
            methods = isWhole ? named.group(1) : methods;
            String path = isWhole ? named.group(2) : base + named.group(2);
            base = isWhole ? path.substring(0, path.lastIndexOf('/')) : base;
            for (String method : methods.split("/")) {
                endpoints.add(new Endpoint(method, path.split("\\?", 2)[0]));
            }
        }
        return endpoints.stream();
    }
}
