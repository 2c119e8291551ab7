package org.cervicalcds.service.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keyed hashes are the same everywhere with the same secret and mean nothing without it. */
class KeysTest {
    private static StoreSettings settings(Path data, @Nullable String secret) {
        return new StoreSettings(
                data,
                400,
                secret,
                10,
                StoreSettings.Place.EMBEDDED,
                new StoreSettings.Quiet(false, Duration.ZERO, false),
                StoreSettings.Backup.NONE);
    }

    @Test
    void theSecretOfTheDataFolderIsMadeOnceEvenByManyAtATime(@TempDir Path data) {
        Set<String> keys = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() ->
                        keys.add(Keys.of(settings(data.resolve("new"), null)).key("patient", "clinic", "P1"))))
                .peek(Thread::start)
                .toList()
                .forEach(KeysTest::join);
        keys.add(Keys.of(settings(data.resolve("new"), null)).key("patient", "clinic", "P1"));
        assertThat(keys).hasSize(1);
        assertThat(data.resolve("new")).isDirectoryNotContaining("glob:**.new");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aGivenSecretIsSharedAndAnotherIsNot(@TempDir Path one, @TempDir Path two) {
        String key = Keys.of(settings(one, "the secret of this site")).key("patient", "clinic", "P1");
        assertThat(Keys.of(settings(two, "the secret of this site")).key("patient", "clinic", "P1"))
                .isEqualTo(key)
                .hasSize(22);
        assertThat(Keys.of(settings(two, "the secret of that site")).key("patient", "clinic", "P1"))
                .isNotEqualTo(key);
        assertThat(one).isEmptyDirectory();
    }

    @Test
    void partsDoNotRunTogether(@TempDir Path data) {
        Keys keys = Keys.of(settings(data, null));
        assertThat(keys.key("patient", "ab", "c")).isNotEqualTo(keys.key("patient", "a", "bc"));
        assertThat(keys.key("patient", "a", "b")).isNotEqualTo(keys.key("encounter", "a", "b"));
        assertThat(Keys.hash("jti", "a", "b\n1:c")).isNotEqualTo(Keys.hash("jti", "a", "b", "c"));
    }

    @Test
    void aBrokenSecretIsNotReplacedInSilence(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("patient-key"), "what is this");
        assertThatThrownBy(() -> Keys.of(settings(data, null))).hasMessageContaining("patient-key");
    }
}
