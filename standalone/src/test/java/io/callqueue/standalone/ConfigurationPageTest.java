package io.callqueue.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/configuration.md says what the services' YAML files say. */
class ConfigurationPageTest {
    private static final Pattern SETTING = Pattern.compile("\\$\\{([A-Z_]+):([^}]*)}");

    @ParameterizedTest
    @ValueSource(strings = {"/callqueue-shared.yml", "/ingest-api.yml", "/retry-scheduler.yml", "/dispatcher.yml"})
    void every_variable_is_documented_with_its_default(String file) throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "configuration.md"));
        try (var in = ConfigurationPageTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            Matcher settings = SETTING.matcher(new String(in.readAllBytes()));
            while (settings.find()) {
                String start = "| `" + settings.group(1) + "` | "
                        + (settings.group(2).isEmpty() ? "" : "`" + settings.group(2) + "`") + " |";
                assertThat(rows).as(start).anyMatch(row -> row.startsWith(start));
            }
        }
    }
}
