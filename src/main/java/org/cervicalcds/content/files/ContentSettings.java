package org.cervicalcds.content.files;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The named numbers and switches of the content. */
public final class ContentSettings {
    private final Map<String, Object> values;

    public ContentSettings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** The value as it was written: a number, a switch or a text. */
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    /** The length of a setting whose name ends in -years, -days or -hours, a year as 365.2425 days; null where there is no such number. */
    @Nullable
    public Duration duration(String name) {
        if (!(values.get(name) instanceof BigDecimal number)) {
            return null;
        }
        if (name.endsWith("-days")) {
            return Duration.ofHours(number.longValue() * 24);
        }
        if (name.endsWith("-years")) {
            return ChronoUnit.YEARS.getDuration().multipliedBy(number.longValue());
        }
        return name.endsWith("-hours") ? Duration.ofHours(number.longValue()) : null;
    }

    @Nullable
    public BigDecimal number(String name) {
        return values.get(name) instanceof BigDecimal number ? number : null;
    }

    /** Whole days of a key: a number, or the name of a setting that holds one; 0 and a problem where it is neither. */
    public int days(Fields fields, String key) {
        if (!fields.has(key) || fields.isNumber(key)) {
            return fields.number(key);
        }
        String name = fields.text(key);
        BigDecimal days = number(name);
        if (days == null) {
            fields.problems().unknown(fields.file(), fields.path(key), "number of the settings", name, names());
        }
        return days == null ? 0 : days.intValue();
    }

    @Nullable
    public Boolean flag(String name) {
        return values.get(name) instanceof Boolean flag ? flag : null;
    }

    /** The zone whose days count; UTC where it is not set. */
    public ZoneId zone() {
        return values.get("time-zone") instanceof String zone ? ZoneId.of(zone) : ZoneId.of("UTC");
    }
}
