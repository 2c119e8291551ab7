package org.cervicalcds.service.uploads;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of how bodies may come.
 *
 * @param time for a whole body, from the first wait for it
 * @param bytesPerSecond that must have come on average, once a fifth of that time is over
 * @param atOnce how many bodies may be on their way at the same time; the one that has taken longest is given up for another
 * @param connectionsPerAddress open at the same time, idle ones too; 0: no limit. A trusted proxy has none
 * @param heapShare part of the heap that long bodies may fill together; what is made of them takes several times as much
 */
public record UploadSettings(
        @DefaultValue("10s") Duration time,
        @DefaultValue("10KB") DataSize bytesPerSecond,
        @DefaultValue("100") int atOnce,
        @DefaultValue("100") int connectionsPerAddress,
        @DefaultValue("0.1") double heapShare) {

    /**
     * @throws IllegalArgumentException where nothing could come any more
     */
    public UploadSettings {
        if (time.isNegative()
                || time.isZero()
                || bytesPerSecond.isNegative()
                || atOnce < 1
                || connectionsPerAddress < 0
                || !(heapShare > 0 && heapShare <= 1)) {
            throw new IllegalArgumentException(
                    "cervical-cds.uploads: time and at-once must be above zero, bytes-per-second and connections-per-address not below, heap-share from 0 to 1");
        }
    }
}
