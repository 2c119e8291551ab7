package org.cervicalcds.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the name of a command.
 *
 * @param plain what is no option, in order
 * @param options by name, with their dashes; of a switch the value is empty
 */
public record Arguments(List<String> plain, Map<String, String> options) {

    /**
     * Reads {@code --name value} and {@code --name=value}.
     *
     * @param names of the options that take a value
     * @param switches names of those that take none
     * @throws IllegalArgumentException where an option is not known or lacks its value, with a sentence for the user
     */
    public static Arguments of(List<String> arguments, Set<String> names, Set<String> switches) {
        List<String> plain = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (!argument.startsWith("-")) {
                plain.add(argument);
            } else if (equals < 0 && switches.contains(option)) {
                options.put(option, "");
            } else if (!names.contains(option)) {
                throw new IllegalArgumentException("Not an option: " + argument);
            } else if (equals >= 0) {
                options.put(option, argument.substring(equals + 1));
            } else if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " wants a value");
            } else {
                options.put(option, arguments.get(++i));
            }
        }
        return new Arguments(List.copyOf(plain), options);
    }

    /** The value of an option; null where it is not given. */
    public @Nullable String value(String option) {
        return options.get(option);
    }

    /** As {@link #value}, with a value for where it is not given. */
    public String value(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }

    /** As {@link #value}, of an option that must be there. */
    public String required(String option) {
        String value = options.get(option);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return value;
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }
}
