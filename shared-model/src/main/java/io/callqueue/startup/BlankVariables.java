package io.callqueue.startup;

import java.util.HashMap;
import java.util.Map;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Variables of the environment that are set to nothing count as not set: {@code PORT=} is no port, and {@code HOST=} not every address. */
public final class BlankVariables implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String NAME = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        PropertySource<?> variables = sources.get(NAME);
        if (variables != null && variables.getSource() instanceof Map<?, ?> all) {
            Map<String, Object> set = new HashMap<>();
            all.forEach((name, value) -> {
                if (!String.valueOf(value).isBlank()) {
                    set.put(String.valueOf(name), value);
                }
            });
            sources.replace(NAME, new SystemEnvironmentPropertySource(NAME, set));
        }
    }
}
