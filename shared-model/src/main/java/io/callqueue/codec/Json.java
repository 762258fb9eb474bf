package io.callqueue.codec;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way callqueue writes and reads JSON. The same value always gives the same bytes, so that requests can be compared by hash. A null in a map stays.
 */
public final class Json {
    /** For frameworks that bring their own reading and writing. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).addModule(Seconds.module()).build();

    private Json() {}

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * @throws JacksonException when the bytes are not JSON, or not of this type
     * @throws IllegalArgumentException when they are the JSON null
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return present(MAPPER.readValue(json, type));
    }

    /**
     * @throws JacksonException when the text is not JSON, or not of this type
     * @throws IllegalArgumentException when it is the JSON null
     */
    public static <T> T read(String json, Class<T> type) {
        return present(MAPPER.readValue(json, type));
    }

    private static <T> T present(@Nullable T read) {
        if (read == null) {
            throw new IllegalArgumentException("it is null");
        }
        return read;
    }

    /** @throws JacksonException when the bytes are not JSON */
    public static JsonNode tree(byte[] json) {
        return MAPPER.readTree(json);
    }
}
