package org.cervicalcds.content;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The named numbers and switches of the content. */
public final class Settings {
    private final Map<String, Object> values;

    Settings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** The value as it was written: a number, a switch or a text. */
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    /** The length of a setting whose name ends in -days or -hours; null where there is no such number. */
    @Nullable
    Duration duration(String name) {
        if (!(values.get(name) instanceof BigDecimal number)) {
            return null;
        }
        if (name.endsWith("-days")) {
            return Duration.ofHours(number.longValue() * 24);
        }
        return name.endsWith("-hours") ? Duration.ofHours(number.longValue()) : null;
    }

    @Nullable
    BigDecimal number(String name) {
        return values.get(name) instanceof BigDecimal number ? number : null;
    }

    @Nullable
    Boolean flag(String name) {
        return values.get(name) instanceof Boolean flag ? flag : null;
    }

    /** The zone whose days count; UTC where it is not set. */
    public ZoneId zone() {
        return values.get("time-zone") instanceof String zone ? ZoneId.of(zone) : ZoneId.of("UTC");
    }
}
