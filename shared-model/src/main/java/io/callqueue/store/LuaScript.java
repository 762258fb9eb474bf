package io.callqueue.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.codec.Base16;

/**
 * A script as it stands in {@code resources}, with the functions it includes ({@code -- @include name}) put before it.
 *
 * @param name its file's, such as {@code move}
 */
public record LuaScript(String name, String source, String sha) {
    private static final Pattern INCLUDE = Pattern.compile("^-- @include (\\w+)$", Pattern.MULTILINE);
    private static final String INCLUDED = "include/";

    /**
     * @param resource such as {@code /callqueue/lua/move.lua}; what it includes stands in {@code include/} beside it, or in {@code
     *     /callqueue/lua/include/} for all
     */
    public static LuaScript load(String resource) {
        int nameAt = resource.lastIndexOf('/') + 1;
        String beside = resource.substring(0, nameAt) + INCLUDED;
        String source = INCLUDE.matcher(text(resource))
                .replaceAll(found -> Matcher.quoteReplacement(included(beside, found.group(1) + ".lua")));
        String name = resource.substring(nameAt).replaceFirst("\\.lua$", "");
        return new LuaScript(name, source, Base16.digest(source.getBytes(StandardCharsets.UTF_8)));
    }

    private static String included(String beside, String name) {
        boolean isThere = LuaScript.class.getResource(beside + name) != null;
        return text((isThere ? beside : "/callqueue/lua/" + INCLUDED) + name);
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(LuaScript.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
